// The verbs that look at one state: status, current, heads, branches, show.
#pragma once

#include "commands/revision_line.hpp"
#include "commands/workspace.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct StatusResult {
  std::string database;
  std::string encryption;  // of the connection, as Database::encryption
  std::string url_source;
  AppliedRevisions applied;
  std::vector<UnknownLine> unknown;   // applied, and no file knows them
  std::vector<RevisionLine> pending;  // in the order in which they would run
  std::vector<RevisionId> heads;      // of the files
  std::vector<Finding> findings;      // where files and database disagree
};
struct StatusRequest {
  ProjectRequest project;
};
/// How the database stands against the files.
[[nodiscard]] StatusResult status(const StatusRequest& request);
/// The same of one database of a workspace.
[[nodiscard]] StatusResult status_of(Database& database, const Workspace& workspace);

/// An applied head. Shape: `files` says what the files know of it, where they could be read.
struct CurrentLine {
  enum class Files { unread, unknown, head, not_head };
  AppliedRevision row;
  Files files = Files::unread;
  std::vector<RevisionId> built_on;  // with Files::unknown: the nearest that files know
};
struct CurrentResult {
  std::string database;
  std::vector<CurrentLine> heads;  // the applied heads, by id
};
struct CurrentRequest {
  ProjectRequest project;
};
/// What the database has. Works whatever state the files are in.
[[nodiscard]] CurrentResult current(const CurrentRequest& request);

struct HeadsRequest {
  ProjectRequest project;
  /// Whether a head counts that another revision depends on.
  enum class Dependencies { ignored, resolved } dependencies = Dependencies::ignored;
};
struct HeadsResult {
  std::vector<RevisionLine> heads;  // in topological order
};
[[nodiscard]] HeadsResult heads(const HeadsRequest& request);

/// Shape: `children` are the lines of `point.children`, in their order.
struct BranchPoint {
  RevisionLine point;
  std::vector<RevisionLine> children;
};
struct BranchesRequest {
  ProjectRequest project;
};
struct BranchesResult {
  std::vector<BranchPoint> points;  // in topological order
};
/// Where the history forks.
[[nodiscard]] BranchesResult branches(const BranchesRequest& request);

enum class WithDatabase { no, yes };

struct ShowRequest {
  ProjectRequest project;
  RevisionSpec revision;
  WithDatabase with_database = WithDatabase::no;
};
struct ShowResult {
  Revision revision;
  RevisionLine line;
  Checksum history;
  std::optional<AppliedRevision> applied;
  std::optional<std::string> database;  // its name, if it was looked at
  /// Where the revision was found: among the files, or only in the version table.
  enum class Source { files, version_table } source = Source::files;
};
[[nodiscard]] ShowResult show(const ShowRequest& request);

}  // namespace sqlmig::commands

// The verbs that only look: status, current, heads, history, show.
#pragma once

#include "commands/workspace.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

/// One revision in a list.
struct RevisionLine {
  RevisionId id;
  std::string message;
  std::vector<RevisionId> parents;
  bool is_head = false;
  bool is_base = false;
  bool is_branch_point = false;
  bool is_merge = false;
  std::optional<bool> applied;  // where a database was looked at
};

struct StatusResult {
  std::string database;
  std::string url_source;
  AppliedRevisions applied;
  std::vector<RevisionLine> pending;  // in the order in which they would run
  std::vector<RevisionId> heads;      // of the files
  std::vector<Finding> findings;      // where files and database disagree
};
/// How the database stands against the files.
[[nodiscard]] StatusResult status(const ProjectRequest& request);

struct CurrentResult {
  std::string database;
  std::vector<AppliedRevision> heads;  // the applied heads, by id
};
/// What the database has, without the files.
[[nodiscard]] CurrentResult current(const ProjectRequest& request);

/// The heads of the files, in topological order.
[[nodiscard]] std::vector<RevisionLine> heads(const ProjectRequest& request);

enum class WithDatabase { no, yes };
/// All revisions, newest first.
[[nodiscard]] std::vector<RevisionLine> history(const ProjectRequest& request,
                                                WithDatabase with_database);

struct ShowResult {
  Revision revision;
  RevisionLine line;
  std::vector<RevisionId> children;
  Checksum history;
  std::optional<AppliedRevision> applied;
  std::optional<std::string> database;  // its name, if it was looked at
};
[[nodiscard]] ShowResult show(const ProjectRequest& request, const std::string& revision,
                              WithDatabase with_database);

}  // namespace sqlmig::commands

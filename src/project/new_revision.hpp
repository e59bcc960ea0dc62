// Writing a revision: its id, its folder, its manifest.
#pragma once

#include <sqlmig/history.hpp>
#include <sqlmig/project.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// Why `pattern` cannot make revision ids, or nothing. A pattern is text with `{timestamp}` or
/// `{sequence}`, and `{slug}`.
[[nodiscard]] std::optional<std::string> problem_with_id_pattern(std::string_view pattern);

/// Fills a pattern in. `timestamp` is `YYYYMMDDHHMMSS` in UTC; `{sequence}` becomes one more than
/// the highest number that an id of `graph` starts with, four digits wide.
/// Errors: ErrorCode::usage if the message leaves nothing for a slug.
[[nodiscard]] RevisionId make_revision_id(std::string_view pattern, std::string_view message,
                                          std::string_view timestamp, const Graph& graph);

/// What a new revision is written from.
struct NewRevision {
  RevisionId id;
  std::string message;
  std::string created;  // RFC 3339, or empty
  std::string author;   // or empty
  struct Parent {
    RevisionId id;
    Checksum pin;
  };
  std::vector<Parent> parents;
  std::string up;
  std::optional<std::string> down;  // none with `irreversible`
  std::vector<RevisionId> depends_on = {};
  std::vector<std::string> labels = {};
  std::vector<std::string> tags = {};
  std::optional<std::string> irreversible = std::nullopt;  // the reason
  std::string folder = {};  // below the migrations folder, with `/`; empty: right there
};

/// The text of a manifest. The same input gives the same bytes.
[[nodiscard]] std::string render_manifest(const NewRevision& revision);

/// The folder that groups a revision with others: what stands between the migrations folder and
/// its own, with `/`; empty for one that is right there.
[[nodiscard]] std::string group_folder(const Config& config, const Revision& revision);

/// Writes the folder; either all of it or nothing.
/// Shape: the names of the files, relative to the folder of sqlmig.toml.
/// Errors: ErrorCode::io.
std::vector<std::string> write_revision(const Config& config, const NewRevision& revision);

}  // namespace sqlmig::project

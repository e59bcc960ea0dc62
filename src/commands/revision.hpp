// sqlmig revision
#pragma once

#include "commands/workspace.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct RevisionRequest {
  ProjectRequest project;
  std::string message;
  std::optional<std::string> head;  // the revision to build on
  std::optional<std::string> id;
  std::string created;    // RFC 3339, UTC
  std::string timestamp;  // the same moment as YYYYMMDDHHMMSS
  std::string author;
};

/// Shape: `files` relative to the folder of sqlmig.toml; `parents` sorted by id.
struct NewRevisionResult {
  RevisionId id;
  std::vector<RevisionId> parents;
  std::vector<std::string> files;
  std::vector<RevisionId> heads;  // of the project with the new revision
};

/// Writes a new revision on the single head, or on the one named.
/// Errors: ambiguous_revision if there are several heads and none is named; usage if the one named
/// is no head.
[[nodiscard]] NewRevisionResult new_revision(const RevisionRequest& request);

}  // namespace sqlmig::commands

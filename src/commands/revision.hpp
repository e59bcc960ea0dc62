// sqlmig revision
#pragma once

#include "commands/workspace.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct RevisionRequest {
  ProjectRequest project;
  std::string message;
  std::optional<RevisionSpec> head;  // the revision to build on; `base` starts a new line
  /// Where it may be built: only where nothing is yet, or anywhere.
  enum class Place { head, anywhere } place = Place::head;
  std::optional<std::string> id;
  std::vector<RevisionSpec> depends_on;
  std::vector<std::string> labels;
  std::vector<std::string> tags;
  std::optional<std::string> folder;  // below the migrations folder; default: that of the parent
  std::string created;                // RFC 3339, UTC
  std::string timestamp;              // the same moment as YYYYMMDDHHMMSS
  std::string author;
};

/// Shape: `files` relative to the folder of sqlmig.toml; `parents` sorted by id.
struct NewRevisionResult {
  RevisionId id;
  std::vector<RevisionId> parents;
  std::vector<std::string> files;
  std::vector<RevisionId> heads;  // of the project with the new revision
  std::filesystem::path folder;   // of sqlmig.toml
};

/// Writes a new revision on the single head, or on the one named.
/// Errors: ambiguous_revision if there are several heads and none is named; usage if the one named
/// is no head and the place is to be one, or if a label, tag or dependency does not fit.
[[nodiscard]] NewRevisionResult new_revision(const RevisionRequest& request);

}  // namespace sqlmig::commands

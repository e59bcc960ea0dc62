// sqlmig verify
#pragma once

#include "commands/workspace.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::commands {

/// What a change is to be merged into: a commit, by any name that git knows, or a folder that holds
/// a project or the revisions themselves.
struct AgainstRef {
  std::string ref;
};
struct AgainstFolder {
  std::filesystem::path folder;
};
using Against = std::variant<AgainstRef, AgainstFolder>;

struct VerifyRequest {
  enum class Scope { files, files_and_database };
  enum class Pending { allowed, refused };
  enum class Warnings { allowed, refused };
  ProjectRequest project;
  Scope scope = Scope::files;
  Warnings warnings = Warnings::allowed;  // refused: each is an error
  std::optional<Against> against;
  Pending pending = Pending::allowed;
  std::vector<RevisionSpec> heads;  // the database has to stand at these; empty: anywhere
};

/// Shape: all findings, sorted; no error among them means that the gate is open.
struct VerifyResult {
  std::size_t revisions = 0;
  std::optional<DatabaseKind> scripts_for;  // none: no url tells, and the scripts were not checked
  std::optional<std::string> against;       // the base, if there is one, as messages name it
  std::optional<std::string> database;      // its name, if it was looked at
  std::size_t applied = 0;
  std::size_t pending = 0;
  /// What stands before the file of a position to make it a path of the repository, such as
  /// `services/shop/`; empty if the project is the repository, or there is none.
  std::string path_prefix;
  std::vector<Finding> findings;
};

/// Checks the folder and the graph, and on demand a base and the database against them. Changes
/// nothing.
/// Errors: ErrorCode::config also if the base cannot be found, ErrorCode::connection.
[[nodiscard]] VerifyResult verify(const VerifyRequest& request);

}  // namespace sqlmig::commands

// sqlmig verify
#pragma once

#include "commands/workspace.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct VerifyRequest {
  enum class Scope { files, files_and_database };
  ProjectRequest project;
  Scope scope = Scope::files;
};

/// Shape: all findings, sorted; no error among them means that the gate is open.
struct VerifyResult {
  std::size_t revisions = 0;
  std::optional<DatabaseKind> scripts_for;  // none: no url tells, and the scripts were not checked
  std::optional<std::string> database;      // its name, if it was looked at
  std::size_t applied = 0;
  std::size_t pending = 0;
  std::vector<Finding> findings;
};

/// Checks the folder and the graph, and on demand the database against them. Changes nothing.
[[nodiscard]] VerifyResult verify(const VerifyRequest& request);

/// Adds to the findings about edited files what differs, as a diff from what was applied.
void add_diffs(std::vector<Finding>& findings, const History& history, Database& database);

}  // namespace sqlmig::commands

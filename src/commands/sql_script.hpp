// sqlmig upgrade --sql, sqlmig downgrade --sql
#pragma once

#include "commands/downgrade.hpp"
#include <sqlmig/sql_script.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

/// Shape: a range as the only target names the state that is started from, too, so that no database
/// is asked.
struct SqlScriptRequest {
  ProjectRequest project;
  Direction direction = Direction::up;
  std::vector<RevisionSpec> targets;  // up: empty: as upgrade. Down: one, or `last`
  std::optional<std::size_t> last;    // down: this many, by order of application
  std::optional<Checksum> expect;     // the checksum that the plan must have
  std::string reason;
  EmptyDowns empty_downs = EmptyDowns::refused;
  Modified modified = Modified::refused;
  SqlScriptOptions::Runs runs = SqlScriptOptions::Runs::planned_state;
  std::optional<std::filesystem::path> file;  // where it goes; none: it is shown
};

/// Shape: `database` is empty if none was asked.
struct SqlScriptResult {
  std::optional<std::string> database;
  Plan plan;
  std::string script;
  std::optional<std::filesystem::path> file;
};

/// Writes the plan of an upgrade or a downgrade as a script. Changes no database.
/// Errors: those of the plan, and of write_sql_script; ErrorCode::plan_mismatch.
[[nodiscard]] SqlScriptResult sql_script(const SqlScriptRequest& request);

}  // namespace sqlmig::commands

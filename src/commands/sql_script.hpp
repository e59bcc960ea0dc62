// sqlmig upgrade --sql, sqlmig downgrade --sql, sqlmig plan --sql
#pragma once

#include "commands/plan.hpp"
#include <sqlmig/sql_script.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace sqlmig::commands {

/// Shape: a range as the only target of the plan names the state that is started from, too, so that
/// no database is asked. The plan is not put down.
struct SqlScriptRequest {
  PlanRequest plan;
  ReviewedRequest reviewed;  // with a file, it is that plan and no other; no database is asked
  /// Whether the script is meant to be run, so that the rules of the environment hold, or to be
  /// looked at.
  enum class Use { run, look } use = Use::run;
  std::string reason;
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

/// Writes a plan as a script. Changes no database.
/// Errors: those of the plan, and of write_sql_script; ErrorCode::plan_mismatch.
[[nodiscard]] SqlScriptResult sql_script(const SqlScriptRequest& request);

}  // namespace sqlmig::commands

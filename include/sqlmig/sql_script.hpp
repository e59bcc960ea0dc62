// A plan as one SQL file that needs no sqlmig to be run.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/connect.hpp>
#include <sqlmig/plan.hpp>

#include <string>

namespace sqlmig {

struct SqlScriptOptions {
  /// `planned_state`: the script runs on a database in exactly the state that the plan starts from.
  /// `what_is_missing`: of an upgrade, it runs the steps whose revisions are not applied.
  enum class Runs { planned_state, what_is_missing } runs = Runs::planned_state;
  std::string version_schema = "sqlmig";
  SessionSettings session = {};  // of every script, as ConnectOptions::session
  std::string reason = {};       // for the events
};

/// The steps of `plan` for psql (`psql -v ON_ERROR_STOP=1 -f FILE`) or the sqlite3 shell
/// (`sqlite3 -bail DATABASE < FILE`). `from` is the state that the plan was made for. The script
/// creates the version table if it is not there, refuses a database in another state before it
/// changes anything, runs each step in its transaction mode, and records it as sqlmig does. Equal
/// arguments give equal bytes.
/// Errors: ErrorCode::findings if a script cannot be run at all; ErrorCode::refused if the client
/// program would read it in another way, if `from` holds a revision that stopped half-way, or if a
/// plan with a step down is to run what is missing.
/// Source: docs/scripts.md.
[[nodiscard]] std::string write_sql_script(const Plan& plan, const History& history,
                                           const AppliedRevisions& from,
                                           const SqlScriptOptions& options = {});

}  // namespace sqlmig

// Whether a plan can be run at all, said before anything is.
#pragma once

#include "sqltext/statements.hpp"
#include <sqlmig/history.hpp>
#include <sqlmig/plan.hpp>

namespace sqlmig::engine {

[[nodiscard]] sqltext::SqlDialect dialect_of(DatabaseKind kind);

/// The script that a step runs. The step must have one: see require_reversible.
[[nodiscard]] const Script& script_of(const History& history, const Step& step);

/// Errors: ErrorCode::findings with all that check_script says against the scripts of the plan.
void require_runnable(const Plan& plan, const History& history);

}  // namespace sqlmig::engine

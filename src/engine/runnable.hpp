// Whether a plan can be run at all, said before anything is.
#pragma once

#include "sqltext/statements.hpp"
#include <sqlmig/execute.hpp>

#include <optional>
#include <string>

namespace sqlmig::engine {

[[nodiscard]] sqltext::SqlDialect dialect_of(DatabaseKind kind);

/// The script that a step runs. The step must have one: see require_reversible.
[[nodiscard]] const Script& script_of(const History& history, const Step& step);

/// Errors: ErrorCode::findings with all that check_script says against the scripts of the plan.
void require_runnable(const Plan& plan, const History& history);

/// Why a script cannot share a transaction with others; nothing if it can, as far as it says.
[[nodiscard]] std::optional<std::string> needs_a_transaction_of_its_own(const Script& script);

/// Errors: ErrorCode::refused if a single transaction is asked for and a script cannot be in it;
/// all of them are named.
void require_one_transaction_will_do(const Plan& plan, const History& history,
                                     const RunOptions& options);

/// Errors: ErrorCode::refused if the connection is not one that every script can be run over; all
/// of those that cannot are named.
void require_no_obstacle(const Plan& plan, const History& history, Database& database);

/// Errors: ErrorCode::refused if a step would go on with a script that stopped half-way, and what
/// of it ran already was edited since.
void require_resumable(const Plan& plan, const History& history, const AppliedRevisions& applied,
                       Database& database);

}  // namespace sqlmig::engine

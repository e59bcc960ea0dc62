// The state of a version table that a script asks for before it changes anything.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/client_script.hpp>
#include <sqlmig/plan.hpp>
#include <sqlmig/sql_script.hpp>

#include <string>

namespace sqlmig::engine {

/// A query that gives a row of text for each way in which the version table is not in the state
/// that `plan` starts from or, where only what is missing is run, cannot take its steps.
/// Shape: SQL that both databases know. Empty if the state is as it has to be.
[[nodiscard]] std::string differences_query(const Plan& plan, const History& history,
                                            const AppliedRevisions& from,
                                            SqlScriptOptions::Runs runs,
                                            const ClientScript& client);

}  // namespace sqlmig::engine

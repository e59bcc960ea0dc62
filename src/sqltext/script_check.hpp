// What can be said against a script without running it.
#pragma once

#include "sqltext/statements.hpp"
#include <sqlmig/finding.hpp>
#include <sqlmig/revision.hpp>

#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

/// Quotes and comments that do not end, commands of psql, statements that begin or end a
/// transaction, and statements that a transaction does not allow (PostgreSQL 15 manual, "Notes" of
/// the statements; SQLite "VACUUM").
/// Shape: in the order of the text, each with its position; `revision` names the owner of the
/// script.
[[nodiscard]] std::vector<Finding> check_script(const Script& script, std::string_view revision,
                                                SqlDialect dialect);

}  // namespace sqlmig::sqltext

// What a script leaves in its session for the statements behind it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sqlmig::sqltext {

/// The first word of a PostgreSQL script by which a statement sets something that only a statement
/// of the same session finds, or looks for it: SET, a temporary table, a prepared statement, a
/// cursor, an advisory lock. Nothing if there is none.
/// Source: PostgreSQL 15's manual, "SQL Commands", and pgbouncer's "Feature matrix".
[[nodiscard]] std::optional<std::string> first_use_of_session(std::string_view script);

}  // namespace sqlmig::sqltext

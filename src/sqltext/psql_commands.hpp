// What to write in place of the commands of psql.
#pragma once

#include <string_view>

namespace sqlmig::sqltext {

/// What to do about a command of psql in a script.
/// Shape: `meta_command` begins with its backslash; what follows the command does not matter.
/// Source: PostgreSQL 15 manual, "psql", "Meta-Commands".
[[nodiscard]] std::string_view advice_for_psql_command(std::string_view meta_command);

}  // namespace sqlmig::sqltext

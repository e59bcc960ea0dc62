// Identifiers in SQL text.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig {

/// `name` in double quotes, with quotes in it doubled (SQL standard, 5.2 <delimited identifier>).
[[nodiscard]] std::string quoted_identifier(std::string_view name);

/// `sql` with every `from` replaced by `to`. Used to put another schema's name into our own DDL.
[[nodiscard]] std::string with_identifier(std::string_view sql, std::string_view from,
                                          std::string_view to);

}  // namespace sqlmig

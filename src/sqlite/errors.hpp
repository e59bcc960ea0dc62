// SQLite's result codes as sqlmig's errors.
#pragma once

#include <sqlmig/error.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

struct sqlite3;

namespace sqlmig::sqlite {

/// Where a statement of a script was prepared from, in bytes of the script, and how far behind that
/// its first token is.
struct StatementPlace {
  std::size_t prepared_at;
  std::size_t first_token;
};

/// What the connection's last call reported; `place` for a statement of a script.
[[nodiscard]] Error last_error(sqlite3* connection, std::optional<StatementPlace> place = {});

/// The name of a result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
[[nodiscard]] std::string_view name_of_result(int extended_code);

}  // namespace sqlmig::sqlite

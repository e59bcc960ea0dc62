// SQLite's result codes as sqlmig's errors.
#pragma once

#include <sqlmig/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;

namespace sqlmig::sqlite {

/// Where a statement of a script is prepared from.
/// Units: bytes of the script.
struct StatementPlace {
  std::size_t prepared_at;
  const char* text;  // from there to the end of the script

  /// Where its first token is: the blanks, comments and empty statements before it are prepared
  /// with it.
  [[nodiscard]] std::size_t begin() const;
};

/// What the connection's last call reported; `place` for a statement of a script.
[[nodiscard]] Error last_error(sqlite3* connection,
                               const std::optional<StatementPlace>& place = {});

/// A script that breaks foreign keys in a way that only sqlmig looks for: ErrorCode::sql, without a
/// position.
[[nodiscard]] Error foreign_key_error(const std::string& message);

/// The name of a result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
[[nodiscard]] std::string_view name_of_result(int extended_code);

}  // namespace sqlmig::sqlite

// What an edit of a script changed.
#pragma once

#include "sqltext/token_scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sqlmig::sqltext {

/// What an edit of a script changed.
/// Shape: `statement` counts from 1 and is the first statement of the later text that differs, one
/// more than the last if the end was cut off; 0 unless `extent` is statements. A psql command
/// counts with the statement after it.
/// Units: `offset` is in bytes into the later text, from 0. It is where that statement begins, or
/// the psql command or unterminated comment that differs; for the other extents the first byte that
/// differs; the size of the text where the end was cut off; 0 for none.
struct ScriptChange {
  enum class Extent : std::uint8_t {
    none,
    layout,      // comments, blanks and empty statements only; what pg_dump guards its dumps with
    directives,  // `-- sqlmig:` comments, so that the script is run in another way
    statements,
  };
  Extent extent;
  std::size_t statement;
  std::size_t offset;

  friend bool operator==(const ScriptChange&, const ScriptChange&) = default;
};

/// Shape: both texts are canonical. Statements are compared lexeme by lexeme (see lexemes.hpp), so
/// the case of letters, other spellings of a literal and comments within the body of a function
/// count. The ';' after the last statement does not. Any bytes are accepted; linear time.
[[nodiscard]] ScriptChange compare_scripts(std::string_view before, std::string_view after,
                                           SqlDialect dialect);

/// For scripts of an unknown database: layout only if it is so for both.
[[nodiscard]] ScriptChange compare_scripts(std::string_view before, std::string_view after);

}  // namespace sqlmig::sqltext

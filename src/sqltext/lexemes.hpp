// Cuts SQL text where the database's own lexer does.
#pragma once

#include "sqltext/token_scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sqlmig::sqltext {

/// A token of the database.
/// Units: bytes from 0; `end` is one past the last byte.
struct Lexeme {
  enum class Kind : std::uint8_t {
    plain,         // its bytes say what it is
    string_part,   // PostgreSQL: continues the string before it, for there is a line end between
    psql_command,  // PostgreSQL: a backslash and the rest of its line
    end_of_text,
  };
  Kind kind;
  std::size_t begin;
  std::size_t end;
};

/// Reads the lexemes of a text one after the other.
/// Shape: two texts whose lexemes agree in kind and bytes are the same to the database's lexer. The
/// reverse holds for whatever it accepts, but for the parts of an escape string, which are one
/// lexeme with what lies between them, and for strings such as X'1''2', which are two of its tokens
/// and one lexeme. A number with letters behind it, an error to the lexer, is one lexeme; so is a
/// comment that does not end. Any bytes are accepted; linear time. The text must outlive the
/// reader. The data of COPY is no text of the database's lexer; who reads a script goes on behind
/// it. Source: PostgreSQL 15's src/backend/parser/scan.l, and 16's for digits with `_`; SQLite's
/// src/tokenize.c.
class LexemeReader {
 public:
  /// Units: `begin` is a byte of `text`, outside its lexemes, to begin at.
  LexemeReader(std::string_view text, SqlDialect dialect, std::size_t begin = 0)
      : text_(text), dialect_(dialect), at_(begin) {}

  /// The next lexeme after blanks and comments; at the end, end_of_text again and again.
  [[nodiscard]] Lexeme next();

 private:
  [[nodiscard]] bool continues_string(std::size_t begin) const;
  [[nodiscard]] std::size_t end_in_postgres(std::size_t begin);
  [[nodiscard]] std::size_t end_in_sqlite(std::size_t begin) const;

  std::string_view text_;
  SqlDialect dialect_;
  std::size_t at_;
  std::size_t signs_end_ = 0;     // up to here there are only single + and -
  bool after_quotation_ = false;  // the lexeme before was a string between quotes
};

}  // namespace sqlmig::sqltext

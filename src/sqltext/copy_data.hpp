// COPY … FROM STDIN, whose data stands in the script behind it, where psql reads it from.
#pragma once

#include "sqltext/token_scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sqlmig::sqltext {

/// Tells from the tokens of a statement whether it is COPY … FROM STDIN.
/// Shape: `take` is called for each token in order, with the number of parentheses open before it.
/// Source: PostgreSQL's gram.y, "CopyStmt", where FROM STDOUT means STDIN.
class CopyFromStdin {
 public:
  void take(TokenKind kind, std::string_view text, std::size_t parens);

  [[nodiscard]] bool is_recognized() const { return state_ == State::recognized; }

 private:
  enum class State : std::uint8_t {
    nothing,
    copy,         // a parenthesis here holds a query, and there is only COPY (query) TO
    target,       // after the name
    target_part,  // after a '.': t.from is a name
    source,       // after FROM
    recognized,
    refused,
  };
  State state_ = State::nothing;
};

/// Whether `statement` is COPY … FROM STDIN of PostgreSQL.
[[nodiscard]] bool is_copy_from_stdin(std::string_view statement);

/// The data of one COPY … FROM STDIN.
/// Units: bytes from 0.
struct CopyData {
  enum class Closed : std::uint8_t { yes, no };

  std::size_t begin;  // of the line after the statement's
  std::size_t end;    // of the line `\.`; of the script if there is none
  std::size_t next;   // past that line
  Closed closed;
  std::optional<std::size_t> stray;  // what stands between the statement and its data
};

/// The data of a statement that ends at `statement_end`.
/// Shape: `stray` is the first byte that is neither a blank nor in a comment of that line.
/// Source: psql's src/bin/psql/copy.c, handleCopyIn().
[[nodiscard]] CopyData find_copy_data(std::string_view script, std::size_t statement_end);

}  // namespace sqlmig::sqltext

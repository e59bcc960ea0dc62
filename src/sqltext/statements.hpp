// Where the statements of a SQL script begin and end, and what their first words say.
#pragma once

#include "sqltext/token_scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

/// One statement of a script.
/// Shape: from the first byte of its first token to one past its last byte, the ';' included where
/// there is one; blanks and comments around it are no part of it. Its data is what stands behind
/// PostgreSQL's COPY … FROM STDIN: the lines after the one with its ';', up to the line that is
/// `\.`. Whatever else takes no data has all of the last three equal to `end`. What lies between
/// `begin` and `next`, split by itself, is that statement with that data again.
/// Units: byte offsets into the script, from 0.
struct SqlStatement {
  std::size_t begin;
  std::size_t end;
  std::size_t data_begin = end;
  std::size_t data_end = end;
  std::size_t next = end;  // where the script goes on, past the line `\.`

  friend bool operator==(const SqlStatement&, const SqlStatement&) = default;
};

/// Shape: both lists ascend by offset. A script with problems is split as well as can be, so that
/// they can be shown; it is not meant to be run.
struct Statements {
  std::vector<SqlStatement> statements;
  std::vector<LexProblem> problems;
};

/// Splits `script` where the database would: not inside quotes, comments, parentheses (PostgreSQL's
/// CREATE RULE), bodies that open with BEGIN ATOMIC, triggers of SQLite, or the data of COPY.
/// Shape: what lies between statements (`next` of one, `begin` of the other) is blanks, comments,
/// ';' and psql commands. Those are problems, except `\restrict` and `\unrestrict` between
/// statements: pg_dump writes them, and they mean nothing to anyone but psql. Data without its line
/// `\.` goes on to the end. Any bytes are accepted; linear time.
/// Source: PostgreSQL's gram.y and scan.l, psql's copy.c; SQLite's sqlite3_complete(). Unlike
/// SQLite, an unterminated comment is a problem: it silently swallows the rest of the script.
[[nodiscard]] Statements split_statements(std::string_view script, SqlDialect dialect);

/// Whether a psql command is `\restrict` or `\unrestrict`.
/// Shape: `meta_command` begins with its backslash.
[[nodiscard]] bool guards_a_dump(std::string_view meta_command);

enum class Content : std::uint8_t { blank, statements };

/// Whether `script` holds any statement, that is, whether `split_statements` would find one. Reads
/// no further than the first.
[[nodiscard]] Content content_of(std::string_view script, SqlDialect dialect);

/// The words (keywords and unquoted identifiers) that `statement` starts with, such as
/// `CREATE`, `INDEX`, `CONCURRENTLY`.
/// Shape: in order, ASCII letters in upper case; `count` at most, fewer where a token comes that is
/// not a word.
[[nodiscard]] std::vector<std::string> leading_words(std::string_view statement, SqlDialect dialect,
                                                     std::size_t count);

/// What a statement does to the transaction around it.
enum class TransactionControl : std::uint8_t {
  none,
  begins,     // BEGIN, START TRANSACTION
  ends,       // COMMIT, END, ROLLBACK, ABORT, PREPARE TRANSACTION, COMMIT and ROLLBACK PREPARED
  savepoint,  // SAVEPOINT, RELEASE, ROLLBACK TO: leaves it open
};

/// Shape: `ends` also where a new one begins at once (AND CHAIN). Statements that end the
/// transaction on their own account, such as SQLite's INSERT OR ROLLBACK, are `none`.
[[nodiscard]] TransactionControl transaction_control(std::string_view statement,
                                                     SqlDialect dialect);

}  // namespace sqlmig::sqltext

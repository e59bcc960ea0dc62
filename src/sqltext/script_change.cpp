#include "sqltext/script_change.hpp"

#include "sqltext/directives.hpp"
#include "sqltext/lexemes.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace sqlmig::sqltext {
namespace {

// A lexeme and where it belongs: to the statement that it is in or, outside of all, to the next.
struct Piece {
  Lexeme::Kind kind;
  std::string_view text;
  std::size_t statement;  // from 1
  std::size_t offset;     // of the statement; of the lexeme where that is in none

  [[nodiscard]] bool says_the_same_as(const Piece& other) const {
    return kind == other.kind && text == other.text && statement == other.statement;
  }
};

// Reads what a script says to the database. The data behind a statement is its last piece.
class PieceReader {
 public:
  PieceReader(std::string_view script, SqlDialect dialect)
      : script_(script),
        dialect_(dialect),
        statements_(split_statements(script, dialect).statements),
        lexemes_(up_to_data(0)) {}

  // At the end, an empty piece of end_of_text again and again.
  [[nodiscard]] Piece next() {
    for (;;) {
      const Lexeme lexeme = lexemes_.next();
      if (lexeme.kind == Lexeme::Kind::end_of_text && before_data_ < statements_.size()) {
        return data_of(statements_[before_data_]);
      }
      while (at_ < statements_.size() && statements_[at_].next <= lexeme.begin) ++at_;
      const std::string_view text = script_.substr(lexeme.begin, lexeme.end - lexeme.begin);
      const bool is_inside = at_ < statements_.size() && statements_[at_].begin <= lexeme.begin;
      const std::size_t number = at_ + 1;
      if (is_inside) {
        const bool is_terminator = text == ";" && lexeme.end == statements_[at_].end;
        if (!is_terminator) return {lexeme.kind, text, number, statements_[at_].begin};
      } else if (text != ";" && !is_guard(lexeme.kind, text)) {
        return {lexeme.kind, text, number, lexeme.begin};
      }
    }
  }

  [[nodiscard]] std::size_t offset_of(std::size_t statement) const {
    return statements_[statement - 1].begin;
  }

 private:
  static bool is_guard(Lexeme::Kind kind, std::string_view text) {
    return kind == Lexeme::Kind::psql_command && guards_a_dump(text);
  }

  Piece data_of(const SqlStatement& statement) {
    const std::string_view data =
        script_.substr(statement.data_begin, statement.data_end - statement.data_begin);
    const std::size_t number = ++before_data_;
    lexemes_ = up_to_data(statement.next);
    return {Lexeme::Kind::plain, data, number, statement.begin};
  }

  // The lexemes from `begin` to the next data.
  LexemeReader up_to_data(std::size_t begin) {
    while (before_data_ < statements_.size() && !takes_data(statements_[before_data_]))
      ++before_data_;
    const bool is_last = before_data_ == statements_.size();
    return {is_last ? script_ : script_.substr(0, statements_[before_data_].data_begin), dialect_,
            begin};
  }

  static bool takes_data(const SqlStatement& statement) { return statement.next > statement.end; }

  std::string_view script_;
  SqlDialect dialect_;
  std::vector<SqlStatement> statements_;
  std::size_t before_data_ = 0;  // the statement whose data is next
  LexemeReader lexemes_;
  std::size_t at_ = 0;  // the statement that the last lexeme is in or before
};

std::optional<ScriptChange> change_of_statements(std::string_view before, std::string_view after,
                                                 SqlDialect dialect) {
  PieceReader old_reader(before, dialect);
  PieceReader new_reader(after, dialect);
  for (;;) {
    const Piece old_piece = old_reader.next();
    const Piece new_piece = new_reader.next();
    if (!old_piece.says_the_same_as(new_piece)) {
      // The old statement may go on where the new one has ended.
      const bool is_shorter = old_piece.statement < new_piece.statement;
      return is_shorter ? ScriptChange{ScriptChange::Extent::statements, old_piece.statement,
                                       new_reader.offset_of(old_piece.statement)}
                        : ScriptChange{ScriptChange::Extent::statements, new_piece.statement,
                                       new_piece.offset};
    }
    if (new_piece.kind == Lexeme::Kind::end_of_text) return std::nullopt;
  }
}

}  // namespace

ScriptChange compare_scripts(std::string_view before, std::string_view after, SqlDialect dialect) {
  if (before == after) return {ScriptChange::Extent::none, 0, 0};
  if (const auto change = change_of_statements(before, after, dialect)) return *change;
  const auto differs = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const bool is_run_alike = scan_directives(before).directives == scan_directives(after).directives;
  return {is_run_alike ? ScriptChange::Extent::layout : ScriptChange::Extent::directives, 0,
          static_cast<std::size_t>(differs.second - after.begin())};
}

ScriptChange compare_scripts(std::string_view before, std::string_view after) {
  const ScriptChange in_postgres = compare_scripts(before, after, SqlDialect::postgres);
  if (in_postgres.extent == ScriptChange::Extent::statements) return in_postgres;
  return compare_scripts(before, after, SqlDialect::sqlite);
}

}  // namespace sqlmig::sqltext

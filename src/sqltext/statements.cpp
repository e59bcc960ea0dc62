#include "sqltext/statements.hpp"

#include "sqltext/copy_data.hpp"
#include "sqltext/keywords.hpp"
#include "sqltext/statement_end.hpp"

#include <algorithm>
#include <optional>

namespace sqlmig::sqltext {
namespace {

template <typename StatementEnd>
class Splitter {
 public:
  Splitter(std::string_view script, SqlDialect dialect)
      : script_(script), scanner_(script, dialect) {}

  Statements split() {
    for (Token token = scanner_.next(); token.kind != TokenKind::end_of_text;
         token = scanner_.next()) {
      token.kind == TokenKind::meta_command ? take_meta_command(token) : take(token);
    }
    if (open_) {
      result_.statements.push_back(*open_);
      if (statement_end_.is_before_data()) report_unterminated_copy(open_->begin);
    }
    if (scanner_.unterminated()) result_.problems.push_back(*scanner_.unterminated());
    return std::move(result_);
  }

 private:
  void take_meta_command(const Token& token) {
    // Inside a statement it would reach the server with it.
    if (open_ || !guards_a_dump(text_of(token, script_))) {
      result_.problems.push_back({LexProblemKind::meta_command, token.begin});
    }
  }

  void take(const Token& token) {
    if (!open_) {
      if (token.kind == TokenKind::semicolon) return;
      open_ = SqlStatement{token.begin, token.end};
      statement_end_ = StatementEnd();
    }
    *open_ = {open_->begin, token.end};
    if (!statement_end_.is_at(token.kind, text_of(token, script_))) return;
    if (statement_end_.is_before_data()) take_data(*open_);
    result_.statements.push_back(*open_);
    open_.reset();
  }

  void take_data(SqlStatement& statement) {
    const CopyData data = find_copy_data(script_, statement.end);
    statement.data_begin = data.begin;
    statement.data_end = data.end;
    statement.next = data.next;
    if (data.stray) result_.problems.push_back({LexProblemKind::text_before_data, *data.stray});
    if (data.closed == CopyData::Closed::no) report_unterminated_copy(statement.begin);
    scanner_.skip_to(data.next);
  }

  // It is named by its first byte, and other problems may lie behind that.
  void report_unterminated_copy(std::size_t offset) {
    const auto after = std::find_if(result_.problems.begin(), result_.problems.end(),
                                    [&](const LexProblem& p) { return p.offset > offset; });
    result_.problems.insert(after, {LexProblemKind::unterminated_copy, offset});
  }

  std::string_view script_;
  TokenScanner scanner_;
  StatementEnd statement_end_;
  std::optional<SqlStatement> open_;
  Statements result_;
};

// ROLLBACK [WORK | TRANSACTION [name]] TO …: a reserved word in both databases, so that one
// without quotes can be nothing else.
bool rolls_back_to_savepoint(TokenScanner& scanner, std::string_view statement) {
  constexpr int kMostTokensBeforeTo = 2;
  for (int i = 0; i <= kMostTokensBeforeTo; ++i) {
    const Token token = scanner.next();
    if (token.kind == TokenKind::word && is_keyword(text_of(token, statement), "TO")) return true;
  }
  return false;
}

}  // namespace

// pg_dump puts these around its output since the minor releases of August 2025 (CVE-2025-8714).
bool guards_a_dump(std::string_view meta_command) {
  const std::string_view name = meta_command.substr(0, meta_command.find_first_of(" \t"));
  return name == "\\restrict" || name == "\\unrestrict";
}

Statements split_statements(std::string_view script, SqlDialect dialect) {
  return dialect == SqlDialect::postgres ? Splitter<PostgresStatementEnd>(script, dialect).split()
                                         : Splitter<SqliteStatementEnd>(script, dialect).split();
}

Content content_of(std::string_view script, SqlDialect dialect) {
  TokenScanner scanner(script, dialect);
  for (;;) {
    const TokenKind kind = scanner.next().kind;
    if (kind == TokenKind::end_of_text) return Content::blank;
    if (kind != TokenKind::semicolon && kind != TokenKind::meta_command) {
      return Content::statements;
    }
  }
}

std::vector<std::string> leading_words(std::string_view statement, SqlDialect dialect,
                                       std::size_t count) {
  std::vector<std::string> words;
  TokenScanner scanner(statement, dialect);
  while (words.size() < count) {
    const Token token = scanner.next();
    if (token.kind != TokenKind::word) break;
    std::string word(text_of(token, statement));
    std::transform(word.begin(), word.end(), word.begin(), upper);
    words.push_back(std::move(word));
  }
  return words;
}

TransactionControl transaction_control(std::string_view statement, SqlDialect dialect) {
  TokenScanner scanner(statement, dialect);
  const auto next_is = [&](std::string_view keyword) {
    const Token token = scanner.next();
    return token.kind == TokenKind::word && is_keyword(text_of(token, statement), keyword);
  };

  const Token first = scanner.next();
  if (first.kind != TokenKind::word) return TransactionControl::none;
  const auto is = [word = text_of(first, statement)](std::string_view keyword) {
    return is_keyword(word, keyword);
  };
  if (is("BEGIN")) return TransactionControl::begins;
  if (is("START")) {
    return next_is("TRANSACTION") ? TransactionControl::begins : TransactionControl::none;
  }
  if (is("COMMIT") || is("END") || is("ABORT")) return TransactionControl::ends;
  if (is("ROLLBACK")) {
    return rolls_back_to_savepoint(scanner, statement) ? TransactionControl::savepoint
                                                       : TransactionControl::ends;
  }
  if (is("PREPARE")) {
    // Not PREPARE transaction AS SELECT …, a prepared statement of that name.
    return next_is("TRANSACTION") && scanner.next().kind == TokenKind::string
               ? TransactionControl::ends
               : TransactionControl::none;
  }
  if (is("SAVEPOINT") || is("RELEASE")) return TransactionControl::savepoint;
  return TransactionControl::none;
}

}  // namespace sqlmig::sqltext

#include "sqltext/statements.hpp"

#include <algorithm>
#include <optional>

namespace sqlmig::sqltext {
namespace {

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_keyword(std::string_view text, std::string_view upper_case) {
  return text.size() == upper_case.size() &&
         std::equal(text.begin(), text.end(), upper_case.begin(),
                    [](char a, char b) { return upper(a) == b; });
}

std::string_view text_of(const Token& token, std::string_view script) {
  return script.substr(token.begin, token.end - token.begin);
}

// Whether a ';' ends the statement, in PostgreSQL. It does not
// - between parentheses: CREATE RULE … DO ALSO (SELECT 1; SELECT 2);
// - in the body of a routine, which BEGIN ATOMIC opens and END at the place of a statement closes.
//   BEGIN and END are no sign of a body elsewhere: a function, a column or a label may be called
//   so. A body may hold CREATE FUNCTION again, as far as the grammar goes.
class PostgresStatementEnd {
 public:
  [[nodiscard]] bool is_at(TokenKind kind, std::string_view text) {
    const Before before = before_;
    before_ = Before::anything;
    switch (kind) {
      case TokenKind::open_paren:
        ++parens_;
        break;
      case TokenKind::close_paren:
        if (parens_ > 0) --parens_;
        break;
      case TokenKind::semicolon:
        if (parens_ > 0) break;
        if (bodies_ == 0) return true;
        start_inner_statement();
        return false;
      case TokenKind::word:
        if (parens_ == 0) take_word(text, before);
        return false;
      case TokenKind::string:
      case TokenKind::quoted_identifier:
      case TokenKind::meta_command:
      case TokenKind::other:
      case TokenKind::end_of_text:
        break;
    }
    if (head_ != Head::routine) head_ = Head::anything;
    return false;
  }

 private:
  // How much of CREATE [OR REPLACE] {FUNCTION | PROCEDURE} the statement has shown.
  enum class Head : std::uint8_t { nothing, create, create_or, routine, anything };
  enum class Before : std::uint8_t { anything, begin, start_of_statement };

  void take_word(std::string_view word, Before before) {
    if (bodies_ > 0 && before == Before::start_of_statement && is_keyword(word, "END")) {
      --bodies_;
      head_ = Head::anything;
    } else if (head_ != Head::routine) {
      head_ = head_after(word);
    } else if (is_keyword(word, "BEGIN")) {
      before_ = Before::begin;
    } else if (before == Before::begin && is_keyword(word, "ATOMIC")) {
      ++bodies_;
      start_inner_statement();
    }
  }

  void start_inner_statement() {
    head_ = Head::nothing;
    before_ = Before::start_of_statement;
  }

  [[nodiscard]] Head head_after(std::string_view word) const {
    switch (head_) {
      case Head::nothing:
        return is_keyword(word, "CREATE") ? Head::create : Head::anything;
      case Head::create:
        if (is_keyword(word, "OR")) return Head::create_or;
        return is_keyword(word, "FUNCTION") || is_keyword(word, "PROCEDURE") ? Head::routine
                                                                             : Head::anything;
      case Head::create_or:
        return is_keyword(word, "REPLACE") ? Head::create : Head::anything;
      case Head::routine:
      case Head::anything:
        break;
    }
    return head_;
  }

  std::size_t parens_ = 0;
  std::size_t bodies_ = 0;
  Head head_ = Head::nothing;
  Before before_ = Before::anything;
};

// Whether a ';' ends the statement, in SQLite: the state machine of sqlite3_complete(). A trigger
// ends at `; END ;` and nowhere else, so that CASE … END inside needs no counting.
class SqliteStatementEnd {
 public:
  [[nodiscard]] bool is_at(TokenKind kind, std::string_view text) {
    if (kind == TokenKind::semicolon) {
      if (state_ != State::trigger && state_ != State::trigger_semicolon) return true;
      state_ = State::trigger_semicolon;
    } else {
      state_ = state_after(kind == TokenKind::word ? text : std::string_view());
    }
    return false;
  }

 private:
  enum class State : std::uint8_t {
    nothing,
    explain,
    create,
    no_trigger,
    trigger,
    trigger_semicolon,  // in a trigger, after `;`
    trigger_end,        // in a trigger, after `; END`
  };

  [[nodiscard]] State state_after(std::string_view word) const {
    switch (state_) {
      case State::nothing:
        if (is_keyword(word, "EXPLAIN")) return State::explain;
        return is_keyword(word, "CREATE") ? State::create : State::no_trigger;
      case State::explain:
        if (is_keyword(word, "CREATE")) return State::create;
        return ends_explain(word) ? State::no_trigger : State::explain;  // QUERY PLAN stays
      case State::create:
        if (is_keyword(word, "TRIGGER")) return State::trigger;
        return is_temporary(word) ? State::create : State::no_trigger;
      case State::no_trigger:
        return State::no_trigger;
      case State::trigger_semicolon:
        return is_keyword(word, "END") ? State::trigger_end : State::trigger;
      case State::trigger:
      case State::trigger_end:
        break;
    }
    return State::trigger;
  }

  static bool is_temporary(std::string_view word) {
    return is_keyword(word, "TEMP") || is_keyword(word, "TEMPORARY");
  }

  static bool ends_explain(std::string_view word) {
    return is_keyword(word, "EXPLAIN") || is_keyword(word, "TRIGGER") || is_keyword(word, "END") ||
           is_temporary(word);
  }

  State state_ = State::nothing;
};

template <typename StatementEnd>
Statements split(std::string_view script, SqlDialect dialect) {
  Statements result;
  TokenScanner scanner(script, dialect);
  StatementEnd statement_end;
  std::optional<SqlStatement> open;
  for (Token token = scanner.next(); token.kind != TokenKind::end_of_text; token = scanner.next()) {
    const std::string_view text = text_of(token, script);
    if (token.kind == TokenKind::meta_command) {
      // Inside a statement it would reach the server with it.
      if (open || !guards_a_dump(text)) {
        result.problems.push_back({LexProblemKind::meta_command, token.begin});
      }
      continue;
    }
    if (!open) {
      if (token.kind == TokenKind::semicolon) continue;
      open = SqlStatement{token.begin, token.end};
      statement_end = StatementEnd();
    }
    open->end = token.end;
    if (statement_end.is_at(token.kind, text)) {
      result.statements.push_back(*open);
      open.reset();
    }
  }
  if (open) result.statements.push_back(*open);
  if (scanner.unterminated()) result.problems.push_back(*scanner.unterminated());
  return result;
}

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
  return dialect == SqlDialect::postgres ? split<PostgresStatementEnd>(script, dialect)
                                         : split<SqliteStatementEnd>(script, dialect);
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

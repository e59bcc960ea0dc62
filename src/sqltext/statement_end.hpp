// Which ';' ends a statement.
#pragma once

#include "sqltext/copy_data.hpp"
#include "sqltext/keywords.hpp"
#include "sqltext/token_scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sqlmig::sqltext {

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
    copy_.take(kind, text, parens_);
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

  [[nodiscard]] bool is_before_data() const { return copy_.is_recognized(); }

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
  CopyFromStdin copy_;
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

  [[nodiscard]] static bool is_before_data() { return false; }

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

}  // namespace sqlmig::sqltext

#include "sqltext/copy_data.hpp"

#include "sqltext/keywords.hpp"

#include <algorithm>

namespace sqlmig::sqltext {
namespace {

constexpr std::string_view kEndOfData = "\\.";

// The line that is exactly `\.`, or nothing.
std::optional<std::size_t> end_of_data(std::string_view script, std::size_t begin) {
  for (std::size_t at = script.find(kEndOfData, begin); at != std::string_view::npos;
       at = script.find(kEndOfData, at + 1)) {
    const std::size_t behind = at + kEndOfData.size();
    const bool begins_line = at == begin || script[at - 1] == '\n';
    if (begins_line && (behind == script.size() || script[behind] == '\n')) return at;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_token(std::string_view script, std::size_t begin,
                                       std::size_t end) {
  TokenScanner scanner(script.substr(begin, end - begin), SqlDialect::postgres);
  const Token token = scanner.next();
  if (token.kind != TokenKind::end_of_text) return begin + token.begin;
  // psql would go on with the comment behind the data.
  if (const auto& comment = scanner.unterminated()) return begin + comment->offset;
  return std::nullopt;
}

}  // namespace

void CopyFromStdin::take(TokenKind kind, std::string_view text, std::size_t parens) {
  const auto is = [&](std::string_view keyword) {
    return kind == TokenKind::word && parens == 0 && is_keyword(text, keyword);
  };
  switch (state_) {
    case State::nothing:
      state_ = is("COPY") ? State::copy : State::refused;
      break;
    case State::copy:
      state_ =
          kind == TokenKind::open_paren || is("FROM") || is("TO") ? State::refused : State::target;
      break;
    case State::target:
      if (text == ".") {
        state_ = State::target_part;
      } else if (is("FROM")) {
        state_ = State::source;
      } else if (is("TO")) {
        state_ = State::refused;
      }
      break;
    case State::target_part:
      state_ = State::target;
      break;
    case State::source:
      state_ = is("STDIN") || is("STDOUT") ? State::recognized : State::refused;
      break;
    case State::recognized:
    case State::refused:
      break;
  }
}

bool is_copy_from_stdin(std::string_view statement) {
  TokenScanner scanner(statement, SqlDialect::postgres);
  CopyFromStdin copy;
  std::size_t parens = 0;
  for (Token token = scanner.next(); token.kind != TokenKind::end_of_text; token = scanner.next()) {
    copy.take(token.kind, text_of(token, statement), parens);
    if (copy.is_recognized()) return true;
    if (token.kind == TokenKind::open_paren) ++parens;
    if (token.kind == TokenKind::close_paren && parens > 0) --parens;
  }
  return false;
}

CopyData find_copy_data(std::string_view script, std::size_t statement_end) {
  const std::size_t line_end = std::min(script.find('\n', statement_end), script.size());
  const std::size_t begin = std::min(line_end + 1, script.size());
  const auto stray = first_token(script, statement_end, line_end);
  const auto end = end_of_data(script, begin);
  if (!end) return {begin, script.size(), script.size(), CopyData::Closed::no, stray};
  const std::size_t next = std::min(*end + kEndOfData.size() + 1, script.size());
  return {begin, *end, next, CopyData::Closed::yes, stray};
}

}  // namespace sqlmig::sqltext

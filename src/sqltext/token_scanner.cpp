#include "sqltext/token_scanner.hpp"

#include "sqltext/characters.hpp"

#include <algorithm>

namespace sqlmig::sqltext {
namespace {

constexpr bool is_tag_part(char c) { return is_word_part(c) && c != '$'; }

}  // namespace

Token TokenScanner::next() {
  skip_blanks_and_comments();
  const std::size_t begin = at_;
  const TokenKind kind = at_ < text_.size() ? scan_token() : TokenKind::end_of_text;
  return {kind, begin, at_};
}

char TokenScanner::peek(std::size_t distance) const {
  return text_.size() - at_ > distance ? text_[at_ + distance] : '\0';
}

bool TokenScanner::is_blank(char c) const {
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '\f':
      return true;
    case '\v':
      // An error to PostgreSQL before 16. Taken for a blank there too, so that a keyword cannot
      // hide behind it.
      return is_postgres();
    default:
      return false;
  }
}

void TokenScanner::skip_blanks_and_comments() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (is_blank(c)) {
      ++at_;
    } else if (c == '-' && peek(1) == '-') {
      skip_line_comment();
    } else if (c == '/' && peek(1) == '*') {
      is_postgres() ? skip_nested_comment() : skip_flat_comment();
    } else {
      return;
    }
  }
}

void TokenScanner::skip_line_comment() {
  // A lone carriage return ends the line for PostgreSQL only.
  at_ = is_postgres() ? skip_while(text_, at_, is_within_line)
                      : std::min(text_.find('\n', at_), text_.size());
}

void TokenScanner::skip_flat_comment() {
  const std::size_t close = text_.find("*/", at_ + 2);
  if (close == std::string_view::npos) {
    end_inside(LexProblemKind::unterminated_comment, at_);
  } else {
    at_ = close + 2;
  }
}

void TokenScanner::skip_nested_comment() {
  const std::size_t open = at_;
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    if (text_[at_] == '/' && peek(1) == '*') {
      ++depth;
      at_ += 2;
    } else if (text_[at_] == '*' && peek(1) == '/') {
      --depth;
      at_ += 2;
      if (depth == 0) return;
    } else {
      ++at_;
    }
  }
  end_inside(LexProblemKind::unterminated_comment, open);
}

void TokenScanner::end_inside(LexProblemKind kind, std::size_t offset) {
  at_ = text_.size();
  unterminated_ = LexProblem{kind, offset};
}

TokenKind TokenScanner::scan_token() {
  const char c = text_[at_];
  if (is_word_start(c)) return scan_word();
  if (is_digit(c)) return scan_digits();
  switch (c) {
    case ';':
      return scan_single(TokenKind::semicolon);
    case '(':
      return scan_single(TokenKind::open_paren);
    case ')':
      return scan_single(TokenKind::close_paren);
    case '\'':
      return scan_string(0);
    case '"':
      return scan_quoted_identifier(0, '"');
    case '$':
      return scan_dollar();
    case '`':
      return is_postgres() ? scan_single(TokenKind::other) : scan_quoted_identifier(0, '`');
    case '[':
      return is_postgres() ? scan_single(TokenKind::other) : scan_quoted_identifier(0, ']');
    case '\\':
      return is_postgres() ? scan_meta_command() : scan_single(TokenKind::other);
    default:
      return scan_single(TokenKind::other);
  }
}

TokenKind TokenScanner::scan_single(TokenKind kind) {
  ++at_;
  return kind;
}

TokenKind TokenScanner::scan_word() {
  const char first = text_[at_];
  const char second = peek(1);
  if (second == '\'') {
    if (first == 'x' || first == 'X') return scan_string(1);
    if (is_postgres()) {
      if (first == 'e' || first == 'E') return scan_escape_string();
      if (std::string_view("bBnN").find(first) != std::string_view::npos) return scan_string(1);
    }
  } else if (is_postgres() && second == '&' && (first == 'u' || first == 'U')) {
    if (peek(2) == '\'') return scan_string(2);
    if (peek(2) == '"') return scan_quoted_identifier(2, '"');
  }
  at_ = skip_while(text_, at_, is_word_part);
  return TokenKind::word;
}

TokenKind TokenScanner::scan_digits() {
  // No further in PostgreSQL: `1$x$` is a 1 and the start of a dollar quote.
  at_ = is_postgres() ? skip_while(text_, at_, is_digit) : skip_while(text_, at_, is_word_part);
  return TokenKind::other;
}

bool TokenScanner::skip_past_quote(char close) {
  const bool doubles = close != ']';
  for (;;) {
    const std::size_t quote = text_.find(close, at_);
    if (quote == std::string_view::npos) return false;
    at_ = quote + 1;
    if (!doubles || peek(0) != close) return true;
    ++at_;
  }
}

TokenKind TokenScanner::scan_string(std::size_t prefix) {
  const std::size_t open = at_;
  at_ += prefix + 1;
  if (!skip_past_quote('\'')) end_inside(LexProblemKind::unterminated_string, open);
  return TokenKind::string;
}

TokenKind TokenScanner::scan_quoted_identifier(std::size_t prefix, char close) {
  const std::size_t open = at_;
  at_ += prefix + 1;
  if (!skip_past_quote(close)) end_inside(LexProblemKind::unterminated_identifier, open);
  return TokenKind::quoted_identifier;
}

TokenKind TokenScanner::scan_escape_string() {
  const std::size_t open = at_;
  at_ += 2;
  while (at_ < text_.size()) {
    if (text_[at_] == '\\') {
      at_ = std::min(at_ + 2, text_.size());
    } else if (text_[at_] != '\'') {
      ++at_;
    } else if (peek(1) == '\'') {
      at_ += 2;
    } else {
      ++at_;
      const std::optional<std::size_t> next_part = next_part_of_string();
      if (!next_part) return TokenKind::string;
      at_ = *next_part;
    }
  }
  end_inside(LexProblemKind::unterminated_string, open);
  return TokenKind::string;
}

// A string goes on at the next quote if only blanks and `--` comments with a line end among them
// lie between, and an escape string goes on as an escape string: in the second line of
//   E'one'
//   'it\'s'
// the backslash counts. For other strings it makes no difference whether they go on or start anew.
std::optional<std::size_t> TokenScanner::next_part_of_string() const {
  TokenScanner ahead(text_, dialect_);
  ahead.at_ = at_;
  bool line_end = false;
  while (ahead.at_ < text_.size()) {
    const char c = text_[ahead.at_];
    if (is_blank(c)) {
      line_end = line_end || is_line_end(c);
      ++ahead.at_;
    } else if (c == '-' && ahead.peek(1) == '-') {
      ahead.skip_line_comment();
    } else {
      break;
    }
  }
  if (!line_end || ahead.peek(0) != '\'') return std::nullopt;
  return ahead.at_ + 1;
}

TokenKind TokenScanner::scan_dollar() {
  const std::size_t open = at_;
  ++at_;
  if (!is_postgres()) {
    at_ = skip_while(text_, at_, is_word_part);
    return TokenKind::other;
  }
  if (is_digit(peek(0))) return scan_digits();  // `$1.a$b$` is a parameter and a name

  const bool is_named = is_word_start(peek(0));
  const std::size_t tag_end = is_named ? skip_while(text_, at_, is_tag_part) : at_;
  if (tag_end == text_.size() || text_[tag_end] != '$') return TokenKind::other;

  const std::string_view tag = text_.substr(open, tag_end + 1 - open);
  const std::size_t close = text_.find(tag, tag_end + 1);
  if (close == std::string_view::npos) {
    end_inside(LexProblemKind::unterminated_dollar_quote, open);
  } else {
    at_ = close + tag.size();
  }
  return TokenKind::string;
}

TokenKind TokenScanner::scan_meta_command() {
  at_ = skip_while(text_, at_, is_within_line);
  return TokenKind::meta_command;
}

}  // namespace sqlmig::sqltext

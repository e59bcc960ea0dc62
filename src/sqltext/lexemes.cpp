#include "sqltext/lexemes.hpp"

#include "sqltext/characters.hpp"

#include <algorithm>
#include <array>

namespace sqlmig::sqltext {
namespace {

bool starts_with_at(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(at, what.size()) == what;
}

bool digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// Past digits with single `_` between them, which PostgreSQL 16 and SQLite 3.46 allow.
std::size_t digits_end(std::string_view text, std::size_t at) {
  while (digit_at(text, at)) {
    ++at;
    if (at < text.size() && text[at] == '_' && digit_at(text, at + 1)) ++at;
  }
  return at;
}

// 12, 1.5e-3, .5, the 1 of 1e3 or the 0 of 0x1F. The 1 of 1..10 is a number of its own to
// PostgreSQL.
std::size_t decimal_end(std::string_view text, std::size_t at, SqlDialect dialect) {
  at = digits_end(text, at);
  const bool is_range = dialect == SqlDialect::postgres && starts_with_at(text, at, "..");
  if (starts_with_at(text, at, ".") && !is_range) at = digits_end(text, at + 1);
  const bool has_signed_exponent =
      digit_at(text, at + 2) && is_one_of(text[at], "eE") && is_one_of(text[at + 1], "+-");
  return has_signed_exponent ? digits_end(text, at + 2) : at;
}

// Past the letters behind a number or parameter that ends at `at`: the rest of 1e3, of 0x1F to
// PostgreSQL 16, or what it refuses.
std::size_t letters_end(std::string_view text, std::size_t begin, std::size_t at) {
  if (at == text.size()) return at;
  // 1_0$ is refused as a whole, while the $ of 10$ may begin a string.
  const std::size_t before = text.find_last_not_of("0123456789", at - 1);
  const bool is_in_word = before != std::string_view::npos && before > begin && text[before] == '_';
  return is_in_word || is_word_start(text[at]) ? skip_while(text, at, is_word_part) : at;
}

bool is_operator_character(char c) { return is_one_of(c, "~!@#^&|`?+-*/%<>="); }

bool is_sign(char c) { return c == '+' || c == '-'; }

std::size_t operator_run_end(std::string_view text, std::size_t at) {
  do {
    ++at;
  } while (at < text.size() && is_operator_character(text[at]) && !starts_with_at(text, at, "--") &&
           !starts_with_at(text, at, "/*"));
  return at;
}

// An operator ends with a sign only if it has a character that no operator of the SQL standard has.
std::size_t without_signs(std::string_view run) {
  if (run.find_first_of("~!@#^&|`?%") != std::string_view::npos) return run.size();
  const auto other = std::find_if_not(run.rbegin(), run.rend(), is_sign);
  return std::max<std::size_t>(static_cast<std::size_t>(run.rend() - other), 1);
}

std::size_t sqlite_operator_end(std::string_view text, std::size_t at) {
  constexpr std::array<std::string_view, 10> kLongestFirst{"->>", "->", "||", "<<", ">>",
                                                           "<=",  ">=", "==", "<>", "!="};
  for (const std::string_view known : kLongestFirst) {
    if (starts_with_at(text, at, known)) return at + known.size();
  }
  return at + 1;
}

// :name, @name, #name, $name, $a::b and $a(anything but a blank)
std::size_t sqlite_variable_end(std::string_view text, std::size_t at) {
  bool is_named = false;
  std::size_t end = at + 1;
  while (end < text.size()) {
    if (is_word_part(text[end])) {
      is_named = true;
      ++end;
    } else if (starts_with_at(text, end, "::")) {
      end += 2;
    } else {
      break;
    }
  }
  if (!is_named || !starts_with_at(text, end, "(")) return end;
  const std::size_t close = text.find_first_of(") \t\n\v\f\r", end);
  if (close == std::string_view::npos) return text.size();
  return text[close] == ')' ? close + 1 : close;
}

}  // namespace

Lexeme LexemeReader::next() {
  if (at_ < signs_end_) {
    ++at_;
    return {Lexeme::Kind::plain, at_ - 1, at_};
  }
  // A new scanner each time, because a lexeme may end within a token of the one before.
  TokenScanner scanner(text_.substr(at_), dialect_);
  const Token token = scanner.next();
  const std::size_t begin = at_ + token.begin;
  std::size_t end = at_ + token.end;
  auto kind = Lexeme::Kind::plain;
  bool is_quotation = false;
  switch (token.kind) {
    case TokenKind::string:
      if (continues_string(begin)) kind = Lexeme::Kind::string_part;
      is_quotation = text_[begin] != '$';
      break;
    case TokenKind::meta_command:
      kind = Lexeme::Kind::psql_command;
      break;
    case TokenKind::other:
      end = dialect_ == SqlDialect::postgres ? end_in_postgres(begin) : end_in_sqlite(begin);
      break;
    case TokenKind::end_of_text:
      if (const auto& comment = scanner.unterminated()) {
        const std::size_t open = at_ + comment->offset;
        at_ = text_.size();
        return {Lexeme::Kind::plain, open, at_};
      }
      kind = Lexeme::Kind::end_of_text;
      break;
    case TokenKind::word:
    case TokenKind::quoted_identifier:
    case TokenKind::semicolon:
    case TokenKind::open_paren:
    case TokenKind::close_paren:
      break;
  }
  after_quotation_ = is_quotation;
  at_ = end;
  return {kind, begin, end};
}

// Whether what lies before `begin` is blanks and `--` comments with a line end among them, and
// before that a string.
bool LexemeReader::continues_string(std::size_t begin) const {
  if (dialect_ != SqlDialect::postgres || !after_quotation_ || text_[begin] != '\'') return false;
  bool line_end = false;
  for (std::size_t at = at_; at < begin; ++at) {
    if (text_[at] == '-') at = skip_while(text_, at, is_within_line);
    if (text_[at] == '/') return false;
    line_end = line_end || is_line_end(text_[at]);
  }
  return line_end;
}

std::size_t LexemeReader::end_in_postgres(std::size_t begin) {
  const char first = text_[begin];
  if (is_digit(first) || (first == '.' && digit_at(text_, begin + 1))) {
    return letters_end(text_, begin, decimal_end(text_, begin, dialect_));
  }
  if (first == '$' && digit_at(text_, begin + 1)) {
    return letters_end(text_, begin, skip_while(text_, begin + 1, is_digit));
  }
  for (const std::string_view known : {"::", ":=", ".."}) {
    if (starts_with_at(text_, begin, known)) return begin + known.size();
  }
  if (!is_operator_character(first)) return begin + 1;
  signs_end_ = operator_run_end(text_, begin);
  return begin + without_signs(text_.substr(begin, signs_end_ - begin));
}

std::size_t LexemeReader::end_in_sqlite(std::size_t begin) const {
  const char first = text_[begin];
  if (is_digit(first) || (first == '.' && digit_at(text_, begin + 1))) {
    return skip_while(text_, decimal_end(text_, begin, dialect_), is_word_part);
  }
  if (first == '?') return skip_while(text_, begin + 1, is_digit);
  if (is_one_of(first, ":@#$")) return sqlite_variable_end(text_, begin);
  return sqlite_operator_end(text_, begin);
}

}  // namespace sqlmig::sqltext

// Cuts SQL text into tokens, no finer than telling statements apart needs.
// PostgreSQL and SQLite differ in what they quote and comment with; everything else is shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sqlmig::sqltext {

enum class SqlDialect : std::uint8_t { postgres, sqlite };

enum class LexProblemKind : std::uint8_t {
  unterminated_string,
  unterminated_identifier,
  unterminated_dollar_quote,
  unterminated_comment,
  unterminated_copy,  // COPY … FROM STDIN without data that ends in a line `\.`
  text_before_data,   // between the ';' of COPY … FROM STDIN and the end of that line
  meta_command,       // a command of psql, such as \i, which no server understands
};

/// Why a script cannot be what its author meant.
/// Units: `offset` counts bytes from 0 and is where the construct opens, its prefix included; for
/// an unterminated COPY, where the statement begins.
struct LexProblem {
  LexProblemKind kind;
  std::size_t offset;

  friend bool operator==(const LexProblem&, const LexProblem&) = default;
};

enum class TokenKind : std::uint8_t {
  word,               // a keyword or an unquoted identifier
  string,             // '…', with its prefix if it has one; $tag$…$tag$
  quoted_identifier,  // "…", U&"…", and SQLite's `…` and […]
  semicolon,
  open_paren,
  close_paren,
  meta_command,  // PostgreSQL only: a backslash and the rest of its line
  other,         // operators, digits, parameters, stray bytes
  end_of_text,
};

/// Units: bytes from 0; `end` is one past the last byte.
struct Token {
  TokenKind kind;
  std::size_t begin;
  std::size_t end;
};

/// Reads the tokens of a text one after the other.
/// Shape: any bytes are accepted; an unterminated construct is one last token, up to the end of
/// the text (an unterminated comment is none). A number is one token or several. The text must
/// outlive the scanner.
/// Source: PostgreSQL's src/backend/parser/scan.l, with standard_conforming_strings on; SQLite's
/// src/complete.c and src/tokenize.c.
class TokenScanner {
 public:
  TokenScanner(std::string_view text, SqlDialect dialect) : text_(text), dialect_(dialect) {}

  /// The next token after blanks and comments; at the end, end_of_text again and again.
  [[nodiscard]] Token next();

  /// Goes on at `offset`, which lies behind the last token.
  void skip_to(std::size_t offset) { at_ = offset; }

  /// The construct that the text ends inside of.
  /// Shape: one at most, because it holds all that follows. Complete after end_of_text.
  [[nodiscard]] const std::optional<LexProblem>& unterminated() const { return unterminated_; }

 private:
  [[nodiscard]] char peek(std::size_t distance) const;
  [[nodiscard]] bool is_postgres() const { return dialect_ == SqlDialect::postgres; }
  [[nodiscard]] bool is_blank(char c) const;
  [[nodiscard]] std::optional<std::size_t> next_part_of_string() const;

  void skip_blanks_and_comments();
  void skip_line_comment();
  void skip_flat_comment();
  void skip_nested_comment();
  void end_inside(LexProblemKind kind, std::size_t offset);

  TokenKind scan_token();
  TokenKind scan_single(TokenKind kind);
  TokenKind scan_word();
  TokenKind scan_digits();
  TokenKind scan_string(std::size_t prefix);
  TokenKind scan_escape_string();
  TokenKind scan_quoted_identifier(std::size_t prefix, char close);
  TokenKind scan_dollar();
  TokenKind scan_meta_command();
  [[nodiscard]] bool skip_past_quote(char close);

  std::string_view text_;
  SqlDialect dialect_;
  std::size_t at_ = 0;
  std::optional<LexProblem> unterminated_;
};

}  // namespace sqlmig::sqltext

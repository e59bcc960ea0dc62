// The classes of characters that the lexers of both databases tell apart.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace sqlmig::sqltext {

// The C library's character classes follow the locale; neither database does.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// A table, because most of a script is words.
inline constexpr std::array<bool, 256> kIsWordPart = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    const char c = static_cast<char>(byte);
    table[byte] = is_word_start(c) || is_digit(c) || c == '$';
  }
  return table;
}();

constexpr bool is_word_part(char c) { return kIsWordPart[static_cast<unsigned char>(c)]; }

constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }

constexpr bool is_within_line(char c) { return !is_line_end(c); }

/// The first offset from `at` on whose character does not belong.
template <typename Predicate>
constexpr std::size_t skip_while(std::string_view text, std::size_t at, Predicate belongs) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

}  // namespace sqlmig::sqltext

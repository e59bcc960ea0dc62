// Comparing the words of a script with keywords.
#pragma once

#include "sqltext/token_scanner.hpp"

#include <algorithm>
#include <string_view>

namespace sqlmig::sqltext {

// ASCII only, as both databases compare keywords.
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Whether `text` is the keyword, in any case.
inline bool is_keyword(std::string_view text, std::string_view upper_case) {
  return text.size() == upper_case.size() &&
         std::equal(text.begin(), text.end(), upper_case.begin(),
                    [](char a, char b) { return upper(a) == b; });
}

inline std::string_view text_of(const Token& token, std::string_view script) {
  return script.substr(token.begin, token.end - token.begin);
}

}  // namespace sqlmig::sqltext

#include "sqltext/session_use.hpp"

#include "sqltext/statements.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace sqlmig::sqltext {
namespace {

std::string upper_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

// Statements that are of no use, or of another one, where the next is in another session.
bool is_about_a_session(std::string_view first_word) {
  constexpr std::array<std::string_view, 14> kWords{
      "SET",  "RESET",   "PREPARE", "EXECUTE", "DEALLOCATE", "LISTEN", "UNLISTEN",
      "LOAD", "DISCARD", "DECLARE", "FETCH",   "MOVE",       "CLOSE",  "LOCK"};
  return std::find(kWords.begin(), kWords.end(), first_word) != kWords.end();
}

bool is_temporary(std::string_view word) { return word == "TEMP" || word == "TEMPORARY"; }

bool calls_for_a_session(std::string_view word) {
  return word == "SET_CONFIG" || word == "CURRVAL" || word == "LASTVAL" || word == "PG_TEMP" ||
         word.starts_with("PG_ADVISORY_LOCK") || word.starts_with("PG_TRY_ADVISORY_LOCK") ||
         word.starts_with("PG_ADVISORY_UNLOCK");
}

std::optional<std::string> use_in(std::string_view statement) {
  constexpr std::size_t kWords = 4;  // CREATE OR REPLACE TEMP VIEW
  const auto leading = leading_words(statement, SqlDialect::postgres, kWords);
  if (!leading.empty() && is_about_a_session(leading.front())) return leading.front();
  if (!leading.empty() && leading.front() == "CREATE" &&
      std::any_of(leading.begin(), leading.end(), is_temporary))
    return "CREATE TEMPORARY";
  TokenScanner scanner(statement, SqlDialect::postgres);
  for (Token token = scanner.next(); token.kind != TokenKind::end_of_text; token = scanner.next()) {
    if (token.kind != TokenKind::word) continue;
    const std::string_view word = statement.substr(token.begin, token.end - token.begin);
    if (calls_for_a_session(upper_case(word))) return std::string(word);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> first_use_of_session(std::string_view script) {
  for (const SqlStatement& piece : split_statements(script, SqlDialect::postgres).statements) {
    if (auto use = use_in(script.substr(piece.begin, piece.end - piece.begin))) return use;
  }
  return std::nullopt;
}

}  // namespace sqlmig::sqltext

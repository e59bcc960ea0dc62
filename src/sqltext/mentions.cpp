#include "sqltext/mentions.hpp"

#include "sqltext/statements.hpp"

#include <algorithm>
#include <string>

namespace sqlmig::sqltext {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The name that an identifier stands for: without quotes it is folded to small letters, in quotes
// two of them are one.
std::string name_of(const Token& token, std::string_view text) {
  std::string name;
  if (token.kind == TokenKind::word) {
    name = text;
    std::transform(name.begin(), name.end(), name.begin(), lower);
    return name;
  }
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    name += text[i];
    if (text[i] == '"') ++i;
  }
  return name;
}

bool statement_mentions(std::string_view statement, std::string_view name) {
  TokenScanner scanner(statement, SqlDialect::postgres);
  for (Token token = scanner.next(); token.kind != TokenKind::end_of_text; token = scanner.next()) {
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_identifier) continue;
    if (name_of(token, statement.substr(token.begin, token.end - token.begin)) == name) return true;
  }
  return false;
}

}  // namespace

bool mentions(std::string_view script, std::string_view name) {
  // Statement by statement: the data behind a COPY is no SQL.
  const auto statements = split_statements(script, SqlDialect::postgres).statements;
  return std::any_of(statements.begin(), statements.end(), [&](const SqlStatement& statement) {
    return statement_mentions(script.substr(statement.begin, statement.end - statement.begin),
                              name);
  });
}

bool mentions_unlocking(std::string_view script) {
  constexpr std::string_view kName = "advisory_unlock";
  return std::search(script.begin(), script.end(), kName.begin(), kName.end(),
                     [](char a, char b) { return lower(a) == b; }) != script.end();
}

}  // namespace sqlmig::sqltext

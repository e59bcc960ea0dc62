#include "sqlite/shell_text.hpp"

#include "sqltext/characters.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <cstddef>

namespace sqlmig::sqlite {
namespace {

using sqltext::SqlDialect;
using sqltext::Token;
using sqltext::TokenKind;
using sqltext::TokenScanner;

constexpr std::string_view kLostLineEnd = "\r\n";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\n\r\f") == std::string_view::npos;
}

bool is_word(std::string_view token, std::string_view word) {
  return std::equal(token.begin(), token.end(), word.begin(), word.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 'a' - 'A') : a) == b;
  });
}

// Whether only blanks stand between a token and the begin of its line.
bool begins_line(std::string_view script, std::size_t offset) {
  const std::size_t line_end = script.substr(0, offset).rfind('\n');
  return is_blank(script.substr(line_end == std::string_view::npos ? 0 : line_end + 1,
                                offset - (line_end == std::string_view::npos ? 0 : line_end + 1)));
}

}  // namespace

std::string literal(std::string_view text) {
  std::string quoted = "'";
  bool has_parts = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // The shell drops a carriage return at the end of a line.
    if (text.substr(i).starts_with(kLostLineEnd)) {
      quoted += "' || char(13) || '";
      has_parts = true;
      continue;
    }
    quoted += text[i];
    if (text[i] == '\'') quoted += '\'';
  }
  quoted += "'";
  return has_parts ? "(" + quoted + ")" : quoted;
}

std::string script_for_shell(std::string_view script) {
  std::string text(script);
  if (!text.ends_with('\n')) text += '\n';
  const auto statements = sqltext::split_statements(script, SqlDialect::sqlite).statements;
  const bool ended = !statements.empty() && script[statements.back().end - 1] == ';' &&
                     is_blank(script.substr(statements.back().end));
  // What is left open, be it a comment, would go on in the next line.
  return ended ? text : text + ";\n";
}

std::vector<ScriptProblem> problems_in_shell(std::string_view script) {
  std::vector<ScriptProblem> problems;
  for (const sqltext::SqlStatement& statement :
       sqltext::split_statements(script, SqlDialect::sqlite).statements) {
    const char first = script[statement.begin];
    if (first == '.' || first == '#')
      problems.push_back({statement.begin, "the sqlite3 shell takes this line for its own"});
  }
  TokenScanner scanner(script, SqlDialect::sqlite);
  Token token = scanner.next();
  while (token.kind != TokenKind::end_of_text) {
    const std::string_view text = script.substr(token.begin, token.end - token.begin);
    const Token next = scanner.next();
    const std::string_view behind = script.substr(token.end, next.begin - token.end);
    const bool last_of_line =
        next.kind == TokenKind::end_of_text || behind.find('\n') != std::string_view::npos;
    if ((text == "/" || is_word(text, "go")) && last_of_line && begins_line(script, token.begin)) {
      problems.push_back(
          {token.begin, "the sqlite3 shell takes a line of this alone for the end of a statement"});
    }
    token = next;
  }
  const std::size_t lost = script.find(kLostLineEnd);
  if (lost != std::string_view::npos)
    problems.push_back({lost, "the sqlite3 shell drops a carriage return at the end of a line"});
  std::sort(problems.begin(), problems.end(),
            [](const ScriptProblem& a, const ScriptProblem& b) { return a.offset < b.offset; });
  return problems;
}

bool may_change_session(std::string_view script) {
  for (const sqltext::SqlStatement& statement :
       sqltext::split_statements(script, SqlDialect::sqlite).statements) {
    const std::string_view text = script.substr(statement.begin, statement.end - statement.begin);
    constexpr std::size_t kWords = 6;  // CREATE VIRTUAL TABLE IF NOT EXISTS temp
    const auto words = sqltext::leading_words(text, SqlDialect::sqlite, kWords + 1);
    if (words.empty()) continue;
    if (words[0] == "PRAGMA" || words[0] == "ATTACH" || words[0] == "DETACH") return true;
    if (words[0] != "CREATE") continue;
    if (std::any_of(words.begin(), words.end(),
                    [](const std::string& word) { return word == "TEMP" || word == "TEMPORARY"; }))
      return true;
  }
  return false;
}

}  // namespace sqlmig::sqlite

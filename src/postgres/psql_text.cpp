#include "postgres/psql_text.hpp"

#include "sqltext/characters.hpp"
#include "sqltext/lexemes.hpp"
#include "sqltext/statements.hpp"

#include <fmt/core.h>

#include <cstddef>

namespace sqlmig::postgres {
namespace {

using sqltext::Lexeme;

// psql looks for a variable after these: :name, :'name', :"name", :{?name}.
bool begins_variable(char after_colon) {
  return sqltext::is_word_part(after_colon) || after_colon == '\'' || after_colon == '"' ||
         after_colon == '{';
}

}  // namespace

std::string for_psql(std::string_view sql) {
  std::string text;
  std::size_t copied = 0;
  sqltext::LexemeReader reader(sql, sqltext::SqlDialect::postgres);
  for (Lexeme lexeme = reader.next(); lexeme.kind != Lexeme::Kind::end_of_text;
       lexeme = reader.next()) {
    const std::string_view bytes = sql.substr(lexeme.begin, lexeme.end - lexeme.begin);
    const bool colon = bytes == ":" && lexeme.end < sql.size() && begins_variable(sql[lexeme.end]);
    const bool command = lexeme.kind == Lexeme::Kind::psql_command;
    if (!colon && !command) continue;
    text += sql.substr(copied, lexeme.begin - copied);
    if (colon) text += "\\:";
    copied = lexeme.end;
  }
  return text.append(sql.substr(copied));
}

std::string script_for_psql(std::string_view script) {
  std::string text;
  std::size_t copied = 0;
  bool ended = true;
  for (const sqltext::SqlStatement& statement :
       sqltext::split_statements(script, sqltext::SqlDialect::postgres).statements) {
    ended = script[statement.end - 1] == ';';
    if (statement.next == statement.end) continue;
    text += for_psql(script.substr(copied, statement.data_begin - copied));
    text += script.substr(statement.data_begin, statement.next - statement.data_begin);
    copied = statement.next;
  }
  text += for_psql(script.substr(copied));
  if (!text.empty() && text.back() != '\n') text += '\n';
  return ended ? text : text + ";\n";
}

std::string dollar_quoted(std::string_view text) {
  std::string tag = "$sqlmig$";
  // With the dollar that comes behind the text, which its end could be the beginning of.
  const std::string closed = std::string(text) + "$";
  for (int i = 1; closed.find(tag) != std::string::npos; ++i) tag = fmt::format("$sqlmig{}$", i);
  return fmt::format("{0}{1}{0}", tag, text);
}

std::string literal_for_psql(std::string_view text) {
  const bool plain = text.find_first_of("'\\\n") == std::string_view::npos;
  return plain ? fmt::format("'{}'", text) : dollar_quoted(text);
}

std::string psql_argument(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\n') {
      quoted += "\\n";
      continue;
    }
    if (c == '\'' || c == '\\') quoted += c == '\'' ? '\'' : '\\';
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace sqlmig::postgres

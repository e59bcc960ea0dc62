#include "postgres/message.hpp"

#include "core/utf8.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <charconv>

namespace sqlmig::postgres {
namespace {

// pg_dump writes these two commands of psql into every dump; to the server they are blanks, and
// positions stay what they are.
std::string without_restrict_lines(std::string_view script) {
  std::string text(script);
  if (text.find("restrict") == std::string::npos) return text;
  sqltext::TokenScanner scanner(script, sqltext::SqlDialect::postgres);
  for (sqltext::Token token = scanner.next(); token.kind != sqltext::TokenKind::end_of_text;
       token = scanner.next()) {
    const std::size_t size = token.end - token.begin;
    if (token.kind == sqltext::TokenKind::meta_command &&
        sqltext::guards_a_dump(script.substr(token.begin, size)))
      text.replace(token.begin, size, size, ' ');
  }
  return text;
}

}  // namespace

UnitMessage::UnitMessage(const Unit& unit,
                         const std::function<std::string(std::string_view)>& quote) {
  add("BEGIN");
  if (unit.script != nullptr) {
    // What an earlier script of this session set, or the role that it took, is not handed on.
    add("RESET SESSION AUTHORIZATION");
    add("RESET ROLE");
    add("RESET ALL");
  } else {
    // Such a unit also stands between the statements of a script that run alone. What they set
    // holds for those behind it; only the record is ours.
    add("SET LOCAL SESSION AUTHORIZATION DEFAULT");
    add("SET LOCAL ROLE NONE");
  }
  for (const Statement& statement : unit.before) add(statement, quote);
  first_of_script_ = results_;
  if (unit.script != nullptr) {
    add("SAVEPOINT sqlmig");
    first_of_script_ = results_;
    script_begin_ = text_.size();
    script_ = unit.script->text;
    text_ += without_restrict_lines(script_);
    text_ += "\n;";  // the last statement may lack its own, or end in a comment
    results_ += sqltext::split_statements(script_, sqltext::SqlDialect::postgres).statements.size();
    guard_ = results_;
    add("RELEASE SAVEPOINT sqlmig");
    add("RESET SESSION AUTHORIZATION");
    add("RESET ROLE");
  }
  first_after_ = results_;
  for (const Statement& statement : unit.after) add(statement, quote);
  commit_ = results_;
  add("COMMIT");
  if (unit.script != nullptr) {
    // Before the next message, not in it: that one is read in the encoding that is set when it
    // comes in, and its transaction is as writable as the setting was when it began.
    add("RESET SESSION AUTHORIZATION");
    add("RESET ROLE");
    add("RESET ALL");
    add("DISCARD TEMP");
    add("DEALLOCATE ALL");
  }
}

void UnitMessage::add(std::string_view statement) {
  text_.append(statement).append(";");
  ++results_;
}

// Our own statements hold no `$` but their parameters.
void UnitMessage::add(const Statement& statement,
                      const std::function<std::string(std::string_view)>& quote) {
  const std::string_view sql = statement.sql;
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] != '$') {
      text_ += sql[at++];
      continue;
    }
    std::size_t number = 0;
    const char* end = std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number).ptr;
    const Value& value = statement.parameters.at(number - 1);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      text_ += std::to_string(*integer);
    } else if (const auto* string = std::get_if<std::string>(&value)) {
      text_ += quote(*string);
    } else {
      text_ += "NULL";
    }
    at = static_cast<std::size_t>(end - sql.data());
  }
  text_ += ";";
  ++results_;
}

UnitMessage::Place UnitMessage::locate(std::size_t results,
                                       std::optional<std::size_t> character) const {
  using Precision = SqlDiagnostic::Precision;
  if (character) {
    // A syntax error anywhere is found before the first statement runs, so the position decides.
    // What lacks its end is reported at our own "\n;".
    const std::size_t offset = byte_offset(text_, *character);
    if (!script_.empty() && offset >= script_begin_ &&
        offset <= script_begin_ + script_.size() + 1) {
      return {Part::script, std::min(offset - script_begin_, script_.size() - 1), Precision::exact};
    }
  }
  if (results >= commit_) return {Part::commit, std::nullopt};
  if (results < first_of_script_) return {Part::before, std::nullopt};
  if (script_.empty() || results >= first_after_) return {Part::after, std::nullopt};
  if (results >= guard_) return {results == guard_ ? Part::guard : Part::after, std::nullopt};
  const auto statements =
      sqltext::split_statements(script_, sqltext::SqlDialect::postgres).statements;
  const std::size_t index = results - first_of_script_;
  return {Part::script,
          index < statements.size() ? std::optional(statements[index].begin) : std::nullopt};
}

}  // namespace sqlmig::postgres

#include "postgres/script_text.hpp"

#include "sqltext/statements.hpp"

#include <algorithm>

namespace sqlmig::postgres {

ScriptText::ScriptText(std::string_view script) : script_(script), text_(script) {
  for (const sqltext::SqlStatement& statement :
       sqltext::split_statements(script, sqltext::SqlDialect::postgres).statements) {
    statements_.push_back(statement.begin);
    data_.emplace_back();
  }
  pieces_.push_back({0, 0});
  if (script.find("restrict") == std::string_view::npos) return;
  // To the server they are blanks, and positions stay what they are.
  sqltext::TokenScanner scanner(script, sqltext::SqlDialect::postgres);
  for (sqltext::Token token = scanner.next(); token.kind != sqltext::TokenKind::end_of_text;
       token = scanner.next()) {
    const std::size_t size = token.end - token.begin;
    if (token.kind == sqltext::TokenKind::meta_command &&
        sqltext::guards_a_dump(script.substr(token.begin, size)))
      text_.replace(token.begin, size, size, ' ');
  }
}

std::size_t ScriptText::script_offset(std::size_t text_offset) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), text_offset,
      [](std::size_t offset, const Piece& piece) { return offset < piece.text_begin; });
  const Piece& piece = *std::prev(after);
  const std::size_t offset = piece.script_begin + (text_offset - piece.text_begin);
  return std::min(offset, script_.empty() ? 0 : script_.size() - 1);
}

std::vector<std::string_view> ScriptText::copy_data() const {
  std::vector<std::string_view> all;
  for (const auto& data : data_) {
    if (data) all.push_back(*data);
  }
  return all;
}

std::optional<std::size_t> ScriptText::offset_of_row(std::size_t /*statement*/,
                                                     std::string_view /*context*/) const {
  return std::nullopt;
}

}  // namespace sqlmig::postgres

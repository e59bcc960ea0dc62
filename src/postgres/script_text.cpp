#include "postgres/script_text.hpp"

#include "sqltext/characters.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace sqlmig::postgres {
namespace {

using sqltext::SqlStatement;

// The number of the row in one line of CONTEXT: `COPY name, line 2…`. To be found in any language,
// it is the first number that follows a comma and a word.
std::optional<std::size_t> row_in(std::string_view line) {
  if (!line.starts_with("COPY ")) return std::nullopt;
  for (std::size_t comma = line.find(", "); comma != std::string_view::npos;
       comma = line.find(", ", comma + 1)) {
    const std::size_t word = comma + 2;
    const std::size_t blank = sqltext::skip_while(line, word, sqltext::is_word_part);
    if (blank == word || !line.substr(blank).starts_with(" ")) continue;
    std::size_t row = 0;
    const char* const end = line.data() + line.size();
    const auto number = std::from_chars(line.data() + blank + 1, end, row);
    if (number.ec == std::errc{} && (number.ptr == end || *number.ptr == ',' || *number.ptr == ':'))
      return row;
  }
  return std::nullopt;
}

// The innermost context is the first line, and COPY may stand below a trigger.
std::optional<std::size_t> row_named_in(std::string_view context) {
  for (;;) {
    const std::size_t line_end = std::min(context.find('\n'), context.size());
    if (const auto row = row_in(context.substr(0, line_end))) return row;
    if (line_end == context.size()) return std::nullopt;
    context.remove_prefix(line_end + 1);
  }
}

}  // namespace

ScriptText::ScriptText(std::string_view script) : script_(script) {
  std::size_t copied = 0;
  for (const SqlStatement& statement :
       sqltext::split_statements(script, sqltext::SqlDialect::postgres).statements) {
    statements_.push_back(statement.begin);
    auto& data = data_.emplace_back();
    if (statement.next == statement.end) continue;
    // Data that does not end is not handed over, so that the server refuses the statement.
    if (statement.next > statement.data_end)
      data = script.substr(statement.data_begin, statement.data_end - statement.data_begin);
    append(copied, statement.data_begin);
    copied = statement.next;
  }
  append(copied, script.size());
}

// Neither a statement nor a comment goes on from one piece to the next.
void ScriptText::append(std::size_t begin, std::size_t end) {
  const std::string_view piece = script_.substr(begin, end - begin);
  const std::size_t text_begin = text_.size();
  pieces_.push_back({text_begin, begin});
  text_ += piece;
  if (piece.find("restrict") == std::string_view::npos) return;
  // To the server they are blanks, and positions stay what they are.
  sqltext::TokenScanner scanner(piece, sqltext::SqlDialect::postgres);
  for (sqltext::Token token = scanner.next(); token.kind != sqltext::TokenKind::end_of_text;
       token = scanner.next()) {
    const std::size_t size = token.end - token.begin;
    if (token.kind == sqltext::TokenKind::meta_command &&
        sqltext::guards_a_dump(piece.substr(token.begin, size)))
      text_.replace(text_begin + token.begin, size, size, ' ');
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

std::optional<std::size_t> ScriptText::offset_of_row(std::size_t statement,
                                                     std::string_view context) const {
  const auto row = row_named_in(context);
  if (!row || *row == 0 || statement >= data_.size()) return std::nullopt;
  if (!data_[statement]) return std::nullopt;  // a row of a file of the server
  const std::string_view data = *data_[statement];
  std::size_t at = 0;
  for (std::size_t line = 1; line < *row; ++line) {
    const std::size_t line_end = data.find('\n', at);
    if (line_end == std::string_view::npos) return std::nullopt;
    at = line_end + 1;
  }
  return static_cast<std::size_t>(data.data() - script_.data()) + at;
}

}  // namespace sqlmig::postgres

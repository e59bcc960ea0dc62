#include "core/statement_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace sqlmig {

std::string with_values(const Statement& statement, const ToLiteral& literal) {
  const std::string_view sql = statement.sql;
  std::string text;
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] != '$') {
      text += sql[at++];
      continue;
    }
    std::size_t number = 0;
    const char* end = std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number).ptr;
    const Value& value = statement.parameters.at(number - 1);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      text += std::to_string(*integer);
    } else if (const auto* string = std::get_if<std::string>(&value)) {
      text += literal(*string);
    } else if (const auto* expression = std::get_if<SqlExpression>(&value)) {
      text += expression->sql;
    } else {
      text += "NULL";
    }
    at = static_cast<std::size_t>(end - sql.data());
  }
  return text;
}

std::string as_comment(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    text += end == 0 ? "--" : "-- ";
    text += lines.substr(0, end);
    text += '\n';
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  // It ends a comment of PostgreSQL.
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

}  // namespace sqlmig

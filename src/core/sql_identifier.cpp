#include "core/sql_identifier.hpp"

namespace sqlmig {

std::string quoted_identifier(std::string_view name) {
  std::string result = "\"";
  for (const char c : name) result.append(c == '"' ? 2 : 1, c);
  return result + "\"";
}

std::string with_identifier(std::string_view sql, std::string_view from, std::string_view to) {
  std::string result;
  for (std::size_t at = 0;;) {
    const std::size_t found = sql.find(from, at);
    result.append(sql.substr(at, found - at));
    if (found == std::string_view::npos) return result;
    result.append(to);
    at = found + from.size();
  }
}

}  // namespace sqlmig

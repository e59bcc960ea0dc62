#include "cli/style.hpp"

namespace sqlmig::cli {

std::string Style::in(std::string_view code, std::string_view text) const {
  if (color_ == Color::off || text.empty()) return std::string(text);
  std::string result = "\033[";
  return result.append(code).append("m").append(text).append("\033[0m");
}

}  // namespace sqlmig::cli

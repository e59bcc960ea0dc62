#include "project/toml_writer.hpp"

#include <fmt/core.h>

namespace sqlmig::project {

std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result.append("\\").append(1, c);
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\u{:04X}", byte);
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string toml_key(std::string_view id) {
  return id.find('.') == std::string_view::npos ? std::string(id) : toml_string(id);
}

}  // namespace sqlmig::project

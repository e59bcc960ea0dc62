#include "project/variables.hpp"

#include <fmt/core.h>

#include <utility>

namespace sqlmig::project {
namespace {

// `inside` is what stands between the braces.
std::variant<std::string, BadVariable> look_up(std::string_view inside,
                                               const Environment& environment) {
  const std::size_t separator = inside.find(":-");
  const std::string name(inside.substr(0, separator));
  auto value = environment(name);
  if (value && (!value->empty() || separator == std::string_view::npos)) return std::move(*value);
  if (separator != std::string_view::npos) return std::string(inside.substr(separator + 2));
  return BadVariable{fmt::format("the variable '{}' is not set", name),
                     fmt::format("set it, or give a default: ${{{}:-value}}", name)};
}

}  // namespace

std::variant<std::string, BadVariable> expand_variables(std::string_view text,
                                                        const Environment& environment) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "$$") == 0) {
      result += '$';
      at += 2;
    } else if (text.compare(at, 2, "${") == 0) {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos)
        return BadVariable{"'${' is not closed by '}'", "write ${NAME}, or $$ for a dollar sign"};
      auto value = look_up(text.substr(at + 2, end - at - 2), environment);
      if (std::holds_alternative<BadVariable>(value)) return value;
      result += std::get<std::string>(value);
      at = end + 1;
    } else {
      result += text[at++];
    }
  }
  return result;
}

}  // namespace sqlmig::project

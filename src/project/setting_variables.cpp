#include "project/setting_variables.hpp"

#include "core/duration.hpp"
#include "project/database_values.hpp"

#include <fmt/core.h>

#include <charconv>
#include <variant>

namespace sqlmig::project {

std::optional<std::string> variable(const Environment& environment, const std::string& name) {
  auto value = environment(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> duration_variable(const Environment& environment,
                                                           const std::string& name) {
  const auto text = variable(environment, name);
  if (!text) return std::nullopt;
  const auto read = parse_duration(*text);
  if (const auto* bad = std::get_if<BadDuration>(&read))
    throw Error(ErrorCode::config, fmt::format("{}: {}", name, bad->message))
        .with_advice(bad->advice);
  return std::get<std::chrono::milliseconds>(read);
}

std::optional<int> retries_variable(const Environment& environment, const std::string& name) {
  const auto text = variable(environment, name);
  if (!text) return std::nullopt;
  int count = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (failure == std::errc() && end == text->data() + text->size() && count >= 0 &&
      count <= kMostRetries) {
    return count;
  }
  throw Error(ErrorCode::config, fmt::format("{} takes a whole number from 0 to {}, not '{}'", name,
                                             kMostRetries, *text))
      .with_advice(fmt::format("write it as in {}=3", name));
}

}  // namespace sqlmig::project

#include "cli/word_values.hpp"

#include "core/duration.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <charconv>
#include <cstdint>
#include <variant>

namespace sqlmig::cli {

std::size_t to_number(const std::string& option, const std::string& text) {
  std::size_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) {
    throw Error(ErrorCode::usage, fmt::format("{} takes a whole number, not '{}'", option, text))
        .with_advice(fmt::format("write it as in '{} 2'", option));
  }
  return number;
}

std::size_t to_count(const std::string& option, const std::string& text) {
  const std::size_t count = to_number(option, text);
  if (count == 0) {
    throw Error(ErrorCode::usage, option + " takes a number from 1 on")
        .with_advice(fmt::format("write it as in '{} 1'", option));
  }
  return count;
}

std::chrono::seconds to_seconds(const std::string& option, const std::string& text) {
  constexpr std::size_t kMost = 1'000'000'000;  // 30 years; what it is added to stays in range
  const std::size_t seconds = to_number(option, text);
  if (seconds > kMost) {
    throw Error(ErrorCode::usage, fmt::format("{} takes {} seconds at most", option, kMost))
        .with_advice(fmt::format("write it as in '{} 60'", option));
  }
  return std::chrono::seconds(static_cast<std::int64_t>(seconds));
}

std::chrono::milliseconds to_duration(const std::string& option, const std::string& text) {
  const auto read = parse_duration(text);
  if (const auto* bad = std::get_if<BadDuration>(&read)) {
    throw Error(ErrorCode::usage, fmt::format("{}: {}", option, bad->message))
        .with_advice(bad->advice);
  }
  return std::get<std::chrono::milliseconds>(read);
}

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<RevisionSpec> given_spec(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(parse_revision_spec(text));
}

std::vector<RevisionSpec> specs_of(const std::vector<std::string>& texts) {
  std::vector<RevisionSpec> specs;
  specs.reserve(texts.size());
  for (const std::string& text : texts) specs.push_back(parse_revision_spec(text));
  return specs;
}

}  // namespace sqlmig::cli

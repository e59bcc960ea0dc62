#include "core/duration.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace sqlmig {
namespace {

constexpr std::int64_t kMost = 2147483647;

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<Unit, 5> kUnits{
    {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

std::optional<std::int64_t> ms_of(std::string_view unit) {
  const auto* const found =
      std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& one) { return one.name == unit; });
  return found != kUnits.end() ? std::optional(found->ms) : std::nullopt;
}

BadDuration no_number(std::string_view text) {
  return {fmt::format("'{}' is no duration", text),
          "write a whole number and a unit, such as 500ms, 5s, 10min, 1h or 2d; 0 is without end"};
}

BadDuration no_unit(std::string_view text, std::string_view number, std::string_view unit) {
  if (unit.empty()) {
    return {fmt::format("'{}' lacks a unit", text),
            fmt::format("write {0}s for seconds, {0}ms for milliseconds or {0}min for minutes",
                        number)};
  }
  return {fmt::format("'{}' is in no known unit", text),
          fmt::format("the units are ms, s, min, h and d, as in {}min", number)};
}

BadDuration too_long(std::string_view text) {
  return {fmt::format("'{}' is longer than a database can wait", text),
          fmt::format("the longest is {}ms, which is 24 days; 0 is without end", kMost)};
}

}  // namespace

std::variant<std::chrono::milliseconds, BadDuration> parse_duration(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  if (end == 0) return no_number(text);
  const std::string_view number = text.substr(0, end);
  const std::string_view unit = text.substr(end);
  std::int64_t count = 0;
  const auto failure = std::from_chars(number.data(), number.data() + number.size(), count).ec;
  if (unit.empty() && failure == std::errc() && count == 0) return std::chrono::milliseconds(0);
  const auto ms = ms_of(unit);
  if (!ms) return unit.find_first_of(".,") == 0 ? no_number(text) : no_unit(text, number, unit);
  if (failure != std::errc() || count > kMost / *ms) return too_long(text);
  return std::chrono::milliseconds(count * *ms);
}

}  // namespace sqlmig

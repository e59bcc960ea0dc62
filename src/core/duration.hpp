// Durations as people write them: in directives, in sqlmig.toml, in variables and options.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

namespace sqlmig {

/// Why a text is no duration.
/// Shape: `message` is one sentence that quotes the text.
struct BadDuration {
  std::string message;
  std::string advice;
};

/// Reads a whole number with one of PostgreSQL's units, such as `500ms`, `5s`, `10min`, `1h` or
/// `2d`. Only 0, which is "without end", needs no unit.
/// Shape: at most 2147483647 ms, which is the most that PostgreSQL takes.
/// Source: docs/formats.md "Durations".
[[nodiscard]] std::variant<std::chrono::milliseconds, BadDuration> parse_duration(
    std::string_view text);

}  // namespace sqlmig

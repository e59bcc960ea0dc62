// What changed between two texts, line by line.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig {

/// A unified diff with three lines of context and no file header; empty if the texts are equal.
/// Lines start with ` `, `-` (only in `before`) or `+` (only in `after`).
/// Cost: time O((lines) * (differences)); beyond 500 differing lines all of `before` is shown as
/// removed and all of `after` as added.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after);

}  // namespace sqlmig

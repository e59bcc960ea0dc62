// "Did you mean…"
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace sqlmig {

/// The candidate nearest to `word` by edit distance, if one is near enough to be a typing error:
/// one error, or one in four letters, at most three; of ids with other digits, one.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

}  // namespace sqlmig

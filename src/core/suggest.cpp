#include "core/suggest.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace sqlmig {
namespace {

// Levenshtein distance with adjacent swaps counted as one (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Ids that differ in several digits are different ids: 0031_users is no misspelling of 0012_users.
bool same_but_for_digits(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return x == y || (is_digit(x) && is_digit(y)); });
}

// The errors that a word of this length may hold. Digits do not count: what ids share of them says
// nothing about what was meant.
std::size_t allowed_distance(std::string_view word, std::string_view candidate) {
  const std::string_view longer = word.size() > candidate.size() ? word : candidate;
  if (longer.size() < 3) return 0;
  constexpr std::size_t kMost = 3;
  const auto digits =
      static_cast<std::size_t>(std::count_if(longer.begin(), longer.end(), is_digit));
  return std::clamp<std::size_t>((longer.size() - digits) / 4, 1, kMost);
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
  std::optional<std::string_view> best;
  std::size_t best_distance = 0;
  for (const std::string_view candidate : candidates) {
    const std::size_t allowed = allowed_distance(word, candidate);
    if (word.size() > candidate.size() + allowed || candidate.size() > word.size() + allowed)
      continue;
    const std::size_t d = distance(word, candidate);
    if (d > allowed) continue;
    if (d > 1 && same_but_for_digits(word, candidate)) continue;
    if (!best || d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

}  // namespace sqlmig

#include "core/text_diff.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace sqlmig {
namespace {

constexpr std::ptrdiff_t kMaxEdits = 500;
constexpr std::size_t kContext = 3;

struct Edit {
  char mark;  // ' ', '-' or '+'
  std::string_view line;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

using Lines = std::vector<std::string_view>;

// Myers' greedy algorithm (1986): furthest_[k] is how far in the first text a path on diagonal
// k = x - y reaches with d edits. Each round is kept, to walk the path back.
class ShortestEdits {
 public:
  ShortestEdits(const Lines& before, const Lines& after)
      : before_(before),
        after_(after),
        size_before_(static_cast<Number>(before.size())),
        size_after_(static_cast<Number>(after.size())),
        limit_(std::min(size_before_ + size_after_, kMaxEdits)),
        furthest_(static_cast<std::size_t>(2 * limit_ + 3), 0) {}

  std::vector<Edit> find() {
    for (Number d = 0; d <= limit_; ++d) {
      rounds_.push_back(furthest_);
      if (extend_paths(d)) return walk_back(d);
    }
    return replace_all();  // too different for a line by line story
  }

 private:
  using Number = std::ptrdiff_t;

  [[nodiscard]] Number& furthest(std::vector<Number>& round, Number k) const {
    return round[static_cast<std::size_t>(limit_ + 1 + k)];
  }
  [[nodiscard]] bool same(Number x, Number y) const {
    return before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(y)];
  }
  // Whether the best path with d edits reaches diagonal k by an added line.
  [[nodiscard]] bool by_addition(std::vector<Number>& round, Number k, Number d) const {
    return k == -d || (k != d && furthest(round, k - 1) < furthest(round, k + 1));
  }

  // One more edit on every diagonal; true once a path has reached both ends.
  bool extend_paths(Number d) {
    for (Number k = -d; k <= d; k += 2) {
      Number x = by_addition(furthest_, k, d) ? furthest(furthest_, k + 1)
                                              : furthest(furthest_, k - 1) + 1;
      while (x < size_before_ && x - k < size_after_ && same(x, x - k)) ++x;
      furthest(furthest_, k) = x;
      if (x >= size_before_ && x - k >= size_after_) return true;
    }
    return false;
  }

  std::vector<Edit> walk_back(Number edits) {
    std::vector<Edit> reversed;
    Number x = size_before_;
    Number y = size_after_;
    const auto take_common = [&](Number down_to_x, Number down_to_y) {
      for (; x > down_to_x && y > down_to_y; --y)
        reversed.push_back({' ', before_[static_cast<std::size_t>(--x)]});
    };
    for (Number d = edits; d > 0; --d) {
      std::vector<Number>& round = rounds_[static_cast<std::size_t>(d)];
      const Number k = x - y;
      const bool added = by_addition(round, k, d);
      const Number k_before = added ? k + 1 : k - 1;
      const Number x_before = furthest(round, k_before);
      take_common(added ? x_before : x_before + 1,
                  added ? x_before - k_before + 1 : x_before - k_before);
      if (added) {
        reversed.push_back({'+', after_[static_cast<std::size_t>(--y)]});
      } else {
        reversed.push_back({'-', before_[static_cast<std::size_t>(--x)]});
      }
    }
    take_common(0, 0);
    return {reversed.rbegin(), reversed.rend()};
  }

  [[nodiscard]] std::vector<Edit> replace_all() const {
    std::vector<Edit> edits;
    edits.reserve(before_.size() + after_.size());
    for (const std::string_view line : before_) edits.push_back({'-', line});
    for (const std::string_view line : after_) edits.push_back({'+', line});
    return edits;
  }

  const Lines& before_;
  const Lines& after_;
  Number size_before_;
  Number size_after_;
  Number limit_;
  std::vector<Number> furthest_;
  std::vector<std::vector<Number>> rounds_;
};

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after) {
  const Lines lines_before = lines_of(before);
  const Lines lines_after = lines_of(after);
  const std::vector<Edit> edits = ShortestEdits(lines_before, lines_after).find();
  std::vector<bool> shown(edits.size(), false);
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].mark == ' ') continue;
    const std::size_t last = std::min(edits.size() - 1, i + kContext);
    for (std::size_t j = i > kContext ? i - kContext : 0; j <= last; ++j) shown[j] = true;
  }
  std::string result;
  std::size_t before_line = 1;
  std::size_t after_line = 1;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (shown[i]) {
      if (i == 0 || !shown[i - 1]) {
        result += fmt::format("@@ line {}, now line {} @@\n", before_line, after_line);
      }
      result.append(1, edits[i].mark).append(edits[i].line).append("\n");
    }
    if (edits[i].mark != '+') ++before_line;
    if (edits[i].mark != '-') ++after_line;
  }
  return result;
}

}  // namespace sqlmig

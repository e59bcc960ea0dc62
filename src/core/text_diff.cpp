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

// Myers' greedy algorithm (1986): furthest[k] is how far in `a` a path on diagonal k = x - y
// reaches with d edits. Each round is kept, to walk the path back.
std::vector<Edit> shortest_edits(const Lines& a, const Lines& b) {
  const auto n = static_cast<std::ptrdiff_t>(a.size());
  const auto m = static_cast<std::ptrdiff_t>(b.size());
  const std::ptrdiff_t limit = std::min(n + m, kMaxEdits);
  const std::ptrdiff_t middle = limit + 1;
  const auto at = [middle](std::ptrdiff_t k) { return static_cast<std::size_t>(middle + k); };
  const auto line = [](const Lines& lines, std::ptrdiff_t i) {
    return lines[static_cast<std::size_t>(i)];
  };

  std::vector<std::ptrdiff_t> furthest(static_cast<std::size_t>(2 * limit + 3), 0);
  std::vector<std::vector<std::ptrdiff_t>> rounds;
  const auto down = [&](const std::vector<std::ptrdiff_t>& v, std::ptrdiff_t k, std::ptrdiff_t d) {
    return k == -d || (k != d && v[at(k - 1)] < v[at(k + 1)]);
  };
  std::ptrdiff_t edits = -1;
  for (std::ptrdiff_t d = 0; d <= limit && edits < 0; ++d) {
    rounds.push_back(furthest);
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x = down(furthest, k, d) ? furthest[at(k + 1)] : furthest[at(k - 1)] + 1;
      while (x < n && x - k < m && line(a, x) == line(b, x - k)) ++x;
      furthest[at(k)] = x;
      if (x >= n && x - k >= m) {
        edits = d;
        break;
      }
    }
  }

  std::vector<Edit> reversed;
  if (edits < 0) {  // too different for a line by line story
    for (auto it = b.rbegin(); it != b.rend(); ++it) reversed.push_back({'+', *it});
    for (auto it = a.rbegin(); it != a.rend(); ++it) reversed.push_back({'-', *it});
    return {reversed.rbegin(), reversed.rend()};
  }
  std::ptrdiff_t x = n;
  std::ptrdiff_t y = m;
  for (std::ptrdiff_t d = edits; d >= 0; --d) {
    const std::vector<std::ptrdiff_t>& v = rounds[static_cast<std::size_t>(d)];
    const std::ptrdiff_t k = x - y;
    const bool from_above = down(v, k, d);
    const std::ptrdiff_t x_before = d == 0 ? 0 : v[at(from_above ? k + 1 : k - 1)];
    const std::ptrdiff_t y_before = d == 0 ? 0 : x_before - (from_above ? k + 1 : k - 1);
    while (x > x_before && y > y_before && line(a, x - 1) == line(b, y - 1)) {
      reversed.push_back({' ', line(a, --x)});
      --y;
    }
    if (d == 0) break;
    if (from_above) {
      reversed.push_back({'+', line(b, --y)});
    } else {
      reversed.push_back({'-', line(a, --x)});
    }
  }
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after) {
  const std::vector<Edit> edits = shortest_edits(lines_of(before), lines_of(after));
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

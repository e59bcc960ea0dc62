#include "core/text_position.hpp"

#include "core/utf8.hpp"

#include <algorithm>

namespace sqlmig {
namespace {

struct Line {
  std::size_t begin;
  std::size_t end;
};

Line line_around(std::string_view text, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t after = text.find('\n', offset);
  return {begin, after == std::string_view::npos ? text.size() : after};
}

}  // namespace

SourcePosition position_at(std::string file, std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const Line line = line_around(text, offset);
  const auto number =
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  return {std::move(file), static_cast<std::size_t>(number) + 1,
          count_characters(text.substr(line.begin, offset - line.begin)) + 1};
}

std::string excerpt_at(std::string_view text, std::size_t offset) {
  constexpr std::size_t kMaxBefore = 100;  // characters
  constexpr std::size_t kMaxAfter = 60;
  offset = std::min(offset, text.size());
  const Line bounds = line_around(text, offset);
  std::string_view before = text.substr(bounds.begin, offset - bounds.begin);
  std::string_view after = text.substr(offset, bounds.end - offset);
  std::string result = "  ";
  std::string caret = "  ";
  if (const std::size_t length = count_characters(before); length > kMaxBefore) {
    before.remove_prefix(byte_offset(before, length - kMaxBefore));
    result += "...";
    caret += "   ";
  }
  const bool cut_after = count_characters(after) > kMaxAfter;
  if (cut_after) after = after.substr(0, byte_offset(after, kMaxAfter));
  result.append(before).append(after);
  if (cut_after) result += "...";
  for (std::size_t i = 0; i < before.size();) {
    caret += before[i] == '\t' ? '\t' : ' ';
    i += byte_offset(before.substr(i), 1);
  }
  return result + "\n" + caret + "^\n";
}

}  // namespace sqlmig

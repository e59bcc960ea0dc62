#include <sqlmig/revision.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace sqlmig {
namespace {

bool is_id_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

}  // namespace

RevisionId::RevisionId(std::string text) : text_(std::move(text)) {
  if (const auto problem = problem_with(text_)) {
    throw Error(ErrorCode::usage, fmt::format("'{}' is not a revision id: {}", text_, *problem))
        .with_advice("choose another one with --id");
  }
}

std::optional<std::string> RevisionId::problem_with(std::string_view text) {
  constexpr std::array<std::string_view, 4> kReserved{"head", "heads", "base", "current"};
  if (text.empty()) return "it is empty";
  if (text.size() > kMaxBytes) {
    return fmt::format("it has {} bytes, and {} are allowed", text.size(), kMaxBytes);
  }
  if (std::find(kReserved.begin(), kReserved.end(), text) != kReserved.end()) {
    return fmt::format("the word '{}' names something else", text);
  }
  if (text.front() == '.') return "it starts with a dot";
  if (!std::all_of(text.begin(), text.end(), is_id_char)) {
    return "only the characters A-Z a-z 0-9 _ . are allowed";
  }
  return std::nullopt;
}

std::string_view to_string(Direction direction) {
  return direction == Direction::up ? "up" : "down";
}

std::string_view to_string(TransactionMode mode) {
  return mode == TransactionMode::transactional ? "transaction" : "no-transaction";
}

}  // namespace sqlmig

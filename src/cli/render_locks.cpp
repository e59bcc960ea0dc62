#include "cli/render_locks.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig::cli {
namespace {

std::string line_of(const sqltext::Locks& locks) {
  constexpr std::size_t kMost = 12;
  std::string text;
  const std::size_t shown = std::min(locks.locks.size(), kMost);
  for (std::size_t i = 0; i < shown; ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", locks.locks[i].object,
                        to_string(locks.locks[i].mode));
  }
  if (shown < locks.locks.size()) text += fmt::format(" and {} more", locks.locks.size() - shown);
  for (std::size_t i = 0; i < locks.unread.size(); ++i) {
    text += i > 0 ? ", " : text.empty() ? "not looked into: " : "; not looked into: ";
    text += fmt::format("{} in line {}", locks.unread[i].head, locks.unread[i].position.line);
  }
  return text;
}

Json place_of(const SourcePosition& position) {
  return {{"line", position.line}, {"column", position.column}};
}

}  // namespace

std::string locks_text_of(const commands::PlanResult& result) {
  std::string lines;
  for (std::size_t i = 0; i < result.locks.size(); ++i) {
    if (const std::string line = line_of(result.locks[i]); !line.empty())
      lines += fmt::format("{:>4}  {}\n", i + 1, line);
  }
  if (result.locks.empty()) return {};
  if (lines.empty()) return "locks: none, as far as the scripts tell\n";
  if (result.plan.database == DatabaseKind::sqlite)
    return "locks: nobody else writes to the database while a script runs\n";
  return "locks, as far as the scripts tell:\n" + lines;
}

void add_locks(Json& steps, const commands::PlanResult& result) {
  for (std::size_t i = 0; i < result.locks.size(); ++i) {
    steps[i]["locks"] = array_of(result.locks[i].locks, [](const sqltext::Lock& lock) {
      Json object{{"object", lock.object}, {"mode", to_string(lock.mode)}};
      object.update(place_of(lock.position));
      return object;
    });
    steps[i]["unread"] = array_of(result.locks[i].unread, [](const auto& unread) {
      Json object{{"statement", unread.head}};
      object.update(place_of(unread.position));
      return object;
    });
  }
}

}  // namespace sqlmig::cli

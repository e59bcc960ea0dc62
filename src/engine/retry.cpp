#include "engine/retry.hpp"

#include <algorithm>

namespace sqlmig::engine {

bool Retries::allows(const Error& error) const {
  return made_ < most_ && error.sql && error.sql->repeat == SqlDiagnostic::Repeat::may_help;
}

std::chrono::milliseconds Retries::next_pause() {
  constexpr int kFirst = 100;
  constexpr int kLongest = 10'000;
  constexpr int kMostDoublings = 7;
  const int usual = std::min(kFirst << std::min(made_, kMostDoublings), kLongest);
  ++made_;
  return std::chrono::milliseconds(
      std::uniform_int_distribution<int>(usual / 2, usual + usual / 2)(random_));
}

}  // namespace sqlmig::engine

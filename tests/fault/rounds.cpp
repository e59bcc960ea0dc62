#include "fault/rounds.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace sqlmig::test {
namespace {

const char* wanted() { return std::getenv("SQLMIG_FAULT_ROUNDS"); }

}  // namespace

int rounds(int quick, Pace pace) {
  constexpr int kShareOfSlowOnes = 50;
  if (wanted() == nullptr) return quick;
  const int number = std::atoi(wanted());
  return pace == Pace::usual ? number : std::max(quick, number / kShareOfSlowOnes);
}

void report(const std::string& what, int count) {
  if (wanted() == nullptr) return;
  fmt::print("figure: {}: {}\n", what, count);
  std::fflush(stdout);
}

}  // namespace sqlmig::test

#include "fault/rounds.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>

namespace sqlmig::test {
namespace {

const char* wanted() { return std::getenv("SQLMIG_FAULT_ROUNDS"); }

}  // namespace

int rounds(int quick) { return wanted() == nullptr ? quick : std::atoi(wanted()); }

void report(const std::string& what, int count) {
  if (wanted() == nullptr) return;
  fmt::print("figure: {}: {}\n", what, count);
  std::fflush(stdout);
}

}  // namespace sqlmig::test

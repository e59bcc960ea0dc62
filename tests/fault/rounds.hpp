// How long the fault tests go on, and the figures that they come to.
#pragma once

#include <string>

namespace sqlmig::test {

/// `quick` rounds, or as many as SQLMIG_FAULT_ROUNDS says (scripts/fault).
[[nodiscard]] int rounds(int quick);

/// Prints `figure: WHAT: COUNT` where SQLMIG_FAULT_ROUNDS is set. `what` has the database in it.
void report(const std::string& what, int count);

}  // namespace sqlmig::test

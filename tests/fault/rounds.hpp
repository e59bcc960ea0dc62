// How long the fault tests go on, and the figures that they come to.
#pragma once

#include <string>

namespace sqlmig::test {

/// How long a round takes: a slow one waits for half a minute.
enum class Pace { usual, slow };
/// `quick` rounds, or as many as SQLMIG_FAULT_ROUNDS says (scripts/fault), slow ones a fiftieth.
[[nodiscard]] int rounds(int quick, Pace pace = Pace::usual);

/// Prints `figure: WHAT: COUNT` where SQLMIG_FAULT_ROUNDS is set. `what` has the database in it.
void report(const std::string& what, int count);

}  // namespace sqlmig::test

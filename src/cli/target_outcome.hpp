// How a command on many databases ended, with each of them and as a whole.
#pragma once

#include "cli/options.hpp"
#include "commands/targets.hpp"

#include <string_view>

namespace sqlmig::cli {

/// In the order in which a summary counts them.
enum class Ended {
  upgraded,
  reverted,
  tried,
  nothing_to_do,
  up_to_date,
  pending,
  problems,
  failed,
  cannot_connect,
  stopped,
  not_begun,
};
inline constexpr Ended kLastEnded = Ended::not_begun;

[[nodiscard]] Ended ended(const commands::TargetOutcome<commands::ApplyResult>& outcome);
[[nodiscard]] Ended ended(const commands::TargetOutcome<commands::StatusResult>& outcome);
/// The stable name, such as `nothing-to-do`; with blanks it is a text for people.
[[nodiscard]] std::string_view to_string(Ended ended);

/// The exit code that the command would have ended with on this database alone.
[[nodiscard]] int exit_code_of(const commands::ApplyResult& result);
[[nodiscard]] int exit_code_of(const commands::StatusResult& result, PendingExit pending);
[[nodiscard]] int exit_code_of(const commands::TargetOutcome<commands::ApplyResult>& outcome);
[[nodiscard]] int exit_code_of(const commands::TargetOutcome<commands::StatusResult>& outcome,
                               PendingExit pending);

/// That of the whole: that of a stop if there was one; else the one that all failures have in
/// common, or 1 if they have none. Pending revisions count where nothing failed.
[[nodiscard]] int exit_code_of(const commands::ApplyTargetsResult& result);
[[nodiscard]] int exit_code_of(const commands::StatusTargetsResult& result, PendingExit pending);

}  // namespace sqlmig::cli

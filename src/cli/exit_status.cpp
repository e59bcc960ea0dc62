#include "cli/exit_status.hpp"

#include "cli/interruption.hpp"

namespace sqlmig::cli {

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::config:
    case ErrorCode::unknown_revision:
    case ErrorCode::ambiguous_revision:
      return kUsage;
    case ErrorCode::findings:
      return kFindings;
    case ErrorCode::locked:
      return kLocked;
    case ErrorCode::connection:
      return kNoConnection;
    case ErrorCode::interrupted:
      return exit_status_of_signal(Interruption::signal());
    case ErrorCode::plan_mismatch:
      return kOtherPlan;
    case ErrorCode::io:
    case ErrorCode::sql:
    case ErrorCode::conflict:
    case ErrorCode::version_table:
    case ErrorCode::version_table_damaged:
    case ErrorCode::refused:
    case ErrorCode::internal:
      return kFailed;
  }
  return kFailed;
}

int exit_status_of_signal(int signal) { return signal == 0 ? kFailed : 128 + signal; }

}  // namespace sqlmig::cli

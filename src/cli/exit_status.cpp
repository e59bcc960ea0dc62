#include "cli/exit_status.hpp"

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
    case ErrorCode::plan_mismatch:
      return kOtherPlan;
    case ErrorCode::io:
    case ErrorCode::sql:
    case ErrorCode::conflict:
    case ErrorCode::version_table:
    case ErrorCode::version_table_damaged:
    case ErrorCode::refused:
    case ErrorCode::interrupted:
    case ErrorCode::internal:
      return kFailed;
  }
  return kFailed;
}

}  // namespace sqlmig::cli

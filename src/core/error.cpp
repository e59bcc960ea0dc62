#include <sqlmig/error.hpp>

namespace sqlmig {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::config:
      return "config";
    case ErrorCode::unknown_revision:
      return "unknown-revision";
    case ErrorCode::ambiguous_revision:
      return "ambiguous-revision";
    case ErrorCode::findings:
      return "findings";
    case ErrorCode::io:
      return "io";
    case ErrorCode::connection:
      return "connection";
    case ErrorCode::sql:
      return "sql";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::locked:
      return "locked";
    case ErrorCode::version_table:
      return "version-table";
    case ErrorCode::version_table_damaged:
      return "version-table-damaged";
    case ErrorCode::plan_mismatch:
      return "plan-mismatch";
    case ErrorCode::refused:
      return "refused";
    case ErrorCode::interrupted:
      return "interrupted";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace sqlmig

#include "postgres/errors.hpp"

#include <charconv>
#include <string_view>

namespace sqlmig::postgres {
namespace {

std::string field(const PGresult* result, int code) {
  const char* value = libpq().result_error_field(result, code);
  return value != nullptr ? value : "";
}

ErrorCode code_of_sqlstate(std::string_view sqlstate) {
  if (sqlstate == "55P03") return ErrorCode::locked;  // lock_not_available
  // Class 08 and 57P0x: the connection or the server went away.
  if (sqlstate.starts_with("08") || sqlstate.starts_with("57P0")) return ErrorCode::connection;
  return ErrorCode::sql;
}

// lock_not_available, deadlock_detected, serialization_failure
bool may_help_to_repeat(std::string_view sqlstate) {
  return sqlstate == "55P03" || sqlstate == "40P01" || sqlstate == "40001";
}

std::string advice_for(std::string_view sqlstate) {
  if (may_help_to_repeat(sqlstate))
    return "nothing of it was kept; --retries N runs a transactional script again after a pause";
  if (sqlstate == "57014")
    return "if it may take longer: --statement-timeout, or -- sqlmig: statement-timeout 10min";
  if (sqlstate == "42501") return "grant the role what it lacks, or connect as another role";
  if (sqlstate == "25006") return "this server or session is read-only; connect to the primary";
  if (sqlstate == "25001")
    return "move the statement into a revision that starts with: -- sqlmig: no-transaction";
  return {};
}

}  // namespace

Error error_of(PGconn* connection, const PGresult* result) {
  const std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
  if (sqlstate.empty() || libpq().status(connection) == CONNECTION_BAD) {
    return Error(ErrorCode::connection,
                 "the connection was lost: " + one_line(libpq().error_message(connection)))
        .with_advice("look with 'sqlmig status' what was done before it");
  }
  Error error(code_of_sqlstate(sqlstate), field(result, PG_DIAG_MESSAGE_PRIMARY));
  error.advice = advice_for(sqlstate);
  error.sql = SqlDiagnostic{};
  error.sql->sqlstate = sqlstate;
  error.sql->detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  error.sql->hint = field(result, PG_DIAG_MESSAGE_HINT);
  error.sql->context = field(result, PG_DIAG_CONTEXT);
  error.sql->repeat = may_help_to_repeat(sqlstate) ? SqlDiagnostic::Repeat::may_help
                                                   : SqlDiagnostic::Repeat::pointless;
  return error;
}

std::optional<std::size_t> character_of(const PGresult* result) {
  const std::string text = field(result, PG_DIAG_STATEMENT_POSITION);
  std::size_t position = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (failure != std::errc() || position == 0) return std::nullopt;
  return position - 1;
}

std::string context_of(const PGresult* result) { return field(result, PG_DIAG_CONTEXT); }

std::string one_line(const char* message) {
  std::string result;
  for (std::string_view rest(message); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (!line.empty()) result.append(result.empty() ? "" : "; ").append(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return result;
}

}  // namespace sqlmig::postgres

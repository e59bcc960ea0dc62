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

std::string advice_for(std::string_view sqlstate) {
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
  error.sql = SqlDiagnostic{sqlstate,
                            field(result, PG_DIAG_MESSAGE_DETAIL),
                            field(result, PG_DIAG_MESSAGE_HINT),
                            field(result, PG_DIAG_CONTEXT),
                            std::nullopt,
                            SqlDiagnostic::Precision::exact};
  return error;
}

std::optional<std::size_t> character_of(const PGresult* result) {
  const std::string text = field(result, PG_DIAG_STATEMENT_POSITION);
  std::size_t position = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (failure != std::errc() || position == 0) return std::nullopt;
  return position - 1;
}

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

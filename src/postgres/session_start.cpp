#include "postgres/session_start.hpp"

#include "core/sql_identifier.hpp"
#include "postgres/query.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

namespace sqlmig::postgres {

void require_standard_strings(PGconn* connection) {
  const char* value = libpq().parameter_status(connection, "standard_conforming_strings");
  if (value == nullptr || std::string_view(value) != "off") return;
  throw Error(ErrorCode::refused,
              "standard_conforming_strings is off here, and sqlmig reads scripts with it on")
      .with_advice(
          "ALTER DATABASE ... SET standard_conforming_strings = on, or add to the URL: "
          "options=-c%20standard_conforming_strings%3Don");
}

void take_role(PGconn* connection, std::string_view set, const std::string& role) {
  try {
    run(connection, {fmt::format("{} {}", set, quoted_identifier(role)), {}});
  } catch (Error& error) {
    error.notes.push_back(fmt::format("the role '{}' could not be taken", role));
    const std::string sqlstate = error.sql ? error.sql->sqlstate : "";
    const std::string user = libpq().user(connection);
    if (sqlstate == "22023")  // invalid_parameter_value: there is no such role
      error.advice = "create the role, or correct role in sqlmig.toml, --role or SQLMIG_ROLE";
    if (sqlstate == "42501")  // insufficient_privilege
      error.advice = fmt::format("make '{}' a member of it: GRANT {} TO {}", user,
                                 quoted_identifier(role), quoted_identifier(user));
    throw;
  }
}

}  // namespace sqlmig::postgres

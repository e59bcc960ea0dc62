// What a session is to be before it is worked with.
#pragma once

#include "postgres/libpq.hpp"

#include <string>
#include <string_view>

namespace sqlmig::postgres {

/// Where a script's statements end depends on standard_conforming_strings, and so does what their
/// errors are about.
/// Errors: ErrorCode::refused if it is off.
void require_standard_strings(PGconn* connection);

/// Takes a role; `set` is `SET ROLE` or `SET LOCAL ROLE`.
/// Errors: what the server says, with what to do about it.
void take_role(PGconn* connection, std::string_view set, const std::string& role);

}  // namespace sqlmig::postgres

// From a connection string to a connection.
#pragma once

#include "postgres/libpq.hpp"

#include <string>

namespace sqlmig::postgres {

/// Connects to what `url` names, a URL or keyword string that libpq reads.
/// Shape: client encoding UTF8. Waits ten seconds for a server, unless the url or libpq's own
/// settings say otherwise.
/// Errors: ErrorCode::config for a string that cannot be read, ErrorCode::connection. No message
/// holds a part of a password.
[[nodiscard]] Connection connect_to(const std::string& url);

}  // namespace sqlmig::postgres

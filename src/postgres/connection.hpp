// From a connection string to a connection.
#pragma once

#include "postgres/libpq.hpp"
#include <sqlmig/connect.hpp>

#include <string>

namespace sqlmig::postgres {

/// Connects to what `url` names, a URL or keyword string that libpq reads; to `database` instead of
/// the one it names, if that is not empty.
/// Shape: client encoding UTF8. Waits ten seconds for a server that does not answer, and probes an
/// idle connection every minute, unless the url or libpq's own settings say otherwise. As long as
/// the server is not ready, it tries again for `options.wait`.
/// Errors: ErrorCode::config for a string that cannot be read, ErrorCode::connection. No message
/// holds a part of a password.
[[nodiscard]] Connection connect_to(const std::string& url, const ConnectOptions& options,
                                    const std::string& database = {});

/// How a connection is protected on its way, as Database::encryption says it.
[[nodiscard]] std::string encryption_of(PGconn* connection);

}  // namespace sqlmig::postgres

// What a PostgreSQL server reports, as sqlmig's errors.
#pragma once

#include "postgres/libpq.hpp"
#include <sqlmig/error.hpp>

#include <cstddef>
#include <optional>

namespace sqlmig::postgres {

/// The error in `result`; ErrorCode::connection if the connection is gone.
[[nodiscard]] Error error_of(PGconn* connection, const PGresult* result);

/// The position that the server named, in characters of the whole message from 0.
[[nodiscard]] std::optional<std::size_t> character_of(const PGresult* result);

/// What the server says about where it was, such as a line of the data of COPY.
[[nodiscard]] std::string context_of(const PGresult* result);

/// libpq's message on one line.
[[nodiscard]] std::string one_line(const char* message);

}  // namespace sqlmig::postgres

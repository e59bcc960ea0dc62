// One statement of sqlmig's own.
#pragma once

#include "postgres/libpq.hpp"
#include <sqlmig/database.hpp>

#include <functional>

namespace sqlmig::postgres {

/// Runs one statement with `$n` parameters and hands over its rows in order. Without parameters it
/// travels in the simple protocol, and leaves no portal behind, whose snapshot would last as long
/// as its transaction. Errors: what error_of makes of the server's answer.
void query(PGconn* connection, const Statement& statement, const std::function<void(Row)>& on_row);

/// The same for a statement that gives no rows, or whose rows do not matter.
void run(PGconn* connection, const Statement& statement);

}  // namespace sqlmig::postgres

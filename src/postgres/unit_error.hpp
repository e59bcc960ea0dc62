// What a failed message means for the unit or the statement that it failed at.
#pragma once

#include "postgres/exchange.hpp"
#include "postgres/message.hpp"
#include <sqlmig/error.hpp>

namespace sqlmig::postgres {

/// The error of a message that failed at `place`. `outcome` holds an error, or its connection is
/// lost.
[[nodiscard]] Error unit_error(PGconn* connection, const Outcome& outcome,
                               const UnitMessage::Place& place);

/// The same of a statement that ran alone.
[[nodiscard]] Error statement_error(PGconn* connection, const Outcome& outcome,
                                    const ScriptText& statement);

}  // namespace sqlmig::postgres

// What a failed message means for the unit that it failed at.
#pragma once

#include "postgres/exchange.hpp"
#include "postgres/message.hpp"
#include <sqlmig/error.hpp>

namespace sqlmig::postgres {

/// The error of a message that failed at `place`. `outcome` holds an error, or its connection is
/// lost.
[[nodiscard]] Error unit_error(PGconn* connection, const Outcome& outcome,
                               const UnitMessage::Place& place);

/// The error of one that was stopped because a pulse was answered with `cancel`.
[[nodiscard]] Error interrupted_error(const Error& cause);

/// Whether it was stopped because of that.
[[nodiscard]] bool was_interrupted(const Outcome& outcome, const Error& error);

}  // namespace sqlmig::postgres

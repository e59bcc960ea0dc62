// What became of the units of a message.
#pragma once

#include "postgres/exchange.hpp"
#include "postgres/message.hpp"
#include <sqlmig/database.hpp>

#include <cstddef>
#include <span>

namespace sqlmig::postgres {

/// What came of a message whose units were to be committed. A transaction that it left open is
/// rolled back.
[[nodiscard]] Transacted done_by(PGconn* connection, const Outcome& outcome,
                                 const UnitMessage& message, std::size_t units);

/// The same of a message with Commit::never.
[[nodiscard]] Transacted tried_by(PGconn* connection, const Outcome& outcome,
                                  const UnitMessage& message, std::span<const Unit> units);

/// Ends the transaction that is open, if one is. What goes wrong becomes a note of `error`, which
/// was the reason.
void roll_back(PGconn* connection, Error& error);

}  // namespace sqlmig::postgres

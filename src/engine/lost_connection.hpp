// What became of a transaction whose COMMIT was sent and not answered.
#pragma once

#include "engine/version_table.hpp"
#include "engine/watch.hpp"

#include <cstddef>
#include <span>

namespace sqlmig::engine {

/// `committed` counts the events that are in the database, the first ones; it is right only if it
/// is `known`.
struct Fate {
  enum class Certainty { known, unknown } certainty;
  std::size_t committed;
};

/// Connects anew and finds out which of `events` were committed, each in a transaction of its own,
/// in order. It is found out by recording a failure under the number of the first that is not
/// there: if that is possible, the transaction on its way can never commit, and if it has not ended
/// yet, the key waits for its end. Tries for half a minute, in which a server can start anew.
[[nodiscard]] Fate find_out(Database& database, const VersionTableWriter& writer,
                            std::span<const Event> events, const Watch& watch);

}  // namespace sqlmig::engine

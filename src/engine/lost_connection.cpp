#include "engine/lost_connection.hpp"

#include <fmt/core.h>

#include <chrono>

namespace sqlmig::engine {
namespace {

enum class Outcome { committed, not_committed };

Outcome outcome_of(Database& database, const VersionTableWriter& writer, const Event& event) {
  Event failure = event;
  failure.kind = EventKind::failure;
  failure.error = "the connection was lost";
  try {
    database.transact({{writer.add_event(failure)}, nullptr, {}});
    return Outcome::not_committed;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::conflict) throw;
  }
  bool found = false;
  database.query(writer.find_event(event), [&](Row) { found = true; });
  return found ? Outcome::committed : Outcome::not_committed;
}

}  // namespace

Fate find_out(Database& database, const VersionTableWriter& writer, std::span<const Event> events,
              const Watch& watch) {
  constexpr std::chrono::milliseconds kPause{250};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  Fate fate{Fate::Certainty::unknown, 0};
  while (std::chrono::steady_clock::now() < deadline) {
    try {
      watch.pause(kPause);
      database.reconnect();
      while (fate.committed < events.size() &&
             outcome_of(database, writer, events[fate.committed]) == Outcome::committed)
        ++fate.committed;
      fate.certainty = Fate::Certainty::known;
      return fate;
    } catch (const Error& error) {
      // What is still at work keeps its key locked.
      const bool may_change = error.code() == ErrorCode::connection ||
                              (error.sql && error.sql->repeat == SqlDiagnostic::Repeat::may_help);
      if (!may_change) return fate;
    }
  }
  return fate;
}

}  // namespace sqlmig::engine

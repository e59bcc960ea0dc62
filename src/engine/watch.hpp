// What happens while a step runs: heartbeats, and the wish to stop.
#pragma once

#include <sqlmig/execute.hpp>
#include <sqlmig/revision.hpp>

#include <chrono>
#include <span>
#include <vector>

namespace sqlmig::engine {

/// Listens to the pulses of a database while it lives.
class Watch {
 public:
  Watch(Database& database, Observer& observer, const RunOptions& options);
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

  /// A step and its script, both of which outlive the watch over them. Without a script, no place
  /// in one is told.
  struct Watched {
    const Step* step;
    const Script* script;
  };
  /// From now on the units of a call are these; elapsed time counts from here.
  void begin(std::vector<Watched> units);
  /// From now on a statement of the one unit runs alone, which begins at this byte of its script.
  void begin_statement(std::size_t offset) { statement_ = offset; }

  [[nodiscard]] bool interrupted() const;
  /// Sleeps. Errors: ErrorCode::interrupted if it is to stop meanwhile.
  void pause(std::chrono::milliseconds time) const;

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] PulseAnswer answer(const Pulse& pulse);
  void beat(const Pulse& pulse);

  Database& database_;
  Observer& observer_;
  const RunOptions& options_;
  std::vector<Watched> units_;
  std::size_t statement_ = 0;
  Clock::time_point begun_;
  Clock::time_point next_beat_;
};

}  // namespace sqlmig::engine

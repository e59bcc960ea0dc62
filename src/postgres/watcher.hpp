// A look at the migrating session from beside it.
#pragma once

#include "postgres/libpq.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <utility>

namespace sqlmig::postgres {

/// Asks the server what a session waits for, over a connection of its own, which is made when it is
/// first asked.
class Watcher {
 public:
  explicit Watcher(std::function<Connection()> connect) : connect_(std::move(connect)) {}

  /// The session that is looked at: its process, or 0 behind a pooler, where it is found by the
  /// name that it shows.
  struct Session {
    int process;
    std::string application_name;
  };
  /// Empty if it waits for no lock, or if that cannot be found out.
  [[nodiscard]] std::string blocker_of(const Session& session) noexcept;

 private:
  std::function<Connection()> connect_;
  Connection connection_;
};

/// Remembers who was seen holding what a message waited for, looking rarely: twice as long after
/// each look.
class BlockerLookout {
 public:
  enum class Mode { off, on };
  BlockerLookout(Watcher& watcher, Mode mode) : watcher_(watcher), mode_(mode) {}

  /// Looks, if it is time.
  void look(const Watcher::Session& session);
  /// Empty if nobody was seen.
  [[nodiscard]] const std::string& seen() const { return seen_; }

 private:
  using Clock = std::chrono::steady_clock;

  Watcher& watcher_;
  Mode mode_;
  std::string seen_;
  Clock::duration pause_ = std::chrono::milliseconds(200);
  Clock::time_point next_ = Clock::now() + pause_;
};

}  // namespace sqlmig::postgres

// An eye on the calls that run: says that they are alive, and stops them.
#pragma once

#include "sqlite/errors.hpp"
#include <sqlmig/database.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>

struct sqlite3;

namespace sqlmig::sqlite {

/// How long to wait for other programs that use the database.
struct Patience {
  std::optional<std::chrono::milliseconds> limit;  // none: without end
  std::string setting;                             // where the limit comes from, as advice names it
};

/// Sits in SQLite's progress handler and busy handler. While a call of the port runs it asks some
/// ten times a second whether to go on, and stops a statement that runs longer than it may. Between
/// calls it only waits for locks.
class Watch {
 public:
  using Ask = std::function<PulseAnswer(const Pulse&)>;

  Watch(Ask ask, Patience patience) : ask_(std::move(ask)), patience_(std::move(patience)) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() = default;

  /// Takes its places in a connection. A script can put another busy handler there (PRAGMA
  /// busy_timeout), so this is done before each wait.
  void install(sqlite3* connection);

  /// While it lives, a call of the port runs.
  class Call {
   public:
    explicit Call(Watch& watch);
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call();

   private:
    Watch& watch_;
  };

  void set_unit(std::size_t unit) { unit_ = unit; }
  void set_patience(Patience patience) { patience_ = std::move(patience); }
  /// How long each statement of a script may run; none: without end.
  void set_statement_timeout(std::optional<std::chrono::milliseconds> limit) { timeout_ = limit; }

  /// A statement of a script begins, or is done.
  void begin_statement(const StatementPlace& place);
  void end_statement() { place_.reset(); }

  /// Asks, if it is time to: SQLite does not call back from short statements.
  /// Errors: ErrorCode::interrupted.
  void look_up();

  /// Why the last call on the connection failed: it was stopped from here, or what SQLite says.
  [[nodiscard]] Error failure(sqlite3* connection);

  /// Whether the pulse that is being answered comes from a wait for another program.
  [[nodiscard]] bool is_waiting() const { return waiting_; }

 private:
  using Clock = std::chrono::steady_clock;
  enum class Stop { none, cancelled, timed_out };

  static int on_progress(void* self) noexcept;
  static int on_busy(void* self, int count) noexcept;
  [[nodiscard]] bool must_stop();
  void ask();
  [[nodiscard]] Error stopped();
  [[nodiscard]] Error timed_out() const;

  Ask ask_;
  Patience patience_;
  std::optional<std::chrono::milliseconds> timeout_;
  bool is_in_call_ = false;
  std::size_t unit_ = 0;
  std::optional<StatementPlace> place_;  // of the statement that runs
  Clock::time_point statement_start_;
  Clock::time_point last_pulse_;
  Clock::time_point wait_start_;
  bool waiting_ = false;
  Stop stop_ = Stop::none;
  std::exception_ptr thrown_;  // by who was asked; it must not pass through SQLite
};

}  // namespace sqlmig::sqlite

// The port to a database: all that sqlmig needs from one. A new backend implements this class and
// passes tests/contract.
#pragma once

#include <sqlmig/plan.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sqlmig {

/// An expression instead of a value, for a statement that is written into a script and not run.
struct SqlExpression {
  std::string sql;
};

/// A bound parameter; monostate is NULL. A Database is given no expression.
using Value = std::variant<std::monostate, std::int64_t, std::string, SqlExpression>;

/// A result row: the columns as text, nothing for NULL. The views die with the callback.
using Row = std::span<const std::optional<std::string_view>>;

/// One statement of sqlmig's own, with `$1`, `$2`… for its parameters in any order.
struct Statement {
  std::string sql;
  std::vector<Value> parameters;
};

/// What belongs to one step, in order of execution. It is done or it is not.
struct Unit {
  std::vector<Statement> before;   // run before the script
  const Script* script = nullptr;  // the user's script, where there is one
  std::vector<Statement> after;    // run after the script
  std::string activity = {};       // what others are shown of it, such as the revision's id
};

/// Whether several units are a transaction each, or one transaction together, or one that is rolled
/// back at its end. With `never` each unit is checked at its end as a COMMIT there would, deferred
/// constraints too; what a rollback takes back is as it was, and a database that is not there is
/// not made.
enum class Commit { each, together, never };

/// What became of several units.
/// Shape: the first `done` are committed: all, or those before the one that failed, or none of them
/// with Commit::together. With Commit::never they went well, and were rolled back; a failure of
/// ErrorCode::refused then says that the unit cannot share a transaction with those before it.
struct Transacted {
  struct Failure {
    std::size_t unit;  // its index
    Error error;
  };
  std::size_t done = 0;
  std::optional<Failure> failure;
};

/// What the database is at while a call waits for it.
/// Units: `offset` counts bytes from the start of the script (of the statement, with run_alone).
struct Pulse {
  std::size_t unit = 0;               // its index in the call
  std::optional<std::size_t> offset;  // of the statement that runs, as far as it is known
  /// `at_least`: the database does not tell how far it is beyond that statement.
  enum class Precision { exact, at_least } precision = Precision::exact;
};
enum class PulseAnswer { go_on, cancel };

/// How this database spells what differs between databases in the version table's statements.
struct VersionTableDialect {
  std::string revisions;  // quoted and qualified table names
  std::string events;
  std::string format;
  std::string create;         // the DDL; safe to run where the tables are there already
  std::string format_1_to_2;  // the DDL that brings tables of format 1 to format 2
  std::string exists;         // a query: a row for each of `format` and `revisions` that is there
  std::string role;           // expression: the role that runs the statement, as text
  std::string elapsed_ms;     // expression: whole milliseconds since the column "at"
  /// Expressions for who runs a statement, where only that one's own client can tell; empty: what
  /// Operator says is bound.
  std::string os_user;
  std::string host;
  /// Expression: a column of time stamps as `2026-11-21T09:30:00.123Z`.
  std::string (*utc_text)(std::string_view column) = nullptr;
};

/// A message that the server sent beside results, such as a NOTICE.
struct Notice {
  std::string severity;
  std::string message;
};

/// An index, as the catalog has its name: not quoted.
struct IndexName {
  std::string schema;
  std::string name;

  friend auto operator<=>(const IndexName&, const IndexName&) = default;
};

/// Who holds the lock, as far as the database tells. Empty if it does not.
using LockHolder = std::string;

/// One connection. Used by one thread. The destructor rolls back what is open and closes; it never
/// throws.
/// Errors, of every operation: ErrorCode::sql with Error::sql set, ErrorCode::connection if the
/// connection is gone.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  [[nodiscard]] virtual DatabaseKind kind() const = 0;
  /// The database as a person knows it; never with a password.
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual const VersionTableDialect& dialect() const = 0;

  /// Runs one statement and hands over its rows in order.
  virtual void query(const Statement& statement, const std::function<void(Row)>& on_row) = 0;

  /// Runs units in order, stops at the first that fails, and says how far it came. A unit with a
  /// script begins with the session as it was when it connected, with the settings of
  /// ConnectOptions::session and of the script's directives, foreign keys enforced unless those say
  /// otherwise, and hands nothing on that the script sets. A unit without a script, which may stand
  /// between statements that run alone, leaves the session as it is.
  /// Errors: ErrorCode::conflict if a statement of `before` met a row with the same key,
  /// ErrorCode::interrupted if a pulse was answered with `cancel`. They are returned, not thrown.
  [[nodiscard]] virtual Transacted transact(std::span<const Unit> units, Commit commit) = 0;

  /// Runs one unit in one transaction.
  /// Errors: as above, thrown.
  void transact(const Unit& unit) {
    Transacted result = transact({&unit, 1}, Commit::each);
    if (result.failure) throw std::move(result.failure->error);
  }

  /// Runs one statement of a user's script outside any transaction, with the data behind it where
  /// it is COPY FROM STDIN. Errors: ErrorCode::interrupted, as above.
  virtual void run_alone(std::string_view statement) = 0;

  /// Why this connection cannot run a script that the database itself could run, such as one that
  /// needs a session through a pooler; nothing if it can.
  [[nodiscard]] virtual std::optional<std::string> obstacle(const Script& script) = 0;

  /// Takes the lock that keeps other runners out, without waiting: nothing if it was taken, else
  /// who holds it. A database whose units exclude each other (SQLite) has nothing to take.
  [[nodiscard]] virtual std::optional<LockHolder> try_lock() = 0;
  /// Errors: ErrorCode::locked if it was lost meanwhile.
  virtual void require_lock() = 0;
  /// Gives it back. Errors: ErrorCode::internal if it was not held.
  virtual void unlock() = 0;

  /// Who else is at work on this very statement, such as the session of a runner that was killed;
  /// nothing if nobody is known to be.
  [[nodiscard]] virtual std::optional<std::string> running_elsewhere(
      std::string_view statement) = 0;

  /// Connects anew after the connection was lost. The lock is gone then.
  virtual void reconnect() = 0;

  /// Indexes that a failed or interrupted build has left behind: there, but not used. Sorted.
  [[nodiscard]] virtual std::vector<IndexName> invalid_indexes() = 0;

  /// What the statement that runs now waits for, asked over a connection beside this one; empty if
  /// it waits for nothing that is known. May be called where a pulse is answered; never throws.
  [[nodiscard]] virtual std::string waiting_for() noexcept = 0;

  /// Writes a copy of the database, as it is now, to a file that is not there yet.
  /// Errors: ErrorCode::io, ErrorCode::refused where a database has no such copy.
  virtual void back_up(const std::filesystem::path& file) = 0;

  /// How the connection is protected on its way, such as `TLSv1.3 with TLS_AES_256_GCM_SHA384`;
  /// empty where there is no way to protect.
  [[nodiscard]] virtual std::string encryption() = 0;

  void on_notice(std::function<void(const Notice&)> handler) {
    notice_handler_ = std::move(handler);
  }
  /// `handler` is called some ten times a second while a call waits, on the thread that waits. It
  /// must not use this connection.
  void on_pulse(std::function<PulseAnswer(const Pulse&)> handler) {
    pulse_handler_ = std::move(handler);
  }

 protected:
  void notify(const Notice& notice) const {
    if (notice_handler_) notice_handler_(notice);
  }
  [[nodiscard]] PulseAnswer pulse(const Pulse& at) const {
    return pulse_handler_ ? pulse_handler_(at) : PulseAnswer::go_on;
  }

 private:
  std::function<void(const Notice&)> notice_handler_;
  std::function<PulseAnswer(const Pulse&)> pulse_handler_;
};

}  // namespace sqlmig

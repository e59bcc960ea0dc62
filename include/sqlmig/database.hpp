// The port to a database: all that sqlmig needs from one. A new backend implements this class and
// passes tests/contract.
#pragma once

#include <sqlmig/plan.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sqlmig {

/// A bound parameter; monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

/// A result row: the columns as text, nothing for NULL. The views die with the callback.
using Row = std::span<const std::optional<std::string_view>>;

/// One statement of sqlmig's own, with `$1`, `$2`… for its parameters in any order.
struct Statement {
  std::string sql;
  std::vector<Value> parameters;
};

/// What commits together or not at all, in order of execution.
struct Unit {
  std::vector<Statement> before;   // run before the script
  const Script* script = nullptr;  // the user's script, where there is one
  std::vector<Statement> after;    // run after the script
};

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
  /// Expression: a column of time stamps as `2026-11-21T09:30:00.123Z`.
  std::string (*utc_text)(std::string_view column) = nullptr;
};

/// A message that the server sent beside results, such as a NOTICE.
struct Notice {
  std::string severity;
  std::string message;
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

  /// Runs a unit in one transaction. A unit with a script begins with the session as it was when it
  /// connected, foreign keys enforced unless the script's directives say otherwise, and hands
  /// nothing on that the script sets. A unit without a script, which may stand between statements
  /// that run alone, leaves the session as it is.
  /// Errors: ErrorCode::conflict if a statement of `before` met a row with the same key.
  virtual void transact(const Unit& unit) = 0;

  /// Runs one statement of a user's script outside any transaction.
  virtual void run_alone(std::string_view statement) = 0;

  /// Takes the lock that keeps other runners out, without waiting: nothing if it was taken, else
  /// who holds it. A database whose units exclude each other (SQLite) has nothing to take.
  [[nodiscard]] virtual std::optional<LockHolder> try_lock() = 0;
  /// Gives it back. Errors: ErrorCode::internal if it was not held.
  virtual void unlock() = 0;

  void on_notice(std::function<void(const Notice&)> handler) {
    notice_handler_ = std::move(handler);
  }

 protected:
  void notify(const Notice& notice) const {
    if (notice_handler_) notice_handler_(notice);
  }

 private:
  std::function<void(const Notice&)> notice_handler_;
};

}  // namespace sqlmig

// One SQLite connection: statements with parameters, and scripts.
#pragma once

#include "sqlite/handle.hpp"
#include "sqlite/watch.hpp"
#include <sqlmig/database.hpp>

#include <functional>
#include <string_view>
#include <utility>

namespace sqlmig::sqlite {

/// Errors, of every operation: what `Watch::failure` says.
class Session {
 public:
  /// Whoever is told of each statement of a script.
  struct Follower {
    std::function<void()> prepared;                   // it is about to run
    std::function<void(const StatementPlace&)> done;  // it has run
  };

  Session(Connection connection, Watch& watch)
      : connection_(std::move(connection)), watch_(watch) {}

  /// Runs one statement with `$n` parameters and hands over its rows in order.
  void query(const Statement& statement, const std::function<void(Row)>& on_row) const;

  /// Runs statements of our own that give no rows.
  void run(const char* sql) const;

  /// Runs a user's script. Offsets in errors count from its start. If a statement ends the
  /// transaction that the script was started in, the rest is not run; see `in_transaction`.
  void run_script(std::string_view text, const Follower& follower = {}) const;

  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

 private:
  [[nodiscard]] PreparedStatement prepare(const Statement& statement) const;

  Connection connection_;
  Watch& watch_;
};

/// The first column of the first row, as text; empty where there is none.
[[nodiscard]] std::string value_of(const Session& session, const Statement& statement);

/// Rolls back unless it was committed.
class Transaction {
 public:
  /// `write` is BEGIN IMMEDIATE, which takes the write lock at once: a transaction that began by
  /// reading would be refused it without waiting.
  enum class Purpose { write, read };

  Transaction(const Session& session, Purpose purpose) : session_(session) {
    session_.run(purpose == Purpose::write ? "BEGIN IMMEDIATE" : "BEGIN");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit() { session_.run("COMMIT"); }

 private:
  const Session& session_;
};

}  // namespace sqlmig::sqlite

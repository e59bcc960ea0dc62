// One SQLite connection: statements with parameters, and scripts.
#pragma once

#include "sqlite/handle.hpp"
#include <sqlmig/database.hpp>

#include <functional>
#include <string_view>
#include <utility>

namespace sqlmig::sqlite {

/// Errors, of every operation: what `last_error` makes of SQLite's result code.
class Session {
 public:
  explicit Session(Connection connection) : connection_(std::move(connection)) {}

  /// Runs one statement with `$n` parameters and hands over its rows in order.
  void query(const Statement& statement, const std::function<void(Row)>& on_row) const;

  /// Runs statements of our own that give no rows.
  void run(const char* sql) const;

  /// Runs a user's script. Offsets in errors count from its start. If a statement ends the
  /// transaction that the script was started in, the rest is not run; see `in_transaction`.
  void run_script(std::string_view text) const;

  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

 private:
  [[nodiscard]] PreparedStatement prepare(const Statement& statement) const;

  Connection connection_;
};

/// BEGIN IMMEDIATE, which takes the write lock at once: a transaction that began by reading would
/// be refused it without waiting. Rolls back unless it was committed.
class Transaction {
 public:
  explicit Transaction(const Session& session) : session_(session) {
    session_.run("BEGIN IMMEDIATE");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit() { session_.run("COMMIT"); }

 private:
  const Session& session_;
};

}  // namespace sqlmig::sqlite

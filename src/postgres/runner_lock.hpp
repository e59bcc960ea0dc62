// The lock that keeps other runners out: an advisory lock, taken without waiting.
#pragma once

#include "postgres/connection.hpp"
#include "postgres/message.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sqlmig::postgres {

/// The key of the lock for the version table in this schema.
[[nodiscard]] std::int64_t lock_key(std::string_view schema);

/// In a session of our own the lock belongs to the session that migrates. A pooler hands out
/// another session with each transaction, so there a second connection holds it, in a transaction
/// that is left open and idle: READ COMMITTED, so that it has no snapshot that CREATE INDEX
/// CONCURRENTLY would wait for. Both take the same key.
class RunnerLock {
 public:
  using Connect = std::function<Connection()>;

  /// `schema` is that of the version table; `connect` makes a second connection.
  RunnerLock(std::string schema, Connect connect)
      : schema_(std::move(schema)), connect_(std::move(connect)) {}

  /// Nothing if it was taken, else who holds it.
  [[nodiscard]] std::optional<LockHolder> try_take(PGconn* connection, Route route);
  /// Errors: ErrorCode::locked if it was taken and lost. A session can lose it only by what a
  /// script says: `ask` tells whether one may have.
  enum class Ask { always, only_the_holder };
  void require(PGconn* connection, Ask ask);
  /// Errors: ErrorCode::internal if it was not held.
  void release(PGconn* connection);
  /// The connection was lost, and with it what it held.
  void forget() {
    holder_.reset();
    gone_ = std::exchange(taken_, false);
  }

 private:
  [[nodiscard]] std::int64_t key();
  [[nodiscard]] LockHolder ask_for_holder(PGconn* connection);

  std::string schema_;
  Connect connect_;
  bool taken_ = false;
  bool gone_ = false;  // with its connection
  Connection holder_;  // with a pooler, from the first attempt to take the lock
  std::optional<std::int64_t> key_;
};

}  // namespace sqlmig::postgres

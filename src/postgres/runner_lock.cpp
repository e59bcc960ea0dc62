#include "postgres/runner_lock.hpp"

#include "postgres/errors.hpp"
#include "postgres/exchange.hpp"
#include "postgres/query.hpp"
#include <embedded_sql.hpp>
#include <sqlmig/checksum.hpp>

#include <fmt/core.h>

#include <chrono>
#include <utility>

namespace sqlmig::postgres {
namespace {

// The lock is held by one server session of the pool, and the scripts need another one.
void require_second_session(PGconn* connection) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const Outcome outcome = exchange(connection, "SELECT 1", {}, [&](std::size_t) {
    return std::chrono::steady_clock::now() < deadline ? PulseAnswer::go_on : PulseAnswer::cancel;
  });
  if (!outcome.error && outcome.connection == Outcome::Connection::alive) return;
  throw Error(ErrorCode::connection, "the pooler gives no second session while the lock is held")
      .with_advice("its pool has to hold two at least (default_pool_size); or connect directly");
}

}  // namespace

// Advisory locks are per database, so the key only has to tell version tables apart.
std::int64_t lock_key(std::string_view schema) {
  const Checksum checksum = sha256(fmt::format("sqlmig lock {}", schema));
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8U | checksum.bytes()[i];
  return static_cast<std::int64_t>(key);
}

std::optional<LockHolder> RunnerLock::try_take(PGconn* connection, Route route) {
  bool taken = false;
  const auto note = [&](Row row) { taken = row[0] == "t"; };
  if (route == Route::session) {
    query(connection, {"SELECT pg_catalog.pg_try_advisory_lock($1::bigint)", {key()}}, note);
    taken_ = taken;
    return taken ? std::nullopt : std::optional(ask_for_holder(connection));
  }
  if (!holder_) holder_ = connect_();
  run(holder_.get(), {"BEGIN ISOLATION LEVEL READ COMMITTED", {}});
  run(holder_.get(), {"SET LOCAL idle_in_transaction_session_timeout = 0", {}});
  // The key stands in the text: a parameter would leave a snapshot behind; see query.hpp.
  query(holder_.get(), {fmt::format("SELECT pg_catalog.pg_try_advisory_xact_lock({})", key()), {}},
        note);
  if (!taken) {
    LockHolder other = ask_for_holder(holder_.get());
    run(holder_.get(), {"ROLLBACK", {}});
    return other;
  }
  require_second_session(connection);
  taken_ = true;
  return std::nullopt;
}

void RunnerLock::require(PGconn* connection, Ask ask) {
  if (!taken_) return;
  bool held = true;
  try {
    if (holder_) {
      run(holder_.get(), {"SELECT 1", {}});
    } else if (ask == Ask::always) {
      query(connection,
            {"SELECT count(*) FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid()"
             " AND locktype = 'advisory' AND objsubid = 1"
             " AND (classid::bigint << 32 | objid::bigint) = $1::bigint",
             {key()}},
            [&](Row row) { held = row[0] != "0"; });
    }
  } catch (const Error&) {
    held = false;
  }
  if (held) return;
  throw Error(ErrorCode::locked, "the lock that keeps other runners out was lost")
      .with_advice(
          "its connection ended, or a script gave it away (pg_advisory_unlock_all, DISCARD ALL); "
          "look at 'sqlmig status', then run it again");
}

void RunnerLock::release(PGconn* connection) {
  if (std::exchange(gone_, false)) return;
  taken_ = false;
  if (holder_) {
    const Connection second = std::move(holder_);
    run(second.get(), {"COMMIT", {}});
    return;
  }
  bool held = false;
  query(connection, {"SELECT pg_catalog.pg_advisory_unlock($1::bigint)", {key()}},
        [&](Row row) { held = row[0] == "t"; });
  if (!held) throw Error(ErrorCode::internal, "the lock was not held any more");
}

// Made when it is needed: a process that only looks is spared its first hash, which costs a
// millisecond.
std::int64_t RunnerLock::key() {
  if (!key_) key_ = lock_key(schema_);
  return *key_;
}

LockHolder RunnerLock::ask_for_holder(PGconn* connection) {
  LockHolder holder;
  query(connection, {std::string(sql::postgres_lock_holder), {key()}},
        [&](Row row) { holder = std::string(row[0].value_or("")); });
  return holder;
}

}  // namespace sqlmig::postgres

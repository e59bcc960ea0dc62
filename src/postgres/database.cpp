#include "postgres/database.hpp"

#include "postgres/connection.hpp"
#include "postgres/dialect.hpp"
#include "postgres/errors.hpp"
#include "postgres/exchange.hpp"
#include "postgres/libpq.hpp"
#include "postgres/message.hpp"
#include "postgres/pooler_obstacle.hpp"
#include "postgres/query.hpp"
#include "postgres/runner_lock.hpp"
#include "postgres/session_start.hpp"
#include "postgres/transacted.hpp"
#include "postgres/unit_error.hpp"
#include "postgres/watcher.hpp"
#include "sqltext/mentions.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace sqlmig::postgres {
namespace {

using Stopwatch = std::chrono::steady_clock;

// A message that is not much larger costs no more round trips, and a failure in it is found soon.
constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string url, ConnectOptions options)
      : url_(std::move(url)),
        options_(std::move(options)),
        dialect_(make_dialect(options_.version_schema)),
        lock_(options_.version_schema, [this] { return connect_to(url_, options_); }),
        watcher_([this] { return connect_to(url_, options_); }) {
    reconnect();
    options_.wait = {};  // whoever connects again does so beside work that is under way
  }

  [[nodiscard]] DatabaseKind kind() const override { return DatabaseKind::postgres; }
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }

  void reconnect() override {
    lock_.forget();
    connection_.reset();
    connection_ = connect_to(url_, options_);
    name_ = name_of(connection_.get());
    libpq().set_notice_receiver(connection_.get(), &PostgresDatabase::receive_notice, this);
    route_.reset();
    if (options_.access == Access::read_write) require_standard_strings(connection_.get());
    if (!role().empty() && route() == Route::session)
      take_role(connection_.get(), "SET ROLE", role());
  }

  void query(const Statement& statement, const std::function<void(Row)>& on_row) override {
    PGconn* connection = connection_.get();
    if (role().empty() || route() == Route::session)
      return postgres::query(connection, statement, on_row);
    run(connection, {"BEGIN", {}});
    try {
      take_role(connection, "SET LOCAL ROLE", role());
      postgres::query(connection, statement, on_row);
    } catch (Error& error) {
      roll_back(connection_.get(), error);
      throw;
    }
    run(connection, {"COMMIT", {}});
  }

  using Database::transact;
  [[nodiscard]] Transacted transact(std::span<const Unit> units, Commit commit) override {
    Transacted all;
    try {
      if (commit == Commit::never) return send_to_be_rolled_back(units);
      if (commit == Commit::together) return send(units, commit, 0);
      send_bundles(units, all);
    } catch (Error& error) {
      all.failure = Transacted::Failure{all.done, std::move(error)};
    }
    return all;
  }

  void run_alone(std::string_view statement) override {
    may_have_unlocked_ = true;
    const ScriptText text(statement);
    const Outcome outcome =
        exchange(connection_.get(), text.text(), text.copy_data(), [&](std::size_t) {
          return pulse({0, std::size_t{0}, Pulse::Precision::exact});
        });
    if (!outcome.error && outcome.connection == Outcome::Connection::alive) {
      if (libpq().transaction_status(connection_.get()) == PQTRANS_IDLE) return;
      Error open(ErrorCode::sql, "the statement left a transaction open; it was rolled back");
      open.advice = "without a transaction each statement runs alone; remove what begins one";
      roll_back(connection_.get(), open);
      throw open;
    }
    Error error = statement_error(connection_.get(), outcome, text);
    roll_back(connection_.get(), error);
    throw error;
  }

  [[nodiscard]] std::optional<std::string> obstacle(const Script& script) override {
    if (script.directives.transaction != TransactionMode::none || route() == Route::session)
      return std::nullopt;
    return obstacle_of_pooler(script, options_.session);
  }

  [[nodiscard]] std::optional<LockHolder> try_lock() override {
    return lock_.try_take(connection_.get(), route());
  }
  void require_lock() override {
    lock_.require(connection_.get(),
                  may_have_unlocked_ ? RunnerLock::Ask::always : RunnerLock::Ask::only_the_holder);
    may_have_unlocked_ = false;
  }
  void unlock() override { lock_.release(connection_.get()); }

  [[nodiscard]] std::vector<IndexName> invalid_indexes() override {
    std::vector<IndexName> indexes;
    query({std::string(sql::postgres_invalid_indexes), {}}, [&](Row row) {
      indexes.push_back({std::string(row[0].value_or("")), std::string(row[1].value_or(""))});
    });
    return indexes;
  }

  [[nodiscard]] std::optional<std::string> running_elsewhere(std::string_view statement) override {
    std::optional<std::string> who;
    query({std::string(sql::postgres_running_elsewhere), {ScriptText(statement).text()}},
          [&](Row row) { who = std::string(row[0].value_or("")); });
    return who;
  }

  [[nodiscard]] std::string waiting_for() noexcept override {
    return watcher_.blocker_of(migrating_session());
  }

  void back_up(const std::filesystem::path& /*file*/) override {
    throw Error(ErrorCode::refused, "sqlmig makes no backup of a PostgreSQL database")
        .with_advice("use pg_dump or pg_basebackup; --backup is for SQLite");
  }

  [[nodiscard]] std::string encryption() override { return encryption_of(connection_.get()); }

 private:
  [[nodiscard]] const std::string& role() const { return options_.session.role; }

  // A pooler answers with a process of its own invention when it is connected to.
  [[nodiscard]] Route route() {
    if (!route_) {
      std::string process;
      postgres::query(connection_.get(), {"SELECT pg_catalog.pg_backend_pid()", {}},
                      [&](Row row) { process = std::string(row[0].value_or("")); });
      route_ = process == std::to_string(libpq().backend_pid(connection_.get())) ? Route::session
                                                                                 : Route::pooler;
    }
    return *route_;
  }

  // Many in each message, which ends at the first that fails.
  void send_bundles(std::span<const Unit> units, Transacted& all) {
    while (all.done < units.size()) {
      const auto rest = units.subspan(all.done);
      const auto bundle = rest.first(units_of_a_message(rest));
      Transacted sent = send(bundle, Commit::each, all.done);
      // A syntax error in one of them stops the whole message: those before it are sent alone.
      if (sent.failure && sent.failure->unit > sent.done)
        sent = send(bundle.first(sent.failure->unit), Commit::each, all.done);
      if (sent.failure) sent.failure->unit += all.done;
      sent.done += all.done;
      all = std::move(sent);
      if (all.failure) break;
    }
  }

  // A syntax error in one of them stops the whole message here too.
  [[nodiscard]] Transacted send_to_be_rolled_back(std::span<const Unit> units) {
    Transacted all = send(units, Commit::never, 0);
    if (!all.failure || all.failure->unit == all.done) return all;
    Transacted before = send(units.first(all.failure->unit), Commit::never, 0);
    if (before.failure) return before;
    all.done = before.done;
    return all;
  }

  static std::size_t units_of_a_message(std::span<const Unit> units) {
    std::size_t bytes = 0;
    std::size_t count = 0;
    for (const Unit& unit : units) {
      bytes += unit.script != nullptr ? unit.script->text.size() : 0;
      if (count > 0 && bytes > kMostBytes) break;
      ++count;
    }
    return count;
  }

  // `first` is the number of the first of these units in the call.
  [[nodiscard]] Transacted send(std::span<const Unit> units, Commit commit, std::size_t first) {
    if (units.empty()) return {};
    UnitMessage message({commit, route(), options_.session,
                         [this](std::string_view text) { return quoted_literal(text); }});
    for (const Unit& unit : units) {
      message.add(unit);
      may_have_unlocked_ = may_have_unlocked_ || (unit.script != nullptr &&
                                                  sqltext::mentions_unlocking(unit.script->text));
    }
    message.end();
    BlockerLookout lookout(watcher_, lookout_mode(units));
    const Outcome outcome =
        exchange(connection_.get(), message.text(), message.copy_data(), [&](std::size_t results) {
          Pulse now = message.running(results);
          activity_ = units[now.unit].activity;
          lookout.look(migrating_session());
          now.unit += first;
          return pulse(now);
        });
    Transacted result = commit == Commit::never
                            ? tried_by(connection_.get(), outcome, message, units)
                            : done_by(connection_.get(), outcome, message, units.size());
    if (result.failure && result.failure->error.sql &&
        result.failure->error.sql->repeat == SqlDiagnostic::Repeat::may_help)
      result.failure->error.sql->blocker = lookout.seen();
    return result;
  }

  [[nodiscard]] BlockerLookout::Mode lookout_mode(std::span<const Unit> units) const {
    const bool limited = std::any_of(units.begin(), units.end(), [&](const Unit& unit) {
      return options_.session.lock_timeout ||
             (unit.script != nullptr && unit.script->directives.lock_timeout);
    });
    return limited ? BlockerLookout::Mode::on : BlockerLookout::Mode::off;
  }

  [[nodiscard]] Watcher::Session migrating_session() const {
    const bool direct = route_.value_or(Route::session) == Route::session;
    return {direct ? libpq().backend_pid(connection_.get()) : 0, "sqlmig " + activity_};
  }

  [[nodiscard]] std::string quoted_literal(std::string_view text) {
    const Memory literal(libpq().escape_literal(connection_.get(), text.data(), text.size()));
    if (!literal) throw error_of(connection_.get(), nullptr);
    return literal.get();
  }

  static std::string name_of(PGconn* connection) {
    return fmt::format("postgresql://{}@{}:{}/{}", libpq().user(connection),
                       libpq().host(connection), libpq().port(connection), libpq().db(connection));
  }

  static void receive_notice(void* self, const PGresult* result) {
    const auto field = [&](int code) {
      const char* value = libpq().result_error_field(result, code);
      return std::string(value != nullptr ? value : "");
    };
    static_cast<PostgresDatabase*>(self)->notify(
        {field(PG_DIAG_SEVERITY_NONLOCALIZED), field(PG_DIAG_MESSAGE_PRIMARY)});
  }

  std::string url_;
  ConnectOptions options_;
  VersionTableDialect dialect_;
  RunnerLock lock_;
  Watcher watcher_;
  Connection connection_;
  std::string name_;                // outlives a connection that is lost
  std::optional<Route> route_;      // nothing until it is asked for
  std::string activity_;            // of the unit that runs
  bool may_have_unlocked_ = false;  // a script, since the lock was looked at
};

}  // namespace

std::unique_ptr<Database> open(const std::string& url, const ConnectOptions& options) {
  return std::make_unique<PostgresDatabase>(url, options);
}

}  // namespace sqlmig::postgres

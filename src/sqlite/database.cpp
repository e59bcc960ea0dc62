#include "sqlite/database.hpp"

#include "sqlite/backup.hpp"
#include "sqlite/dialect.hpp"
#include "sqlite/file.hpp"
#include "sqlite/foreign_key_check.hpp"
#include "sqlite/guarded_script.hpp"
#include "sqlite/session.hpp"
#include "sqlite/session_state.hpp"
#include "sqlite/url.hpp"

#include <fmt/core.h>

#include <optional>
#include <utility>

namespace sqlmig::sqlite {
namespace {

using std::chrono::milliseconds;

// Rows that break a constraint which is checked at the end of a transaction.
void require_no_deferred_violation(const Session& session) {
  int violated = 0;
  int unused = 0;
  sqlite3_db_status(session.handle(), SQLITE_DBSTATUS_DEFERRED_FKS, &violated, &unused, 0);
  if (violated == 0) return;
  throw foreign_key_error("the script leaves rows that break a foreign key")
      .with_advice("they are checked at the end of each script, as if it committed by itself");
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::filesystem::path path, const ConnectOptions& options)
      : lock_wait_{options.lock_wait, "--lock-wait SECONDS waits longer"},
        settings_(options.session),
        watch_([this](const Pulse& at) { return pulse(at); }, lock_wait_),
        file_(std::move(path), options.access),
        dialect_(make_dialect(options.version_schema)) {
    set_timeouts({});
    static_cast<void>(session());
  }

  [[nodiscard]] DatabaseKind kind() const override { return DatabaseKind::sqlite; }
  [[nodiscard]] std::string name() const override {
    const bool no_file = file_.is_absent() && !file_.is_in_memory();
    return "sqlite:" + file_.path().string() + (no_file ? " (no file yet)" : "");
  }
  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }

  void query(const Statement& statement, const std::function<void(Row)>& on_row) override {
    wait_as(lock_wait_);
    session().query(statement, on_row);
  }

  using Database::transact;
  [[nodiscard]] Transacted transact(std::span<const Unit> units, Commit commit) override {
    const Watch::Call call(watch_);
    Transacted result;
    std::size_t at = 0;
    try {
      if (commit == Commit::each) {
        for (; at < units.size(); ++at, ++result.done) run_unit(units[at], at);
      } else {
        run_together(units, at, commit);
        result.done = units.size();
      }
    } catch (const Error& error) {
      if (commit == Commit::never) result.done = at;
      result.failure = Transacted::Failure{at, error};
    }
    return result;
  }

  void run_alone(std::string_view statement) override {
    const Watch::Call call(watch_);
    require_file();
    wait_as(script_wait_);
    session_is_changed_ = true;
    session().run_script(statement);
    if (session().in_transaction()) {
      session().run("ROLLBACK");
      throw Error(ErrorCode::sql, "the statement left a transaction open; it was rolled back")
          .with_advice("without a transaction each statement runs alone; remove what begins one");
    }
  }

  // Units exclude each other (BEGIN IMMEDIATE), and the number of its event tells a unit whether
  // another runner came between: there is nothing to hold in addition.
  [[nodiscard]] std::optional<LockHolder> try_lock() override { return std::nullopt; }
  void require_lock() override {}
  void unlock() override {}

  [[nodiscard]] std::optional<std::string> obstacle(const Script& /*script*/) override {
    return std::nullopt;
  }

  void reconnect() override {
    if (file_.is_in_memory()) return;
    close();
    static_cast<void>(session());
  }

  [[nodiscard]] std::vector<IndexName> invalid_indexes() override { return {}; }

  [[nodiscard]] std::string waiting_for() noexcept override {
    return watch_.is_waiting() ? "another program that uses the database" : "";
  }

  void back_up(const std::filesystem::path& file) override {
    if (file_.is_absent() && !file_.is_in_memory()) {
      throw Error(
          ErrorCode::refused,
          fmt::format("there is nothing to back up: {} is not there yet", file_.path().string()))
          .with_advice("check the path in the database URL; a new database needs no backup");
    }
    const Watch::Call call(watch_);
    wait_as(lock_wait_);
    sqlite::back_up(session(), file_.path(), file, [this] { watch_.look_up(); });
  }

  // A statement ends with its process.
  [[nodiscard]] std::optional<std::string> running_elsewhere(
      std::string_view /*statement*/) override {
    return std::nullopt;
  }

  [[nodiscard]] std::string encryption() override { return {}; }

 private:
  void run_unit(const Unit& unit, std::size_t index) {
    begin_unit(unit, index);
    if (unit.script != nullptr) renew_session();
    require_file();
    wait_as(unit.script == nullptr ? lock_wait_ : script_wait_);
    // The pragma is ignored inside a transaction, so it goes before it. It is set for every script:
    // the one before may have left it either way. A unit without a script also stands between the
    // statements of one that run alone, which may have set it.
    const ForeignKeys foreign_keys =
        unit.script == nullptr ? ForeignKeys::enforced : unit.script->directives.foreign_keys;
    if (unit.script != nullptr) set_foreign_keys(foreign_keys);
    // What is only a record is written whatever a script has set before.
    if (session_is_changed_) session().run("PRAGMA query_only = OFF");
    Transaction transaction(session(), Transaction::Purpose::write);
    std::optional<ForeignKeyCheck> check;
    if (foreign_keys == ForeignKeys::off) check.emplace(session());
    for (const Statement& statement : unit.before) run_before(statement);
    // What comes behind the script has to be written.
    if (unit.script != nullptr && run_script(*unit.script) == ScriptGuard::Session::changed)
      session().run("PRAGMA query_only = OFF");
    for (const Statement& statement : unit.after) run(statement);
    if (check) check->require_no_new_violation();
    transaction.commit();
  }

  // One transaction, begun with the patience of the first script. A savepoint around each unit
  // keeps savepoints that a script leaves open from the next, which could roll back to them.
  void run_together(std::span<const Unit> units, std::size_t& at, Commit commit) {
    if (units.empty()) return;
    if (commit == Commit::together) {
      for (at = 0; at < units.size(); ++at) require_foreign_keys(units[at]);
      at = 0;
    }
    begin_unit(units.front(), 0);
    renew_session();
    // What is not there reads as an empty database in memory, which will do.
    if (commit == Commit::together) require_file();
    wait_as(units.front().script == nullptr ? lock_wait_ : script_wait_);
    set_foreign_keys(ForeignKeys::enforced);
    const SessionState state(session());
    Transaction transaction(session(), Transaction::Purpose::write);
    for (; at < units.size(); ++at) {
      require_foreign_keys(units[at]);
      begin_unit(units[at], at);
      session().run(fmt::format("SAVEPOINT {}", kUnitSavepoint).c_str());
      for (const Statement& statement : units[at].before) run_before(statement);
      if (const Script* script = units[at].script; script != nullptr) {
        const auto change = run_script(*script);
        require_no_deferred_violation(session());
        if (change == ScriptGuard::Session::changed) state.restore();
      }
      for (const Statement& statement : units[at].after) run(statement);
      session().run(fmt::format("RELEASE {}", kUnitSavepoint).c_str());
    }
    at = units.size() - 1;
    if (commit == Commit::together) transaction.commit();
  }

  static void require_foreign_keys(const Unit& unit) {
    if (unit.script == nullptr || unit.script->directives.foreign_keys == ForeignKeys::enforced)
      return;
    throw Error(
        ErrorCode::refused,
        fmt::format("{} turns foreign keys off, which SQLite cannot do within a transaction "
                    "that others share",
                    unit.script->path))
        .with_advice("run it in a transaction of its own");
  }

  void begin_unit(const Unit& unit, std::size_t index) {
    watch_.set_unit(index);
    watch_.look_up();
    if (unit.script != nullptr) set_timeouts(unit.script->directives);
  }

  void set_timeouts(const Directives& directives) {
    const auto lock = directives.lock_timeout ? directives.lock_timeout : settings_.lock_timeout;
    const auto statement =
        directives.statement_timeout ? directives.statement_timeout : settings_.statement_timeout;
    const auto unless_zero = [](std::optional<milliseconds> limit) {
      return limit == milliseconds(0) ? std::nullopt : limit;
    };
    script_wait_ =
        lock ? Patience{unless_zero(lock), "a longer lock_timeout waits longer"} : lock_wait_;
    watch_.set_statement_timeout(unless_zero(statement));
  }

  // A script may have put another busy handler in place.
  void wait_as(const Patience& patience) {
    watch_.set_patience(patience);
    watch_.install(session().handle());
  }

  // A script that fails may have changed the session before: a rollback takes no pragma back.
  [[nodiscard]] ScriptGuard::Session run_script(const Script& script) {
    const bool was_changed = std::exchange(session_is_changed_, true);
    const auto change = run_guarded(session(), script);
    session_is_changed_ = was_changed || change == ScriptGuard::Session::changed;
    watch_.install(session().handle());
    return change;
  }

  void run(const Statement& statement) {
    session().query(statement, [](Row) {});
  }

  void run_before(const Statement& statement) {
    try {
      run(statement);
    } catch (const Error& error) {
      const int code = sqlite3_extended_errcode(session().handle());
      if (code != SQLITE_CONSTRAINT_PRIMARYKEY && code != SQLITE_CONSTRAINT_UNIQUE) throw;
      Error conflict(ErrorCode::conflict, "another sqlmig changed the version table in between");
      conflict.sql = error.sql;
      conflict.advice = "look at 'sqlmig status', then say again what is wanted";
      throw conflict;
    }
  }

  void set_foreign_keys(ForeignKeys keys) {
    session().run(keys == ForeignKeys::off ? "PRAGMA foreign_keys = OFF"
                                           : "PRAGMA foreign_keys = ON");
  }

  // Opened when it is needed, so that a connection that could not be renewed is tried again.
  [[nodiscard]] Session& session() {
    if (!session_) session_.emplace(file_.open(watch_), watch_);
    return *session_;
  }

  void close() {
    session_.reset();
    session_is_changed_ = false;
  }

  void require_file() {
    if (!file_.is_absent()) return;
    Connection connection = file_.create(watch_);
    session_.emplace(std::move(connection), watch_);
  }

  // Pragmas and temporary tables live as long as a connection, so a script that left any costs the
  // next one a new connection. The old one goes first: it may hold a lock (PRAGMA locking_mode). A
  // database in memory would be lost with it.
  void renew_session() {
    if (session_is_changed_ && !file_.is_in_memory()) close();
  }

  Patience lock_wait_;    // of sqlmig's own statements
  Patience script_wait_;  // of the script that runs, or of the statements of one that run alone
  SessionSettings settings_;
  Watch watch_;
  File file_;
  std::optional<Session> session_;
  bool session_is_changed_ = false;  // by a script, beyond its end
  VersionTableDialect dialect_;
};

}  // namespace

std::unique_ptr<Database> open(std::string_view url, const ConnectOptions& options) {
  return std::make_unique<SqliteDatabase>(path_of_url(url, options.folder), options);
}

}  // namespace sqlmig::sqlite

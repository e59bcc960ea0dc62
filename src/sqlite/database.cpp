#include "sqlite/database.hpp"

#include "core/sql_identifier.hpp"
#include "sqlite/errors.hpp"
#include "sqlite/foreign_key_check.hpp"
#include "sqlite/handle.hpp"
#include "sqlite/script_guard.hpp"
#include "sqlite/session.hpp"
#include "sqlite/url.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <climits>
#include <system_error>

namespace sqlmig::sqlite {
namespace {

VersionTableDialect make_dialect(const std::string& prefix) {
  const auto table = [&](std::string_view name) {
    return "main." + quoted_identifier(fmt::format("{}_{}", prefix, name));
  };
  VersionTableDialect dialect;
  dialect.revisions = table("revisions");
  dialect.events = table("events");
  dialect.format = table("format");
  const auto prefixed = [&](std::string_view ddl) {
    return with_identifier(ddl, "\"sqlmig_", "\"" + prefix + "_");
  };
  dialect.create = prefixed(sql::sqlite_version_table);
  dialect.format_1_to_2 = prefixed(sql::sqlite_version_table_1_to_2);
  dialect.exists = fmt::format(
      "SELECT 1 FROM main.sqlite_schema WHERE type = 'table'"
      " AND lower(name) IN (lower('{0}_format'), lower('{0}_revisions'))",
      prefix);
  dialect.role = "''";
  dialect.elapsed_ms = "max(0, CAST((julianday('now') - julianday(at)) * 86400000 AS INTEGER))";
  dialect.utc_text = [](std::string_view column) { return std::string(column); };
  return dialect;
}

Error cannot_open(const std::filesystem::path& path, sqlite3* connection) {
  Error cause = last_error(connection);
  Error error(ErrorCode::connection,
              fmt::format("cannot open {}: {}", path.string(), cause.what()));
  error.sql = std::move(cause.sql);
  error.advice =
      cause.advice.empty() ? "check the path in the database URL" : std::move(cause.advice);
  return error;
}

Connection open_file(const std::filesystem::path& path, int flags, std::chrono::milliseconds wait) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) throw cannot_open(path, raw);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, static_cast<int>(std::min<std::int64_t>(wait.count(), INT_MAX)));
  // Opening reads nothing yet; this does.
  if (sqlite3_exec(raw, "PRAGMA schema_version; PRAGMA foreign_keys = ON", nullptr, nullptr,
                   nullptr) != SQLITE_OK) {
    throw cannot_open(path, raw);
  }
  return connection;
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::filesystem::path path, const ConnectOptions& options)
      : path_(std::move(path)),
        access_(options.access),
        wait_(options.lock_wait),
        file_(find_file(path_)),
        session_(open_session()),
        dialect_(make_dialect(options.version_schema)) {}

  [[nodiscard]] DatabaseKind kind() const override { return DatabaseKind::sqlite; }
  [[nodiscard]] std::string name() const override {
    return "sqlite:" + path_.string() + (file_ == File::absent ? " (no file yet)" : "");
  }
  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }

  void query(const Statement& statement, const std::function<void(Row)>& on_row) override {
    session_.query(statement, on_row);
  }

  using Database::transact;
  [[nodiscard]] Transacted transact(std::span<const Unit> units, Commit /*commit*/) override {
    Transacted result;
    for (const Unit& unit : units) {
      try {
        run_unit(unit);
      } catch (const Error& error) {
        result.failure = Transacted::Failure{result.done, error};
        break;
      }
      ++result.done;
    }
    return result;
  }

  void run_unit(const Unit& unit) {
    require_file();
    if (unit.script != nullptr) renew_session();
    const bool enforced =
        unit.script == nullptr || unit.script->directives.foreign_keys == ForeignKeys::enforced;
    // The pragma is ignored inside a transaction, so it goes before it. It is set for every script:
    // the one before may have left it either way. A unit without a script also stands between the
    // statements of one that run alone, which may have set it.
    if (unit.script != nullptr) {
      session_.run(enforced ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
    }
    Transaction transaction(session_);
    std::optional<ForeignKeyCheck> check;
    if (!enforced) check.emplace(session_);
    for (const Statement& statement : unit.before) run_before(statement);
    if (unit.script != nullptr) run_guarded(*unit.script);
    for (const Statement& statement : unit.after) run(statement);
    if (check) check->require_no_new_violation();
    transaction.commit();
  }

  void run_alone(std::string_view statement) override {
    require_file();
    session_is_changed_ = true;
    session_.run_script(statement);
    if (session_.in_transaction()) {
      session_.run("ROLLBACK");
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
  void reconnect() override {}
  [[nodiscard]] std::vector<IndexName> invalid_indexes() override { return {}; }
  [[nodiscard]] std::string waiting_for() noexcept override { return {}; }
  void back_up(const std::filesystem::path& /*file*/) override {}
  [[nodiscard]] std::string encryption() override { return {}; }

 private:
  enum class File { present, absent };

  static File find_file(const std::filesystem::path& path) {
    std::error_code failure;
    // A file that cannot be looked at is not absent: opening it says why.
    return std::filesystem::exists(path, failure) || failure ? File::present : File::absent;
  }

  // A file that is not there reads as an empty database; it is created when something is written.
  [[nodiscard]] Connection open_session() const {
    if (file_ == File::absent) {
      std::error_code failure;
      if (path_ != ":memory:" && !std::filesystem::is_directory(path_.parent_path(), failure)) {
        throw Error(ErrorCode::connection,
                    fmt::format("there is no folder {}", path_.parent_path().string()))
            .with_advice("check the path in the database URL");
      }
      return open_file(":memory:", SQLITE_OPEN_READWRITE, wait_);
    }
    const int flags = access_ == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    return open_file(path_, flags, wait_);
  }

  void require_file() {
    if (file_ == File::present) return;
    if (access_ == Access::read_only)
      throw Error(ErrorCode::io, fmt::format("{} is not there", path_.string()));
    session_ = Session(open_file(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, wait_));
    file_ = File::present;
  }

  // Pragmas and temporary tables live as long as a connection, so a script that left any costs the
  // next one a new connection. A database in memory would be lost with it.
  void renew_session() {
    if (!session_is_changed_ || path_ == ":memory:") return;
    session_ = Session(open_file(path_, SQLITE_OPEN_READWRITE, wait_));
    session_is_changed_ = false;
  }

  void run(const Statement& statement) {
    session_.query(statement, [](Row) {});
  }

  void run_before(const Statement& statement) {
    try {
      run(statement);
    } catch (const Error& error) {
      const int code = sqlite3_extended_errcode(session_.handle());
      if (code != SQLITE_CONSTRAINT_PRIMARYKEY && code != SQLITE_CONSTRAINT_UNIQUE) throw;
      Error conflict(ErrorCode::conflict, "another sqlmig changed the version table in between");
      conflict.sql = error.sql;
      conflict.advice = "look at 'sqlmig status', then say again what is wanted";
      throw conflict;
    }
  }

  void run_guarded(const Script& script) {
    const ScriptGuard guard(session_.handle(), script.directives.foreign_keys);
    try {
      session_.run_script(script.text);
    } catch (const Error& error) {
      if (guard.refusal().message.empty() || sqlite3_errcode(session_.handle()) != SQLITE_AUTH)
        throw;
      Error refused(ErrorCode::sql, guard.refusal().message);
      refused.sql = error.sql;
      refused.advice = guard.refusal().advice;
      throw refused;
    }
    session_is_changed_ = session_is_changed_ || guard.session() == ScriptGuard::Session::changed;
    // INSERT OR ROLLBACK and RAISE(ROLLBACK) end a transaction past the authorizer.
    if (!session_.in_transaction()) {
      throw Error(ErrorCode::sql, "the script ended sqlmig's transaction; nothing of it was kept");
    }
  }

  std::filesystem::path path_;
  Access access_;
  std::chrono::milliseconds wait_;
  File file_;
  Session session_;
  bool session_is_changed_ = false;  // by a script, beyond its end
  VersionTableDialect dialect_;
};

}  // namespace

std::unique_ptr<Database> open(std::string_view url, const ConnectOptions& options) {
  return std::make_unique<SqliteDatabase>(path_of_url(url, options.folder), options);
}

}  // namespace sqlmig::sqlite

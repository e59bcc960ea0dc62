#include "sqlite/database.hpp"

#include "core/sql_identifier.hpp"
#include "sqlite/errors.hpp"
#include "sqlite/handle.hpp"
#include "sqlite/script_guard.hpp"
#include "sqlite/url.hpp"
#include "sqltext/token_scanner.hpp"
#include <embedded_sql.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
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
  dialect.create = with_identifier(sql::sqlite_version_table, "\"sqlmig_", "\"" + prefix + "_");
  dialect.exists = fmt::format(
      "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '{}_format'", prefix);
  dialect.role = "''";
  dialect.elapsed_ms = "max(0, CAST((julianday('now') - julianday(at)) * 86400000 AS INTEGER))";
  dialect.utc_text = [](std::string_view column) { return std::string(column); };
  return dialect;
}

// A row that PRAGMA foreign_key_check reports: table, rowid, parent table, number of the key.
using Violation = std::array<std::string, 4>;

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(Connection connection, std::string name, const std::string& prefix)
      : connection_(std::move(connection)), name_(std::move(name)), dialect_(make_dialect(prefix)) {
    run_all("PRAGMA foreign_keys = ON");
  }

  [[nodiscard]] DatabaseKind kind() const override { return DatabaseKind::sqlite; }
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }

  void query(const Statement& statement, const std::function<void(Row)>& on_row) override {
    const PreparedStatement prepared = prepare(statement);
    std::vector<std::optional<std::string_view>> row(
        static_cast<std::size_t>(sqlite3_column_count(prepared.get())));
    while (step(prepared.get())) {
      for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = column(prepared.get(), static_cast<int>(i));
      on_row(row);
    }
  }

  void transact(const Unit& unit) override {
    const ForeignKeys foreign_keys =
        unit.script != nullptr ? unit.script->directives.foreign_keys : ForeignKeys::enforced;
    if (foreign_keys == ForeignKeys::enforced) {
      transact_enforced(unit);
      return;
    }
    // The pragma is ignored inside a transaction, so it goes before it.
    run_all("PRAGMA foreign_keys = OFF");
    transact_unenforced(unit);
  }

  void run_alone(std::string_view statement) override {
    run_script(statement);
    if (sqlite3_get_autocommit(connection_.get()) == 0) {
      run_all("ROLLBACK");
      throw Error(ErrorCode::sql, "the statement left a transaction open; it was rolled back");
    }
  }

  // Units exclude each other (BEGIN IMMEDIATE), and the number of its event tells a unit whether
  // another runner came between: there is nothing to hold in addition.
  [[nodiscard]] std::optional<LockHolder> try_lock() override { return std::nullopt; }
  void unlock() override {}

 private:
  // Rolls back unless it was committed.
  class Transaction {
   public:
    explicit Transaction(SqliteDatabase& database) : database_(database) {
      database_.run_all("BEGIN IMMEDIATE");
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction() {
      sqlite3* connection = database_.connection_.get();
      if (sqlite3_get_autocommit(connection) == 0)
        sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    void commit() { database_.run_all("COMMIT"); }

   private:
    SqliteDatabase& database_;
  };

  void transact_enforced(const Unit& unit) {
    run_all("PRAGMA foreign_keys = ON");  // whatever the script before this one left
    Transaction transaction(*this);
    run_body(unit);
    transaction.commit();
  }

  void transact_unenforced(const Unit& unit) {
    Transaction transaction(*this);
    const std::set<Violation> before = violations_before();
    run_body(unit);
    require_no_new_violation(before);
    transaction.commit();
  }

  void run_body(const Unit& unit) {
    for (const Statement& statement : unit.before) run_before(statement);
    if (unit.script != nullptr) {
      const ScriptGuard guard(connection_.get(), unit.script->directives.foreign_keys);
      run_guarded(unit.script->text, guard);
    }
    for (const Statement& statement : unit.after) run(statement);
  }

  void run_before(const Statement& statement) {
    try {
      run(statement);
    } catch (const Error& error) {
      const int code = sqlite3_extended_errcode(connection_.get());
      if (code != SQLITE_CONSTRAINT_PRIMARYKEY && code != SQLITE_CONSTRAINT_UNIQUE) throw;
      Error conflict(ErrorCode::conflict, "another sqlmig changed the version table in between");
      conflict.sql = error.sql;
      throw conflict;
    }
  }

  void run(const Statement& statement) {
    const PreparedStatement prepared = prepare(statement);
    while (step(prepared.get())) {
    }
  }

  void run_guarded(const std::string& script, const ScriptGuard& guard) {
    try {
      run_script(script);
    } catch (Error& error) {
      if (guard.refusal().message.empty() || sqlite3_errcode(connection_.get()) != SQLITE_AUTH)
        throw;
      Error refused(ErrorCode::sql, guard.refusal().message);
      refused.sql = error.sql;
      refused.advice = guard.refusal().advice;
      throw refused;
    }
    // INSERT OR ROLLBACK and RAISE(ROLLBACK) end a transaction past the authorizer.
    if (sqlite3_get_autocommit(connection_.get()) != 0) {
      throw Error(ErrorCode::sql, "the script ended sqlmig's transaction; nothing of it was kept");
    }
  }

  // Walks along the statements with sqlite3_prepare_v2, which knows where each ends. The length is
  // given as -1: with the bytes that remain, SQLite would copy them for every statement.
  void run_script(std::string_view text) {
    const std::string script(text);
    const bool in_transaction = sqlite3_get_autocommit(connection_.get()) == 0;
    for (const char* at = script.c_str(); *at != '\0';) {
      const StatementPlace place{static_cast<std::size_t>(at - script.c_str()), first_token_of(at)};
      sqlite3_stmt* raw = nullptr;
      const char* tail = nullptr;
      if (sqlite3_prepare_v2(connection_.get(), at, -1, &raw, &tail) != SQLITE_OK) {
        throw last_error(connection_.get(), place);
      }
      const PreparedStatement prepared(raw);
      int code = SQLITE_DONE;
      while (raw != nullptr && (code = sqlite3_step(raw)) == SQLITE_ROW) {
      }
      if (code != SQLITE_DONE) throw last_error(connection_.get(), place);
      if (in_transaction && sqlite3_get_autocommit(connection_.get()) != 0) break;
      at = tail;
    }
  }

  // Blanks, comments and empty statements before a statement are prepared with it.
  static std::size_t first_token_of(const char* text) {
    sqltext::TokenScanner scanner(text, sqltext::SqlDialect::sqlite);
    sqltext::Token token = scanner.next();
    while (token.kind == sqltext::TokenKind::semicolon) token = scanner.next();
    return token.begin;
  }

  [[nodiscard]] PreparedStatement prepare(const Statement& statement) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(connection_.get(), statement.sql.c_str(), -1, &raw, nullptr) !=
        SQLITE_OK) {
      throw last_error(connection_.get());
    }
    PreparedStatement prepared(raw);
    for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
      // SQLite numbers $n by first appearance, so they are bound by name.
      const int index = sqlite3_bind_parameter_index(raw, fmt::format("${}", i + 1).c_str());
      if (bind(raw, index, statement.parameters[i]) != SQLITE_OK)
        throw last_error(connection_.get());
    }
    return prepared;
  }

  static int bind(sqlite3_stmt* statement, int index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
      return sqlite3_bind_int64(statement, index, *number);
    if (const auto* text = std::get_if<std::string>(&value)) {
      return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, index);
  }

  bool step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) throw last_error(connection_.get());
    return code == SQLITE_ROW;
  }

  static std::optional<std::string_view> column(sqlite3_stmt* statement, int index) {
    const auto* text = static_cast<const void*>(sqlite3_column_text(statement, index));
    if (text == nullptr) return std::nullopt;
    return std::string_view(static_cast<const char*>(text),
                            static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
  }

  void run_all(const char* sql) {
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw last_error(connection_.get());
    }
  }

  std::set<Violation> violations() {
    std::set<Violation> result;
    query({"PRAGMA foreign_key_check", {}}, [&](Row row) {
      Violation violation;
      for (std::size_t i = 0; i < violation.size(); ++i) violation[i] = row[i].value_or("");
      result.insert(std::move(violation));
    });
    return result;
  }

  // A schema whose keys do not match cannot be checked; the script may be about to mend it.
  std::set<Violation> violations_before() {
    try {
      return violations();
    } catch (const Error&) {
      return {};
    }
  }

  // Rows that were broken before do not block the script; those that it breaks do.
  void require_no_new_violation(const std::set<Violation>& before) {
    constexpr std::size_t kMaxListed = 5;
    std::string listed;
    std::size_t count = 0;
    for (const Violation& violation : violations()) {
      if (before.contains(violation)) continue;
      if (++count <= kMaxListed) {
        listed += fmt::format("\n  {} row {} has no partner in {}", violation[0], violation[1],
                              violation[2]);
      }
    }
    if (count == 0) return;
    throw Error(ErrorCode::sql,
                fmt::format("the script leaves {} rows that break a foreign key:{}", count, listed))
        .with_advice("it was rolled back");
  }

  Connection connection_;
  std::string name_;
  VersionTableDialect dialect_;
};

}  // namespace

std::unique_ptr<Database> open(std::string_view url, const ConnectOptions& options) {
  const std::filesystem::path path = path_of_url(url, options.folder);
  const bool writes = options.access == Access::read_write;
  std::error_code failure;
  // Reading creates nothing: a file that is not there reads as an empty database.
  const bool absent = !writes && !std::filesystem::exists(path, failure);
  const int flags = writes   ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                    : absent ? SQLITE_OPEN_READWRITE
                             : SQLITE_OPEN_READONLY;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(absent ? ":memory:" : path.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  const auto fail = [&] {
    Error error = last_error(raw);
    const Error with_path(ErrorCode::connection,
                          fmt::format("cannot open {}: {}", path.string(), error.what()));
    Error result = with_path;
    result.sql = std::move(error.sql);
    result.advice = std::move(error.advice);
    return result;
  };
  if (code != SQLITE_OK) throw fail();
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, static_cast<int>(options.lock_wait.count()));
  // Opening reads nothing yet; this does.
  if (sqlite3_exec(raw, "PRAGMA schema_version", nullptr, nullptr, nullptr) != SQLITE_OK)
    throw fail();
  return std::make_unique<SqliteDatabase>(
      std::move(connection), "sqlite:" + path.string() + (absent ? " (no file yet)" : ""),
      options.version_schema);
}

}  // namespace sqlmig::sqlite

#include "postgres/site.hpp"

#include "core/sql_identifier.hpp"
#include "postgres/connection.hpp"
#include "postgres/errors.hpp"
#include "postgres/settings.hpp"
#include <sqlmig/error.hpp>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace sqlmig::postgres {
namespace {

// SQLSTATEs. Source: PostgreSQL, appendix A.
constexpr std::string_view kDuplicateDatabase = "42P04";
constexpr std::string_view kUniqueViolation = "23505";
constexpr std::string_view kInvalidCatalogName = "3D000";
constexpr std::string_view kObjectInUse = "55006";
constexpr std::string_view kInsufficientPrivilege = "42501";

// A database cannot be made or removed over a connection to itself. `postgres` is there for this,
// and where it was removed, `template1` still is.
Connection connect_beside(const std::string& database, const std::string& url,
                          const ConnectOptions& options) {
  std::optional<Error> first;
  for (const std::string& other : std::array<std::string, 2>{"postgres", "template1"}) {
    if (other == database) continue;
    try {
      return connect_to(url, options, other);
    } catch (Error& error) {
      if (!first) first = std::move(error);
    }
  }
  throw std::move(*first);
}

class PostgresSite final : public DatabaseSite {
 public:
  PostgresSite(const EffectiveSettings& said, const std::string& url, const ConnectOptions& options)
      : database_(said.database()),
        name_(said.name_of(database_)),
        connection_(connect_beside(database_, url, options)) {
    if (!options.session.role.empty()) run("SET ROLE " + quoted_identifier(options.session.role));
  }

  [[nodiscard]] std::string name() const override { return name_; }

  [[nodiscard]] bool exists() override {
    const char* value = database_.c_str();
    const Result result(libpq().exec_params(
        connection_.get(), "SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1", 1, nullptr,
        &value, nullptr, nullptr, 0));
    if (libpq().result_status(result.get()) != PGRES_TUPLES_OK)
      throw error_of(connection_.get(), result.get());
    return libpq().ntuples(result.get()) != 0;
  }

  [[nodiscard]] Created create() override {
    if (exists()) return Created::before;
    try {
      run("CREATE DATABASE " + quoted_identifier(database_));
      return Created::now;
    } catch (const Error& error) {
      // Somebody else was quicker; the second is what PostgreSQL says if it was by very little.
      if (has_state(error, kDuplicateDatabase) || has_state(error, kUniqueViolation))
        return Created::before;
      throw advised(error, kInsufficientPrivilege,
                    "let an administrator grant it: ALTER ROLE ... CREATEDB, or create the "
                    "database there");
    }
  }

  [[nodiscard]] Dropped drop(OtherSessions others) override {
    if (!exists()) return Dropped::before;
    try {
      run("DROP DATABASE " + quoted_identifier(database_) +
          (others == OtherSessions::ended ? " WITH (FORCE)" : ""));
      return Dropped::now;
    } catch (const Error& error) {
      if (has_state(error, kInvalidCatalogName)) return Dropped::before;
      if (!has_state(error, kObjectInUse))
        throw advised(error, kInsufficientPrivilege, "only its owner may drop a database");
      Error in_use(ErrorCode::locked, error.what());
      in_use.sql = error.sql;
      in_use.advice = "end the other sessions, or say --force, which ends them";
      throw in_use;
    }
  }

 private:
  static bool has_state(const Error& error, std::string_view sqlstate) {
    return error.sql && error.sql->sqlstate == sqlstate;
  }

  static Error advised(Error error, std::string_view sqlstate, std::string advice) {
    if (has_state(error, sqlstate)) error.advice = std::move(advice);
    return error;
  }

  void run(const std::string& statement) {
    const Result result(libpq().exec_params(connection_.get(), statement.c_str(), 0, nullptr,
                                            nullptr, nullptr, nullptr, 0));
    if (libpq().result_status(result.get()) != PGRES_COMMAND_OK)
      throw error_of(connection_.get(), result.get());
  }

  std::string database_;
  std::string name_;
  Connection connection_;
};

}  // namespace

std::unique_ptr<DatabaseSite> open_site(const std::string& url, const ConnectOptions& options) {
  return std::make_unique<PostgresSite>(EffectiveSettings(url), url, options);
}

}  // namespace sqlmig::postgres

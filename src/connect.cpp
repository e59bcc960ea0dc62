// The only file that knows both backends.
#include "postgres/database.hpp"
#include "postgres/psql_script.hpp"
#include "postgres/settings.hpp"
#include "postgres/site.hpp"
#include "postgres/url.hpp"
#include "sqlite/database.hpp"
#include "sqlite/shell_script.hpp"
#include "sqlite/site.hpp"
#include "sqlite/url.hpp"
#include <sqlmig/client_script.hpp>
#include <sqlmig/connect.hpp>
#include <sqlmig/site.hpp>

namespace sqlmig {

DatabaseKind database_kind(std::string_view url) {
  if (sqlite::is_url(url)) return DatabaseKind::sqlite;
  if (postgres::is_url(url)) return DatabaseKind::postgres;
  throw Error(ErrorCode::config, "the database URL is of no known kind")
      .with_advice("write sqlite:FILE, postgresql://USER@HOST/DATABASE or host=... dbname=...");
}

std::unique_ptr<Database> connect(const std::string& url, const ConnectOptions& options) {
  switch (database_kind(url)) {
    case DatabaseKind::sqlite:
      return sqlite::open(url, options);
    case DatabaseKind::postgres:
      return postgres::open(url, options);
  }
  throw Error(ErrorCode::internal, "a database kind without a backend");
}

std::unique_ptr<DatabaseSite> open_site(const std::string& url, const ConnectOptions& options) {
  switch (database_kind(url)) {
    case DatabaseKind::sqlite:
      return sqlite::open_site(url, options);
    case DatabaseKind::postgres:
      return postgres::open_site(url, options);
  }
  throw Error(ErrorCode::internal, "a database kind without a backend");
}

std::string database_name(const std::string& url, const std::filesystem::path& folder) {
  if (database_kind(url) == DatabaseKind::sqlite)
    return "sqlite:" + sqlite::path_of_url(url, folder).string();
  const postgres::EffectiveSettings settings(url);
  return settings.name_of(settings.database());
}

std::unique_ptr<ClientScript> open_client_script(DatabaseKind kind,
                                                 const ClientScriptOptions& options) {
  switch (kind) {
    case DatabaseKind::sqlite:
      return sqlite::open_client_script(options);
    case DatabaseKind::postgres:
      return postgres::open_client_script(options);
  }
  throw Error(ErrorCode::internal, "a database kind without a backend");
}

bool holds_password(const std::string& url) {
  return database_kind(url) == DatabaseKind::postgres && postgres::holds_password(url);
}

}  // namespace sqlmig

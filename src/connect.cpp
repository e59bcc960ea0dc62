// The only file that knows both backends.
#include "postgres/database.hpp"
#include "postgres/url.hpp"
#include "sqlite/database.hpp"
#include "sqlite/url.hpp"
#include <sqlmig/connect.hpp>

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

}  // namespace sqlmig

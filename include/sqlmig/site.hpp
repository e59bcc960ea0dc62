// The place of a database that may not be there yet: to make one, and to remove one.
#pragma once

#include <sqlmig/connect.hpp>

#include <memory>
#include <string>

namespace sqlmig {

/// What a URL names, whether it is there or not. A port, as Database is.
/// Errors, of every operation: ErrorCode::connection, ErrorCode::sql.
class DatabaseSite {
 public:
  DatabaseSite() = default;
  DatabaseSite(const DatabaseSite&) = delete;
  DatabaseSite& operator=(const DatabaseSite&) = delete;
  virtual ~DatabaseSite() = default;

  /// As Database::name. Never holds a password.
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual bool exists() = 0;

  enum class Created { now, before };
  /// Makes an empty database, unless one is there.
  [[nodiscard]] virtual Created create() = 0;

  enum class Dropped { now, before };
  /// What becomes of sessions that others have in the database.
  enum class OtherSessions { respected, ended };
  /// Removes the database with all that is in it, if it is there.
  /// Errors: ErrorCode::locked if others use it, and they are to be respected or cannot be ended;
  /// ErrorCode::refused for what is no database.
  [[nodiscard]] virtual Dropped drop(OtherSessions others) = 0;
};

/// Finds the site that a URL names. PostgreSQL: connects to the database `postgres` of the same
/// server, or to `template1`.
/// Errors: ErrorCode::config for a URL that names no site; ErrorCode::connection.
[[nodiscard]] std::unique_ptr<DatabaseSite> open_site(const std::string& url,
                                                      const ConnectOptions& options);

}  // namespace sqlmig

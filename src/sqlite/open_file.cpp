#include "sqlite/open_file.hpp"

#include "sqlite/errors.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <string>
#include <system_error>
#include <utility>

namespace sqlmig::sqlite {
namespace {

Error cannot_open(const std::filesystem::path& path, sqlite3* connection) {
  Error cause = last_error(connection);
  const ErrorCode code =
      cause.code() == ErrorCode::locked ? ErrorCode::locked : ErrorCode::connection;
  Error error(code, fmt::format("cannot open {}: {}", path.string(), cause.what()));
  error.sql = std::move(cause.sql);
  error.advice =
      cause.advice.empty() ? "check the path in the database URL" : std::move(cause.advice);
  return error;
}

Connection open_unread(const std::filesystem::path& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) throw cannot_open(path, raw);
  sqlite3_extended_result_codes(raw, 1);
  return connection;
}

}  // namespace

Connection open_file(const std::filesystem::path& path, int flags, Watch& watch) {
  Connection connection = open_unread(path, flags);
  watch.install(connection.get());
  // Opening reads nothing yet; this does.
  if (sqlite3_exec(connection.get(), "PRAGMA schema_version; PRAGMA foreign_keys = ON", nullptr,
                   nullptr, nullptr) != SQLITE_OK) {
    throw cannot_open(path, connection.get());
  }
  return connection;
}

Connection open_exclusively(const std::filesystem::path& path) {
  Connection connection = open_unread(path, SQLITE_OPEN_READWRITE);
  // With a write-ahead log, every session that is open holds a lock that this mode does not share;
  // it has to be chosen before anything is read.
  if (sqlite3_exec(connection.get(), "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", nullptr,
                   nullptr, nullptr) != SQLITE_OK) {
    throw last_error(connection.get());
  }
  return connection;
}

void require_folder_of(const std::filesystem::path& path) {
  std::error_code failure;
  if (std::filesystem::is_directory(path.parent_path(), failure)) return;
  throw Error(ErrorCode::connection,
              fmt::format("there is no folder {}", path.parent_path().string()))
      .with_advice("check the path in the database URL");
}

}  // namespace sqlmig::sqlite

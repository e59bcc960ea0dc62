#include "sqlite/file.hpp"

#include "sqlite/errors.hpp"

#include <fmt/core.h>

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

Connection open_file(const std::filesystem::path& path, int flags, Watch& watch) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) throw cannot_open(path, raw);
  sqlite3_extended_result_codes(raw, 1);
  watch.install(raw);
  // Opening reads nothing yet; this does.
  if (sqlite3_exec(raw, "PRAGMA schema_version; PRAGMA foreign_keys = ON", nullptr, nullptr,
                   nullptr) != SQLITE_OK) {
    throw cannot_open(path, raw);
  }
  return connection;
}

}  // namespace

File::File(std::filesystem::path path, Access access) : path_(std::move(path)), access_(access) {
  std::error_code failure;
  // A file that cannot be looked at is not absent: opening it says why.
  state_ = std::filesystem::exists(path_, failure) || failure ? State::present : State::absent;
}

Connection File::open(Watch& watch) const {
  if (!is_absent()) {
    const int flags = access_ == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    return open_file(path_, flags, watch);
  }
  std::error_code failure;
  if (!is_in_memory() && !std::filesystem::is_directory(path_.parent_path(), failure)) {
    throw Error(ErrorCode::connection,
                fmt::format("there is no folder {}", path_.parent_path().string()))
        .with_advice("check the path in the database URL");
  }
  return open_file(":memory:", SQLITE_OPEN_READWRITE, watch);
}

Connection File::create(Watch& watch) {
  if (access_ == Access::read_only)
    throw Error(ErrorCode::io, fmt::format("{} is not there", path_.string()));
  Connection connection = open_file(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, watch);
  state_ = State::present;
  return connection;
}

}  // namespace sqlmig::sqlite

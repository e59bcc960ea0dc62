#include "sqlite/file.hpp"

#include "sqlite/open_file.hpp"

#include <fmt/core.h>

#include <system_error>
#include <utility>

namespace sqlmig::sqlite {
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
  if (!is_in_memory()) require_folder_of(path_);
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

// The file of a database, which may not be there yet.
#pragma once

#include "sqlite/handle.hpp"
#include "sqlite/watch.hpp"
#include <sqlmig/connect.hpp>

#include <filesystem>

namespace sqlmig::sqlite {

class File {
 public:
  File(std::filesystem::path path, Access access);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] bool is_in_memory() const { return path_ == ":memory:"; }
  [[nodiscard]] bool is_absent() const { return state_ == State::absent; }

  /// Opens it. A file that is not there reads as an empty database.
  /// Errors: ErrorCode::connection, ErrorCode::locked.
  [[nodiscard]] Connection open(Watch& watch) const;

  /// Opens it to write, and makes it if it is not there.
  /// Errors: as above, and ErrorCode::io if it is only to be read.
  [[nodiscard]] Connection create(Watch& watch);

 private:
  enum class State { present, absent };

  std::filesystem::path path_;
  Access access_;
  State state_;
};

}  // namespace sqlmig::sqlite

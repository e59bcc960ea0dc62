// Opening an SQLite file.
#pragma once

#include "sqlite/handle.hpp"
#include "sqlite/watch.hpp"

#include <filesystem>

namespace sqlmig::sqlite {

/// Opens a file with SQLITE_OPEN_* flags and reads it; foreign keys are enforced. `watch` waits for
/// other programs that use it.
/// Errors: ErrorCode::connection, ErrorCode::locked.
[[nodiscard]] Connection open_file(const std::filesystem::path& path, int flags, Watch& watch);

/// Opens a file that nobody else reads or writes, and keeps everybody out of it.
/// Errors: ErrorCode::locked if somebody does; ErrorCode::connection for what is no database.
[[nodiscard]] Connection open_exclusively(const std::filesystem::path& path);

/// Errors: ErrorCode::connection if the folder of a file is not there.
void require_folder_of(const std::filesystem::path& path);

}  // namespace sqlmig::sqlite

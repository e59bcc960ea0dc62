// A copy of a database in a file of its own.
#pragma once

#include "sqlite/session.hpp"

#include <filesystem>
#include <functional>

namespace sqlmig::sqlite {

/// Copies the database as it is when this begins; `between` is called often and stops it by
/// throwing. The copy gets its name when it is complete, and the rights of the file `original`.
/// Other programs go on reading. In WAL mode they go on writing too; with a rollback journal their
/// commits wait for the end of the copy.
/// Errors: ErrorCode::refused if `file` is there already, ErrorCode::io if it cannot be written.
/// Source: SQLite, "Online Backup API".
void back_up(const Session& session, const std::filesystem::path& original,
             const std::filesystem::path& file, const std::function<void()>& between);

}  // namespace sqlmig::sqlite

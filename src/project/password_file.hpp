// A password in a file of its own.
#pragma once

#include <filesystem>
#include <string>

namespace sqlmig::project {

/// The text of the file without one line end behind it.
/// Errors: ErrorCode::io if it cannot be read; ErrorCode::config if it is empty, or if others than
/// its owner may read it, as libpq refuses a .pgpass then. No message holds a part of it.
[[nodiscard]] std::string read_password_file(const std::filesystem::path& file);

}  // namespace sqlmig::project

// A file that a user asked for.
#pragma once

#include <filesystem>
#include <string_view>

namespace sqlmig::project {

/// Writes a new file, or new bytes in the place of one, in one step: whoever reads it sees a whole
/// file. A symbolic link is followed. `what` is a word or two for messages, such as `the report`.
/// Errors: ErrorCode::io, which names the file; also if its folder is not there, or if it is
/// something else than a file.
void put_file(const std::filesystem::path& file, std::string_view bytes, std::string_view what);

}  // namespace sqlmig::project

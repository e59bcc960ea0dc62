// Puts a report into a file.
#pragma once

#include <string>
#include <string_view>

namespace sqlmig::cli {

/// Writes a new file, or new bytes in the place of one, in one step: whoever reads it sees a whole
/// report. A symbolic link is followed.
/// Errors: ErrorCode::io, which names the file; also if its folder is not there, or if it is
/// something else than a file.
void write_report(const std::string& file, std::string_view report);

}  // namespace sqlmig::cli

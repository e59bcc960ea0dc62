// A file that lists many databases, for --targets.
#pragma once

#include <sqlmig/project.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// Shape: `name` holds no password; `url` is expanded and may.
struct Target {
  std::string name;
  std::string url;
};

/// The databases that a file lists, in its order. A target that has no name is called by its URL,
/// without the password. `file` is as messages name it and starts at `start`; relative SQLite paths
/// start at its folder.
/// Errors: ErrorCode::io; ErrorCode::config with every problem of the file, or if it lists nothing.
/// Source: docs/targets.md "The file".
[[nodiscard]] std::vector<Target> read_targets_file(const std::filesystem::path& file,
                                                    const std::filesystem::path& start,
                                                    const Environment& environment);

/// The same from the text of the file.
[[nodiscard]] std::vector<Target> parse_targets(std::string_view text,
                                                const std::filesystem::path& file,
                                                const std::filesystem::path& start,
                                                const Environment& environment);

}  // namespace sqlmig::project

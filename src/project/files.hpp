// The file system, as far as a project needs it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// The bytes of a file.
/// Errors: ErrorCode::io.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Writes a new file; never over an existing one.
/// Errors: ErrorCode::io.
void create_file(const std::filesystem::path& path, std::string_view bytes);

/// Puts new bytes in the place of a file in one step, so that a reader sees the old or the new.
/// Errors: ErrorCode::io.
void replace_file(const std::filesystem::path& path, std::string_view bytes);

/// One file or folder in a folder; `link` is a symbolic link, whatever it leads to.
struct Entry {
  enum class Type { file, folder, link, other };
  std::string name;
  Type type;
};

/// What a folder holds, sorted by name.
/// Errors: ErrorCode::io.
[[nodiscard]] std::vector<Entry> list_folder(const std::filesystem::path& path);

/// True if `path`, with every symbolic link followed, lies below `folder`.
[[nodiscard]] bool lies_within(const std::filesystem::path& path,
                               const std::filesystem::path& folder);

}  // namespace sqlmig::project

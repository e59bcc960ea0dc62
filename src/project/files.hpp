// The file system, as far as a project needs it.
#pragma once

#include "project/file_descriptor.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// The bytes of a file.
/// Errors: ErrorCode::io.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Whether whoever may read a file may run it too.
enum class FileMode { plain, executable };

/// Writes a new file; never over an existing one.
/// Errors: ErrorCode::io.
void create_file(const std::filesystem::path& path, std::string_view bytes,
                 FileMode mode = FileMode::plain);

/// Makes a folder and those that lead to it, as far as they are not there.
/// Errors: ErrorCode::io.
void create_folders(const std::filesystem::path& path);

/// Puts new bytes in the place of a file in one step, so that a reader sees the old or the new.
/// Errors: ErrorCode::io.
void replace_file(const std::filesystem::path& path, std::string_view bytes);

/// One file or folder in a folder; `link` is a symbolic link, whatever it leads to.
struct Entry {
  enum class Type { file, folder, link, other };
  std::string name;
  Type type;
};

/// An open folder. What is in it is reached from there and not by its full path: that is faster,
/// and stays in this folder whatever is renamed meanwhile. Several threads may use it at once, but
/// one of them lists it.
class Folder {
 public:
  /// Errors: ErrorCode::io, of every operation.
  explicit Folder(const std::filesystem::path& path);
  [[nodiscard]] Folder open_folder(const std::string& name) const;

  /// What it holds, sorted by name.
  [[nodiscard]] std::vector<Entry> entries() const;
  /// The bytes of a file.
  [[nodiscard]] std::string read_file(const std::string& name) const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  Folder(int from, const char* name, std::string path);

  std::string path_;
  FileDescriptor folder_;
};

/// `start` or the nearest folder above it that has something called `name`; nothing if none has.
[[nodiscard]] std::optional<std::filesystem::path> nearest_folder_with(
    const std::filesystem::path& start, std::string_view name);

/// `path`, absolute and with every symbolic link followed, as far as it is there.
/// Errors: ErrorCode::io.
[[nodiscard]] std::filesystem::path real_path(const std::filesystem::path& path);

/// True if `path`, with every symbolic link followed, lies below `folder`.
[[nodiscard]] bool lies_within(const std::filesystem::path& path,
                               const std::filesystem::path& folder);

}  // namespace sqlmig::project

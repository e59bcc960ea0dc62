#include "project/files.hpp"

#include "project/io_error.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sqlmig::project {
namespace {

[[noreturn]] void throw_io(std::string_view action, std::string_view path, int error) {
  throw io_error(action, path, error);
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_io("write", path.string(), errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

Entry::Type type_of(const dirent64& entry, int folder) {
  switch (entry.d_type) {
    case DT_REG:
      return Entry::Type::file;
    case DT_DIR:
      return Entry::Type::folder;
    case DT_LNK:
      return Entry::Type::link;
    case DT_UNKNOWN:
      break;  // a file system that does not say: ask
    default:
      return Entry::Type::other;
  }
  struct stat status {};
  if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Entry::Type::other;
  if (S_ISREG(status.st_mode)) return Entry::Type::file;
  if (S_ISDIR(status.st_mode)) return Entry::Type::folder;
  return S_ISLNK(status.st_mode) ? Entry::Type::link : Entry::Type::other;
}

std::string joined(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

std::string read_file_at(int folder, const char* name, std::string_view folder_path) {
  const FileDescriptor file(::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) throw_io("read", joined(folder_path, name), errno);
  std::array<char, 65536> buffer;
  std::string bytes;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_io("read", joined(folder_path, name), errno);
    // A short read is no end: some file systems give less than there is.
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  return read_file_at(AT_FDCWD, path.c_str(), {});
}

void create_file(const std::filesystem::path& path, std::string_view bytes, FileMode mode) {
  const mode_t rights = mode == FileMode::executable ? 0777 : 0666;
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights));
  if (!file.valid()) throw_io("create", path.string(), errno);
  write_all(file.get(), bytes, path);
}

void create_folders(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) throw_io("create", path.string(), failure.value());
}

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw_io("write", path.string(), errno);
  std::filesystem::path temporary = path;
  temporary += ".new";
  const FileDescriptor file(
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 07777U));
  if (!file.valid()) throw_io("create", temporary.string(), errno);
  try {
    write_all(file.get(), bytes, temporary);
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw_io("write", path.string(), errno);
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
}

Folder::Folder(const std::filesystem::path& path) : Folder(AT_FDCWD, path.c_str(), path.string()) {}

Folder::Folder(int from, const char* name, std::string path)
    : path_(std::move(path)), folder_(::openat(from, name, O_RDONLY | O_CLOEXEC | O_DIRECTORY)) {
  if (!folder_.valid()) throw_io("read folder", path_, errno);
}

Folder Folder::open_folder(const std::string& name) const {
  return {folder_.get(), name.c_str(), joined(path_, name)};
}

// By the system call: opendir asks three more questions of each folder.
std::vector<Entry> Folder::entries() const {
  if (::lseek(folder_.get(), 0, SEEK_SET) != 0) throw_io("read folder", path_, errno);
  std::vector<Entry> entries;
  alignas(dirent64) std::array<char, 32768> buffer;
  for (;;) {
    const ssize_t got = ::getdents64(folder_.get(), buffer.data(), buffer.size());
    if (got < 0) throw_io("read folder", path_, errno);
    if (got == 0) break;
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer.data() + at);
      at += entry->d_reclen;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..")
        entries.push_back({std::string(name), type_of(*entry, folder_.get())});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
}

std::string Folder::read_file(const std::string& name) const {
  return read_file_at(folder_.get(), name.c_str(), path_);
}

std::optional<std::filesystem::path> nearest_folder_with(const std::filesystem::path& start,
                                                         std::string_view name) {
  std::error_code failure;
  for (std::filesystem::path at = std::filesystem::absolute(start, failure).lexically_normal();;
       at = at.parent_path()) {
    if (std::filesystem::exists(at / name, failure)) return at;
    if (at == at.parent_path()) return std::nullopt;
  }
}

std::filesystem::path real_path(const std::filesystem::path& path) {
  std::error_code failure;
  // A relative path of which nothing is there would stay relative.
  const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
  const std::filesystem::path real =
      failure ? std::filesystem::path() : std::filesystem::weakly_canonical(absolute, failure);
  if (failure) throw_io("find", path.string(), failure.value());
  return real.has_filename() ? real : real.parent_path();  // `x/` is `x`
}

bool lies_within(const std::filesystem::path& path, const std::filesystem::path& folder) {
  std::error_code failure;
  const std::filesystem::path real = std::filesystem::canonical(path, failure);
  if (failure) return false;
  const std::filesystem::path root = std::filesystem::canonical(folder, failure);
  if (failure) return false;
  const auto [in_root, in_real] = std::mismatch(root.begin(), root.end(), real.begin(), real.end());
  return in_root == root.end();
}

}  // namespace sqlmig::project

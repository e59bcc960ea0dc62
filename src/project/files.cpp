#include "project/files.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sqlmig::project {
namespace {

[[noreturn]] void throw_io(std::string_view action, const std::filesystem::path& path, int error) {
  throw Error(ErrorCode::io, fmt::format("cannot {} {}: {}", action, path.string(),
                                         std::generic_category().message(error)));
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_io("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

struct FolderCloser {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

Entry::Type type_of(const dirent& entry, int folder) {
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

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) throw_io("read", path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) throw_io("read", path, errno);
  if (!S_ISREG(status.st_mode)) throw_io("read", path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
  // One byte more than the file has, so that a single read also sees its end.
  std::string bytes(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    if (size == bytes.size()) bytes.resize(bytes.size() * 2);  // it grew
    const ssize_t got = ::read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_io("read", path, errno);
    size += static_cast<std::size_t>(got);
    if (got == 0 || size < bytes.size()) break;
  }
  bytes.resize(size);
  return bytes;
}

void create_file(const std::filesystem::path& path, std::string_view bytes) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.valid()) throw_io("create", path, errno);
  write_all(file.get(), bytes, path);
}

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw_io("write", path, errno);
  std::filesystem::path temporary = path;
  temporary += ".new";
  try {
    const FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                                     status.st_mode & 07777U));
    if (!file.valid()) throw_io("create", temporary, errno);
    write_all(file.get(), bytes, temporary);
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw_io("write", path, errno);
  } catch (const Error&) {
    ::unlink(temporary.c_str());
    throw;
  }
}

std::vector<Entry> list_folder(const std::filesystem::path& path) {
  const std::unique_ptr<DIR, FolderCloser> folder(::opendir(path.c_str()));
  if (!folder) throw_io("read folder", path, errno);
  std::vector<Entry> entries;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      entries.push_back({std::string(name), type_of(*entry, ::dirfd(folder.get()))});
    }
    errno = 0;
  }
  if (errno != 0) throw_io("read folder", path, errno);
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return entries;
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

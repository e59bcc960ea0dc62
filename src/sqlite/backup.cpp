#include "sqlite/backup.hpp"

#include "sqlite/errors.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sqlmig::sqlite {
namespace {

Error cannot_write(const std::filesystem::path& file, const std::string& reason) {
  return Error(ErrorCode::io, fmt::format("cannot write the backup {}: {}", file.string(), reason))
      .with_advice("check the path and the room on its disk; nothing was changed");
}

Error cannot_write(const std::filesystem::path& file) {
  return cannot_write(file, std::generic_category().message(errno));
}

Error is_there_already(const std::filesystem::path& file) {
  return Error(ErrorCode::refused, fmt::format("the backup {} is there already", file.string()))
      .with_advice("name another file, or move that one away");
}

// A file beside the one that it is to become. Removed, unless it became that.
class PartialFile {
 public:
  explicit PartialFile(const std::filesystem::path& file)
      : file_(file), path_(file.string() + ".partial-XXXXXX"), fd_(::mkstemp(path_.data())) {
    if (fd_ < 0) throw cannot_write(file_);
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() {
    ::close(fd_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  [[nodiscard]] const std::string& path() const { return path_; }

  void take_rights_of(const std::filesystem::path& original) const {
    struct stat status {};
    if (::stat(original.c_str(), &status) != 0) return;  // a database in memory
    if (::fchmod(fd_, status.st_mode & 0777U) != 0) throw cannot_write(file_);
  }

  // Never in place of a file that somebody else has made meanwhile.
  void become_the_file() {
    if (::fsync(fd_) != 0) throw cannot_write(file_);
    if (::link(path_.c_str(), file_.c_str()) == 0) {
      ::unlink(path_.c_str());
    } else if (errno == EEXIST) {
      throw is_there_already(file_);
    } else {
      rename_to_the_file();
    }
    path_.clear();
    sync_folder();
  }

 private:
  // Where the file system knows no second name for a file.
  void rename_to_the_file() const {
    std::error_code failure;
    std::filesystem::rename(path_, file_, failure);
    if (failure) throw cannot_write(file_, failure.message());
  }

  void sync_folder() const {
    const std::filesystem::path folder = file_.parent_path();
    const int fd =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;  // a folder that may be written and not read
    ::fsync(fd);
    ::close(fd);
  }

  std::filesystem::path file_;
  std::string path_;
  int fd_;
};

struct BackupFinisher {
  void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};

void copy_pages(sqlite3* from, const std::string& path, const std::filesystem::path& file,
                const std::function<void()>& between) {
  constexpr int kPages = 1000;
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  const Connection to(raw);
  if (opened != SQLITE_OK) throw cannot_write(file, sqlite3_errmsg(raw));
  // What is not complete has no name, so nothing has to be made good after a crash.
  sqlite3_exec(raw, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr,
               nullptr);
  int code = SQLITE_OK;
  std::unique_ptr<sqlite3_backup, BackupFinisher> backup(
      sqlite3_backup_init(raw, "main", from, "main"));
  if (!backup) throw cannot_write(file, sqlite3_errmsg(raw));
  while ((code = sqlite3_backup_step(backup.get(), kPages)) == SQLITE_OK) between();
  backup.reset();  // now the connection knows the error
  if (code != SQLITE_DONE) throw cannot_write(file, last_error(raw).what());
}

}  // namespace

void back_up(const Session& session, const std::filesystem::path& original,
             const std::filesystem::path& file, const std::function<void()>& between) {
  std::error_code failure;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, failure)))
    throw is_there_already(file);
  PartialFile partial(file);
  partial.take_rights_of(original);
  // The copy would begin anew whenever somebody writes. What is read in one transaction does not
  // change; the query begins it in fact.
  const Transaction transaction(session, Transaction::Purpose::read);
  static_cast<void>(value_of(session, {"SELECT count(*) FROM main.sqlite_schema", {}}));
  copy_pages(session.handle(), partial.path(), file, between);
  partial.become_the_file();
}

}  // namespace sqlmig::sqlite

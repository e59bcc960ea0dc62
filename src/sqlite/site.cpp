#include "sqlite/site.hpp"

#include "sqlite/open_file.hpp"
#include "sqlite/session.hpp"
#include "sqlite/url.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace sqlmig::sqlite {
namespace {

namespace fs = std::filesystem;

void remove_file(const fs::path& file) {
  std::error_code failure;
  fs::remove(file, failure);
  if (failure) {
    throw Error(ErrorCode::io,
                fmt::format("cannot remove {}: {}", file.string(), failure.message()))
        .with_advice("the file or its folder cannot be written to by this user");
  }
}

class SqliteSite final : public DatabaseSite {
 public:
  SqliteSite(fs::path file, const ConnectOptions& options)
      : file_(std::move(file)),
        watch_([](const Pulse&) { return PulseAnswer::go_on; },
               {options.lock_wait, "--lock-wait SECONDS waits longer"}) {}

  [[nodiscard]] std::string name() const override { return "sqlite:" + file_.string(); }

  [[nodiscard]] bool exists() override {
    std::error_code failure;
    // A file that cannot be looked at is not absent: opening it says why.
    return fs::exists(file_, failure) || failure;
  }

  [[nodiscard]] Created create() override {
    if (exists()) {
      (void)open_file(file_, SQLITE_OPEN_READONLY, watch_);  // which refuses any other file
      return Created::before;
    }
    require_folder_of(file_);
    const Session session(open_file(file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, watch_),
                          watch_);
    session.run("PRAGMA user_version = 0");  // writes the first page
    return Created::now;
  }

  [[nodiscard]] Dropped drop(OtherSessions /*others*/) override {
    if (!exists()) return Dropped::before;
    std::error_code failure;
    if (!fs::is_regular_file(file_, failure)) {
      throw Error(ErrorCode::refused,
                  fmt::format("{} is something else than a file", file_.string()))
          .with_advice("check the path in the database URL");
    }
    const fs::path real = fs::canonical(file_, failure);
    const Connection owned = take(real);
    // The file first: SQLite takes a journal for a stale one if there is no file to it.
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) remove_file(real.string() + suffix);
    return Dropped::now;
  }

 private:
  static Connection take(const fs::path& real) {
    try {
      return open_exclusively(real);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::locked) {
        Error in_use(ErrorCode::locked,
                     fmt::format("{} is in use; it was not removed", real.string()));
        in_use.sql = error.sql;
        in_use.advice = "end the programs that use it, then say it again";
        throw in_use;
      }
      if (!error.sql || error.sql->sqlstate != "SQLITE_NOTADB") throw;
      throw Error(ErrorCode::refused,
                  fmt::format("{} is no SQLite database; it was not removed", real.string()))
          .with_advice("check the path in the database URL");
    }
  }

  fs::path file_;
  Watch watch_;
};

}  // namespace

std::unique_ptr<DatabaseSite> open_site(std::string_view url, const ConnectOptions& options) {
  fs::path file = path_of_url(url, options.folder);
  if (file == ":memory:") {
    throw Error(ErrorCode::config, "a database in memory is neither made nor dropped")
        .with_advice("it comes and goes with each command; write sqlite:FILE");
  }
  return std::make_unique<SqliteSite>(std::move(file), options);
}

}  // namespace sqlmig::sqlite

// A disk that is full, and files that cannot be written.
#include "contract/contract.hpp"
#include "support/temporary.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sqlmig::test {
namespace {

constexpr const char* kFill =
    "CREATE TABLE full (body text);\n"
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)\n"
    "INSERT INTO full SELECT hex(zeroblob(400)) FROM n;\n";

class SqliteFailure : public ContractTest {
 protected:
  [[nodiscard]] std::filesystem::path file() const {
    return database().url().substr(std::string_view("sqlite://").size());
  }
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteFailure, testing::Values(DatabaseKind::sqlite), kind_name);

// What runs in a child process, whose limits and signals are its own: it ends with 0 if `action`
// ends with the error that is expected.
template <typename Action>
int in_a_child(Action&& action) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    int code = 1;
    try {
      code = action() ? 0 : 2;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_P(SqliteFailure, OfADatabaseThatMayNotGrowKeepsNothing) {
  run_script("CREATE TABLE before (i int);");
  const Error error =
      caught([&] { run_script(std::string("PRAGMA max_page_count = 100;\n") + kFill); });
  EXPECT_STREQ(error.what(), "database or disk is full");
  EXPECT_EQ(error.sql->sqlstate, "SQLITE_FULL");
  EXPECT_NE(error.advice.find("full"), std::string::npos) << error.advice;
  EXPECT_EQ(*error.sql->offset,
            std::string("PRAGMA max_page_count = 100;\n").size() + std::string(kFill).find("WITH"));
  EXPECT_FALSE(has_table("full"));
  run_script(kFill);
  EXPECT_EQ(database().ask("SELECT count(*) FROM full"), "20000");
  EXPECT_EQ(database().ask("PRAGMA integrity_check"), "ok");
}

TEST_P(SqliteFailure, OfAFileThatMayNotGrowKeepsNothing) {
  for (const char* mode : {"delete", "wal"}) {
    database().run(std::string("PRAGMA journal_mode = ") + mode);
    run_script("CREATE TABLE before (i int); DROP TABLE before;");
    const int code = in_a_child([&] {
      // The signal would end the process; without it write fails with EFBIG.
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{1 << 20, 1 << 20};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      const Script script = script_of("up.sql", kFill);
      const auto port = database().open();
      const Error error = caught([&] { port->transact({{}, &script, {}}); });
      const std::string message = error.what();
      return message.find("disk I/O error: File too large") != std::string::npos &&
             !has_table("full");
    });
    EXPECT_EQ(code, 0) << mode;
    run_script(kFill);
    EXPECT_EQ(database().ask("PRAGMA integrity_check"), "ok");
    run_script("DROP TABLE full;");
  }
}

// A file system of two megabytes, where the process may mount one.
class SmallDisk {
 public:
  SmallDisk() : is_mounted_(::mount("none", folder_.path().c_str(), "tmpfs", 0, "size=2m") == 0) {}
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (is_mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }

  [[nodiscard]] bool is_mounted() const { return is_mounted_; }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }
  [[nodiscard]] std::unique_ptr<Database> open() const {
    return connect("sqlite:" + (folder_ / "app.db").string(), {});
  }

 private:
  TemporaryFolder folder_;
  bool is_mounted_;
};

TEST(SqliteDisk, ThatIsFullKeepsNothingAndLetsTheNextRunGoOn) {
  const SmallDisk disk;
  if (!disk.is_mounted()) GTEST_SKIP() << "only a privileged user can mount a small disk";
  for (const char* mode : {"delete", "wal"}) {
    const auto port = disk.open();
    port->run_alone(std::string("PRAGMA journal_mode = ") + mode);
    disk.folder().write("ballast", std::string(1 << 20, 'x'));
    const Script script =
        script_of("up.sql",
                  "CREATE TABLE full (body text);\n"
                  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 700)\n"
                  "INSERT INTO full SELECT hex(zeroblob(400)) FROM n;\n");
    Script twice = script;
    twice.text += "INSERT INTO full SELECT body FROM full;\nINSERT INTO full SELECT * FROM full;\n";
    const Error error = caught([&] { port->transact({{}, &twice, {}}); });
    EXPECT_NE(error.advice.find("the disk is full"), std::string::npos)
        << mode << ": " << error.what();
    std::filesystem::remove(disk.folder() / "ballast");
    port->transact({{}, &script, {}});
    std::string answer;
    port->query({"PRAGMA integrity_check", {}}, [&](Row row) { answer = row[0].value(); });
    EXPECT_EQ(answer, "ok");
    port->run_alone("DROP TABLE full");
    port->run_alone("VACUUM");
  }
}

TEST(SqliteDisk, ThatIsFullGetsNoHalfBackup) {
  const SmallDisk disk;
  if (!disk.is_mounted()) GTEST_SKIP() << "only a privileged user can mount a small disk";
  const auto database = make_database(DatabaseKind::sqlite);
  const auto port = database->open();
  const Script script = script_of("up.sql", kFill);
  port->transact({{}, &script, {}});
  const Error error = caught([&] { port->back_up(disk.folder() / "copy.db"); });
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_NE(std::string(error.what()).find("disk is full"), std::string::npos) << error.what();
  EXPECT_TRUE(std::filesystem::is_empty(disk.folder().path()));
}

TEST_P(SqliteFailure, OfTheDiskOfABackupLeavesNoHalfFile) {
  run_script(kFill);
  const TemporaryFolder folder;
  const int code = in_a_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1 << 20, 1 << 20};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto port = database().open();
    const Error error = caught([&] { port->back_up(folder / "copy.db"); });
    return error.code() == ErrorCode::io && std::filesystem::is_empty(folder.path());
  });
  EXPECT_EQ(code, 0);
}

TEST_P(SqliteFailure, OfAFileThatIsNotWritableSaysSo) {
  run_script("CREATE TABLE before (i int);");
  namespace fs = std::filesystem;
  fs::permissions(file(), fs::perms(0444));
  const fs::path folder = file().parent_path();
  fs::permissions(folder, fs::perms(0555));
  const int code = in_a_child([&] {
    // Permissions mean nothing to root.
    if (::geteuid() == 0 && ::setuid(65534) != 0) return false;
    const Script script = script_of("up.sql", "CREATE TABLE t (i int);");
    const Error error = caught([&] { database().open()->transact({{}, &script, {}}); });
    return error.code() == ErrorCode::io &&
           error.advice.find("cannot be written") != std::string::npos;
  });
  fs::permissions(folder, fs::perms(0755));
  EXPECT_EQ(code, 0);
}

TEST_P(SqliteFailure, IsOverAfterReconnecting) {
  run_script("CREATE TABLE before (i int);");
  const std::filesystem::path moved = file().string() + ".moved";
  port().reconnect();
  EXPECT_TRUE(has_table("before"));
  std::filesystem::rename(file(), moved);
  EXPECT_EQ(caught([&] { port().reconnect(); }).code(), ErrorCode::connection);
  std::filesystem::rename(moved, file());
  run_script("CREATE TABLE later (i int);");
  EXPECT_TRUE(has_table("later"));
}

}  // namespace
}  // namespace sqlmig::test

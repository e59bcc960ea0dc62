#include "contract/contract.hpp"
#include "support/temporary.hpp"

#include <atomic>
#include <filesystem>
#include <thread>

namespace sqlmig::test {
namespace {

class SqliteBackup : public ContractTest {
 protected:
  // Some megabytes: several steps of the copy.
  void fill() {
    run_script(
        "CREATE TABLE t (i integer PRIMARY KEY, body text);\n"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)\n"
        "INSERT INTO t SELECT i, hex(zeroblob(400)) FROM n;\n");
  }
  [[nodiscard]] static std::string ask(const std::filesystem::path& file, const std::string& sql) {
    std::string value = "(no row)";
    ConnectOptions options;
    options.access = Access::read_only;
    connect("sqlite:" + file.string(), options)->query({sql, {}}, [&](Row row) {
      value = row[0].value_or("(null)");
    });
    return value;
  }
  [[nodiscard]] std::string ask_copy(const std::string& sql) const { return ask(copy(), sql); }
  [[nodiscard]] std::filesystem::path copy() const { return folder_ / "copy.db"; }
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      names.push_back(entry.path().filename().string());
    return names;
  }

  TemporaryFolder folder_;
};

using Names = std::vector<std::string>;

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteBackup, testing::Values(DatabaseKind::sqlite), kind_name);

TEST_P(SqliteBackup, IsTheSameDatabase) {
  fill();
  port().back_up(copy());
  EXPECT_EQ(ask_copy("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(ask_copy("SELECT count(*) || sum(i) || sum(length(body)) FROM t"),
            database().ask("SELECT count(*) || sum(i) || sum(length(body)) FROM t"));
  EXPECT_EQ(files(), Names{"copy.db"});
}

TEST_P(SqliteBackup, OfAnEmptyDatabaseIsEmpty) {
  run_script("");
  port().back_up(copy());
  EXPECT_EQ(ask_copy("SELECT count(*) FROM sqlite_schema"), "0");
}

TEST_P(SqliteBackup, HasTheRightsOfTheDatabase) {
  fill();
  const std::filesystem::path file = database().url().substr(std::string("sqlite://").size());
  std::filesystem::permissions(file, std::filesystem::perms(0640));
  port().back_up(copy());
  EXPECT_EQ(std::filesystem::status(copy()).permissions(), std::filesystem::perms(0640));
}

TEST_P(SqliteBackup, DoesNotReplaceAFile) {
  fill();
  folder_.write("copy.db", "precious");
  const Error error = caught([&] { port().back_up(copy()); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_FALSE(error.advice.empty());
  EXPECT_EQ(folder_.read("copy.db"), "precious");
}

TEST_P(SqliteBackup, DoesNotFollowALinkThatLeadsNowhere) {
  fill();
  std::filesystem::create_symlink("elsewhere", copy());
  EXPECT_EQ(caught([&] { port().back_up(copy()); }).code(), ErrorCode::refused);
}

TEST_P(SqliteBackup, OfAFileThatIsNotThereIsRefused) {
  const Error error = caught([&] { port().back_up(copy()); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(std::string(error.what()).find("nothing to back up"), std::string::npos);
  EXPECT_EQ(files(), Names{});
}

TEST_P(SqliteBackup, SaysThatTheFolderIsNotThere) {
  fill();
  const Error error = caught([&] { port().back_up(folder_ / "no/copy.db"); });
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_NE(std::string(error.what()).find("No such file"), std::string::npos) << error.what();
}

TEST_P(SqliteBackup, LeavesNothingBehindWhenItIsStopped) {
  fill();
  // A reader that never ends makes sure that there is time for a pulse.
  const auto blocker = database().open();
  blocker->query({"BEGIN EXCLUSIVE", {}}, [](Row) {});
  port().on_pulse([](const Pulse&) { return PulseAnswer::cancel; });
  EXPECT_EQ(caught([&] { port().back_up(copy()); }).code(), ErrorCode::interrupted);
  EXPECT_EQ(files(), Names{});
}

TEST_P(SqliteBackup, WorksOnAConnectionThatOnlyReads) {
  fill();
  database().open(Access::read_only)->back_up(copy());
  EXPECT_EQ(ask_copy("SELECT count(*) FROM t"), "20000");
}

TEST_P(SqliteBackup, IsFollowedByScriptsOnTheSameConnection) {
  fill();
  port().back_up(copy());
  run_script("INSERT INTO t VALUES (0, 'later');");
  EXPECT_EQ(database().ask("SELECT count(*) FROM t"), "20001");
}

TEST_P(SqliteBackup, CopiesADatabaseInMemory) {
  const auto memory = connect("sqlite::memory:", {});
  memory->run_alone("CREATE TABLE t (i int)");
  memory->back_up(copy());
  EXPECT_EQ(ask_copy("SELECT count(*) FROM t"), "0");
}

// Each transaction of the writer adds two rows and never one.
TEST_P(SqliteBackup, HoldsOneStateWhileAnotherProgramWrites) {
  for (const char* mode : {"delete", "wal"}) {
    database().run(std::string("PRAGMA journal_mode = ") + mode);
    database().run("DROP TABLE IF EXISTS t");
    fill();
    std::atomic<int> written = 0;
    std::jthread writer([&](const std::stop_token& stop) {
      const auto connection = database().open();
      while (!stop.stop_requested()) {
        connection->transact({{{"INSERT INTO t (body) VALUES ('new'), ('new')", {}}}, nullptr, {}});
        ++written;
      }
    });
    while (written < 3) std::this_thread::yield();
    const std::filesystem::path file = folder_ / (std::string(mode) + ".db");
    port().back_up(file);
    writer.request_stop();
    writer.join();
    EXPECT_EQ(ask(file, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(ask(file, "SELECT count(*) % 2 FROM t"), "0");
    EXPECT_EQ(database().ask("SELECT count(*) FROM t"), std::to_string(20000 + 2 * written));
  }
}

TEST_P(SqliteBackup, LeavesOutWhatAnotherProgramHasNotCommitted) {
  fill();
  ConnectOptions impatient;
  impatient.lock_wait = std::chrono::milliseconds(0);
  const auto writer = connect(database().url(), impatient);
  writer->query({"BEGIN IMMEDIATE", {}}, [](Row) {});
  writer->query({"DELETE FROM t WHERE i = 1", {}}, [](Row) {});
  port().back_up(copy());
  writer->query({"COMMIT", {}}, [](Row) {});
  EXPECT_EQ(ask_copy("SELECT count(*) FROM t"), "20000");
  EXPECT_EQ(ask_copy("PRAGMA integrity_check"), "ok");
}

}  // namespace
}  // namespace sqlmig::test

// sqlmig create, drop and wait.
#include "cli/project.hpp"
#include "support/postgres_role.hpp"

#include <fmt/core.h>

#include <chrono>
#include <memory>
#include <string>

namespace sqlmig::test {
namespace {

using std::filesystem::exists;

// A project whose database is not there: on PostgreSQL one beside that of the test.
class Housekeeping : public DatabaseProjectTest {
 protected:
  Housekeeping() {
    if (is_postgres()) {
      name_ = database().ask("SELECT current_database() || '_more'");
      url_ = database().url();
      const std::string there = database().ask("SELECT current_database()");
      url_.replace(url_.find(there), there.size(), name_);
    }
    folder_.write("sqlmig.toml", "url = \"" + url_ + "\"\n");
  }
  ~Housekeeping() override {
    if (is_postgres()) database().run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  }
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

  [[nodiscard]] bool is_there() const {
    if (!is_postgres()) return exists(folder_ / "more.db");
    return database().ask("SELECT count(*) FROM pg_database WHERE datname = '" + name_ + "'") !=
           "0";
  }
  // A connection of somebody else's, in the middle of something.
  [[nodiscard]] std::unique_ptr<Database> another_session() const {
    ConnectOptions options;
    options.folder = folder_.path();
    auto session = connect(url_, options);
    if (!is_postgres()) session->query({"PRAGMA journal_mode = WAL", {}}, [](Row) {});
    session->query({"CREATE TABLE t (i int)", {}}, [](Row) {});
    return session;
  }

  std::string url_ = "sqlite:more.db";
  std::string name_;
};

INSTANTIATE_TEST_SUITE_P(Databases, Housekeeping,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Housekeeping, CreateMakesADatabaseThatCanBeUpgraded) {
  write_table(folder_, "0001_users");
  const ProcessResult created = sqlmig({"create"});
  EXPECT_TRUE(exits(created, 0));
  EXPECT_TRUE(
      contains(created.out, "created " + std::string(is_postgres() ? "postgresql" : "sqlite")));
  EXPECT_TRUE(is_there());
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
}

TEST_P(Housekeeping, CreateLeavesADatabaseThatIsThere) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const ProcessResult again = sqlmig({"create"});
  EXPECT_TRUE(exits(again, 0));
  EXPECT_TRUE(contains(again.out, "is there already"));
  EXPECT_EQ(ids(json({"status"})["applied"]), Strings{"0001_users"});
}

TEST_P(Housekeeping, SaysInJsonWhatWasDone) {
  EXPECT_EQ(json({"create"})["created"], true);
  const nlohmann::json again = json({"create"});
  EXPECT_EQ(again["created"], false);
  EXPECT_TRUE(again["database"].is_string());
  EXPECT_EQ(json({"wait"})["database"], again["database"]);
  EXPECT_EQ(json({"drop", "--yes"})["dropped"], true);
  EXPECT_EQ(json({"drop", "--yes"})["dropped"], false);
}

TEST_P(Housekeeping, DropRemovesWhatIsThere) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const ProcessResult dropped = sqlmig({"drop", "--yes"});
  EXPECT_TRUE(exits(dropped, 0));
  EXPECT_TRUE(contains(dropped.out, "dropped "));
  EXPECT_FALSE(is_there());
  const ProcessResult again = sqlmig({"drop"});
  EXPECT_TRUE(exits(again, 0));
  EXPECT_TRUE(contains(again.out, "is not there"));
}

TEST_P(Housekeeping, DropIsNotDoneWhereNobodyCanBeAsked) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  const ProcessResult result = sqlmig({"drop"});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.err, "with all that is in it"));
  EXPECT_TRUE(contains(result.err, "--yes"));
  EXPECT_TRUE(is_there());
}

TEST_P(Housekeeping, DropAsksAPerson) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  const auto answer = [this](const std::string& typed) {
    return run_sqlmig({"drop"}, {folder_.path(), {}, typed, ProcessOptions::Streams::terminal});
  };
  const ProcessResult refused = answer("no\n");
  EXPECT_TRUE(exits(refused, 1));
  EXPECT_TRUE(contains(refused.out, "nothing was dropped"));
  EXPECT_TRUE(is_there());
  EXPECT_TRUE(exits(answer("yes\n"), 0));
  EXPECT_FALSE(is_there());
}

TEST_P(Housekeeping, DropIsRefusedWhereDowngradesAre) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  folder_.write("sqlmig.toml", "url = \"" + url_ + "\"\n[env.prod]\nallow_downgrade = false\n");
  const ProcessResult result = sqlmig({"drop", "--yes", "--force", "--env", "prod"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "allow_downgrade = false"));
  EXPECT_TRUE(is_there());
}

TEST_P(Housekeeping, DropIsRefusedWhileOthersUseIt) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  const auto other = another_session();
  const ProcessResult result = sqlmig({"drop", "--yes"});
  EXPECT_TRUE(exits(result, 5));
  EXPECT_TRUE(contains(result.err, "next: end the "));
  EXPECT_TRUE(is_there());
  other->query({"SELECT count(*) FROM t", {}}, [](Row) {});
}

TEST_P(Housekeeping, WaitEndsAtOnceWhereTheDatabaseIsReady) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  const ProcessResult result = sqlmig({"wait", "--timeout", "30"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "accepts connections"));
  EXPECT_EQ(result.err, "");
}

// --- one database only
// ----------------------------------------------------------------------------

class SqliteHousekeeping : public ProjectTest {};

TEST_F(SqliteHousekeeping, CreateMakesAFileThatSqliteKnows) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  EXPECT_TRUE(folder_.read("app.db").starts_with("SQLite format 3"));
  EXPECT_EQ(ask("SELECT count(*) FROM sqlite_schema"), "0");
}

TEST_F(SqliteHousekeeping, CreateAndDropRefuseAnotherFile) {
  folder_.write("app.db", "this is a letter, and no database; it is long enough to be looked at\n");
  EXPECT_TRUE(refuses({"create"}, 6, {"check the path"}));
  EXPECT_TRUE(refuses({"drop", "--yes"}, 1, {"is no SQLite database", "check the path"}));
}

TEST_F(SqliteHousekeeping, DropRefusesAFolder) {
  std::filesystem::create_directory(folder_ / "app.db");
  EXPECT_TRUE(refuses({"drop", "--yes"}, 1, {"something else than a file"}));
}

TEST_F(SqliteHousekeeping, DropRemovesTheFilesBesideIt) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  for (const char* suffix : {"-wal", "-shm", "-journal"})
    folder_.write(std::string("app.db") + suffix, "");
  folder_.write("app.db-notes", "");
  ASSERT_TRUE(exits(sqlmig({"drop", "--yes"}), 0));
  for (const char* name : {"app.db", "app.db-wal", "app.db-shm", "app.db-journal"})
    EXPECT_FALSE(exists(folder_ / name)) << name;
  EXPECT_TRUE(exists(folder_ / "app.db-notes"));
}

TEST_F(SqliteHousekeeping, DropRemovesTheFileBehindALink) {
  ASSERT_TRUE(exits(sqlmig({"create"}), 0));
  std::filesystem::create_symlink("app.db", folder_ / "link.db");
  ASSERT_TRUE(exits(sqlmig({"drop", "--yes", "--url", "sqlite:link.db"}), 0));
  EXPECT_FALSE(exists(folder_ / "app.db"));
}

TEST_F(SqliteHousekeeping, NeedsAFolderThatIsThere) {
  EXPECT_TRUE(refuses({"create", "--url", "sqlite:no/app.db"}, 6, {"there is no folder"}));
}

TEST_F(SqliteHousekeeping, HasNothingToDoWithADatabaseInMemory) {
  for (const char* command : {"create", "drop"})
    EXPECT_TRUE(refuses({command, "--url", "sqlite::memory:"}, 2, {"in memory"}));
}

TEST_F(SqliteHousekeeping, WaitsForNothing) {
  EXPECT_TRUE(exits(sqlmig({"wait"}), 0));
  EXPECT_FALSE(exists(folder_ / "app.db"));
}

class PostgresHousekeeping : public DatabaseProjectTest {
 protected:
  // A port that nobody listens to.
  [[nodiscard]] static std::string nowhere() { return "postgresql://u@127.0.0.1:1/x"; }
};

INSTANTIATE_TEST_SUITE_P(Databases, PostgresHousekeeping, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresHousekeeping, DropForcesOthersOut) {
  const auto other = database().open();
  EXPECT_TRUE(exits(sqlmig({"drop", "--yes"}), 5));
  EXPECT_TRUE(exits(sqlmig({"drop", "--yes", "--force"}), 0));
  EXPECT_ANY_THROW(other->query({"SELECT 1", {}}, [](Row) {}));
}

TEST_P(PostgresHousekeeping, CreateNeedsARoleThatMay) {
  const PostgresRole role(database());
  std::string url = role.url();
  const std::string name = database().ask("SELECT current_database()");
  url.replace(url.find(name), name.size(), name + "_more");
  const ProcessResult result = sqlmig({"create", "--url", url});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "CREATEDB"));
}

TEST_P(PostgresHousekeeping, DropNeedsTheOwner) {
  const PostgresRole role(database());
  const ProcessResult result = sqlmig({"drop", "--yes", "--url", role.url()});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "only its owner"));
}

TEST_P(PostgresHousekeeping, CreateWorksAsTheRole) {
  const PostgresRole role(database());
  std::string url = database().url();
  const std::string name = database().ask("SELECT current_database()");
  url.replace(url.find(name), name.size(), name + "_more");
  EXPECT_TRUE(exits(sqlmig({"create", "--url", url, "--role", role.name()}), 1));
  database().run("ALTER ROLE " + role.name() + " CREATEDB");
  EXPECT_TRUE(exits(sqlmig({"create", "--url", url, "--role", role.name()}), 0));
  EXPECT_EQ(database().ask("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '" +
                           name + "_more'"),
            role.name());
  EXPECT_TRUE(exits(sqlmig({"drop", "--yes", "--url", url}), 0));
}

TEST_P(PostgresHousekeeping, WaitSaysAtOnceThatItWaitsAndWhyItGaveUp) {
  const auto before = std::chrono::steady_clock::now();
  const ProcessResult result = sqlmig({"wait", "--timeout", "1", "--url", nowhere()});
  EXPECT_TRUE(exits(result, 6));
  EXPECT_TRUE(contains(result.err, "waiting for the database: the server does not answer"));
  EXPECT_TRUE(contains(result.err, "Connection refused"));
  const auto took = std::chrono::steady_clock::now() - before;
  EXPECT_GE(took, std::chrono::seconds(1));
  EXPECT_LT(took, std::chrono::seconds(5));
}

TEST_P(PostgresHousekeeping, WaitIsQuietIfThatIsWanted) {
  const ProcessResult result = sqlmig({"wait", "--timeout", "1", "-q", "--url", nowhere()});
  EXPECT_EQ(result.err.find("waiting"), std::string::npos);
}

TEST_P(PostgresHousekeeping, AnyCommandWaitsIfItIsTold) {
  const ProcessResult patient = sqlmig({"status", "--wait", "1", "--url", nowhere()});
  EXPECT_TRUE(exits(patient, 6));
  EXPECT_TRUE(contains(patient.err, "waiting for the database"));
  const ProcessResult other = sqlmig({"status", "--url", nowhere()});
  EXPECT_TRUE(exits(other, 6));
  EXPECT_EQ(other.err.find("waiting"), std::string::npos);
}

TEST_P(PostgresHousekeeping, WaitingDoesNotHelpAgainstAWrongPasswordOrAnUnknownDatabase) {
  const PostgresRole role(database());
  role.set_password("right");
  const auto before = std::chrono::steady_clock::now();
  const std::string server = fmt::format("{}:wrong@127.0.0.1:{}/", role.name(), role.tcp_port());
  const ProcessResult password =
      sqlmig({"wait"}, {{"SQLMIG_URL", "postgresql://" + server + "postgres"}});
  EXPECT_TRUE(exits(password, 6));
  EXPECT_TRUE(contains(password.err, "password authentication failed"));
  const ProcessResult unknown = sqlmig({"wait", "--url", database().url() + "&dbname=nowhere"});
  EXPECT_TRUE(exits(unknown, 6));
  EXPECT_TRUE(contains(unknown.err, "does not exist"));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(20));
}

}  // namespace
}  // namespace sqlmig::test

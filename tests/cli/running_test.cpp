// How scripts are run, as it is asked for on the command line.
#include "cli/project.hpp"
#include "support/child.hpp"

#include <fmt/core.h>

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

const std::string kAlone = "-- sqlmig: no-transaction\n";

class Running : public DatabaseProjectTest {
 protected:
  // A script that takes a good second, with nothing to wait for.
  [[nodiscard]] static std::string slow_script() {
    return is_postgres() ? "SELECT pg_sleep(1.5);\n"
                         : "CREATE TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
                           " i + 1 FROM n LIMIT 8000000) SELECT max(i) FROM n;\n";
  }
  [[nodiscard]] static std::string endless_script() {
    return is_postgres() ? "SELECT pg_sleep(60);\n"
                         : "CREATE TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
                           " i + 1 FROM n) SELECT max(i) FROM n;\n";
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Running,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Running, GoesOnWithAnUpgradeThatStopped) {
  write_revision(folder_, {"0001_half", {}, kAlone + "CREATE TABLE half (i int);\nSELECT nope;\n"});
  write_table(folder_, "0002_users", {"0001_half"});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 1));
  EXPECT_TRUE(refuses({"upgrade"}, 3, {"1 of 2 statements ran", "sqlmig upgrade --resume"}));
  folder_.write("migrations/0001_half/up.sql",
                kAlone + "CREATE TABLE half (i int);\nINSERT INTO half VALUES (1);\n");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--resume"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_half", "0002_users"}));
  EXPECT_EQ(database().ask("SELECT count(*) FROM half"), "1");
}

TEST_P(Running, RefusesToGoOnIfWhatRanIsAnotherScript) {
  write_revision(folder_, {"0001_half", {}, kAlone + "CREATE TABLE half (i int);\nSELECT nope;\n"});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 1));
  folder_.write("migrations/0001_half/up.sql", kAlone + "CREATE TABLE whole (i int);\n");
  EXPECT_TRUE(refuses({"upgrade", "--resume"}, 1,
                      {"migrations/0001_half/up.sql:2:1", "statement 1 ran already"}));
  EXPECT_EQ(tables(), Strings{"half"});
}

TEST_P(Running, GoesOnWithADowngradeThatStopped) {
  write_revision(folder_, {"0001_half",
                           {},
                           "CREATE TABLE a (i int);\nCREATE TABLE b (i int);\n",
                           kAlone + "DROP TABLE a;\nDROP TABLE nope;\n"});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "--last", "1", "--yes"}), 1));
  folder_.write("migrations/0001_half/down.sql", kAlone + "DROP TABLE a;\nDROP TABLE b;\n");
  EXPECT_TRUE(exits(sqlmig({"downgrade", "--resume"}), 0));
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Running, CommitsAllTogetherOrNothing) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_bad", {"0001_users"}, "SELECT nope;\n"});
  const ProcessResult failed = sqlmig({"upgrade", "--single-transaction"});
  EXPECT_TRUE(exits(failed, 1));
  EXPECT_TRUE(contains(failed.err, "0002_bad failed and was rolled back"));
  EXPECT_TRUE(contains(failed.err,
                       "applied before it: 0 revisions; rolled back with it: 1 "
                       "revision (0001_users); not run after it: 0 revisions"));
  EXPECT_EQ(tables(), Strings{});
  folder_.write("migrations/0002_bad/up.sql", "SELECT 1;\n");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--single-transaction"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bad"}));
}

TEST_P(Running, RefusesATogetherThatCannotBe) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_alone", {"0001_users"}, kAlone + "SELECT 1;\n"});
  EXPECT_TRUE(refuses({"upgrade", "--single-transaction"}, 1,
                      {"migrations/0002_alone/up.sql: no-transaction"}));
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Running, SendsManyAtOnce) {
  write_table(folder_, "0001_users");
  write_table(folder_, "0002_bills", {"0001_users"});
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--batch"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bills"}));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--yes", "--batch"}), 0));
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Running, EndsInOrderOnCtrlC) {
  write_table(folder_, "0001_users");
  write_revision(folder_, {"0002_endless", {"0001_users"}, endless_script()});
  const auto runner = Child::listened_to({"upgrade"}, folder_.path());
  ASSERT_EQ(runner->next_line().value_or("").substr(0, 15), "up   0001_users");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  runner->interrupt();
  EXPECT_EQ(runner->wait_for(std::chrono::seconds(20)), 130);
  std::string said;
  while (const auto line = runner->next_line()) said += *line + "\n";
  EXPECT_TRUE(contains(said, "stopped on request"));
  EXPECT_TRUE(contains(said, "0002_endless was stopped; nothing of it is in the database"));
  EXPECT_TRUE(contains(said, "applied before it: 1 revision"));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(events().back(), "failure 0002_endless");
  folder_.write("migrations/0002_endless/up.sql", "SELECT 1;\n");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--lock-wait", "0"}), 0));
}

TEST_P(Running, SaysNowAndThenThatAScriptStillRuns) {
  write_revision(folder_, {"0001_slow", {}, slow_script()});
  const ProcessResult result = sqlmig({"upgrade", "--heartbeat", "1"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(
      contains(result.err, "0001_slow is running for 1 s at migrations/0001_slow/up.sql:1"));
}

TEST_P(Running, CopiesASqliteDatabaseFirstAndRefusesToCopyAServer) {
  write_table(folder_, "0001_users");
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  write_table(folder_, "0002_bills", {"0001_users"});
  if (is_postgres()) {
    EXPECT_TRUE(refuses({"upgrade", "--backup", "before.db"}, 1, {"pg_dump"}));
    EXPECT_EQ(tables(), Strings{"users"});
    return;
  }
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--backup", "before.db"}), 0));
  EXPECT_TRUE(exits(sqlmig({"status", "--exit-code", "--url", "sqlite:before.db"}), 4));
}

class RunningOnPostgres : public Running {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, RunningOnPostgres, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(RunningOnPostgres, TriesAgainAsOftenAsTheConfigurationSays) {
  database().run("CREATE SEQUENCE attempts");
  write_revision(folder_, {"0001_r",
                           {},
                           "DO $$ BEGIN IF nextval('attempts') < 3 THEN RAISE EXCEPTION USING "
                           "ERRCODE = '40001'; END IF; END $$;\n"});
  folder_.write("sqlmig.toml", fmt::format("url = \"{}\"\nretries = 2\n", database().url()));
  const ProcessResult result = sqlmig({"upgrade"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.err, "attempt 1 of 3 failed"));
}

}  // namespace
}  // namespace sqlmig::test

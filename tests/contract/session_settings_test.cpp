// The role and the timeouts that scripts run with, and trying again.
#include "contract/contract.hpp"

#include <fmt/core.h>

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

using std::chrono::milliseconds;
using Strings = std::vector<std::string>;

class PostgresSettings : public ContractTest {
 protected:
  [[nodiscard]] Draft shows(const std::string& setting, const std::string& directive = "") const {
    return {
        "a",
        {},
        directive +
            fmt::format("CREATE TABLE shown AS SELECT current_setting('{}') AS value;\n", setting)};
  }
  [[nodiscard]] std::string shown() const { return database().ask("SELECT value FROM shown"); }
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresSettings, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresSettings, GiveEveryScriptTheLockTimeout) {
  connect_with({"", milliseconds(2500), std::nullopt});
  ASSERT_FALSE(upgrade(history_of({shows("lock_timeout")})).failed);
  EXPECT_EQ(shown(), "2500ms");
}

TEST_P(PostgresSettings, GiveEveryScriptTheStatementTimeout) {
  connect_with({"", std::nullopt, milliseconds(90'000)});
  ASSERT_FALSE(upgrade(history_of({shows("statement_timeout")})).failed);
  EXPECT_EQ(shown(), "90s");
}

TEST_P(PostgresSettings, HoldForStatementsOutsideATransactionToo) {
  connect_with({"", milliseconds(2500), std::nullopt});
  ASSERT_FALSE(upgrade(history_of({shows("lock_timeout", "-- sqlmig: no-transaction\n")})).failed);
  EXPECT_EQ(shown(), "2500ms");
}

TEST_P(PostgresSettings, AreThereAgainAfterAScriptThatSetThem) {
  connect_with({"", milliseconds(2500), std::nullopt});
  Draft second = shows("lock_timeout");
  second.id = "b";
  second.parents = {"a"};
  ASSERT_FALSE(
      upgrade(history_of({{"a", {}, "SET lock_timeout = 0; RESET ALL;\n"}, second})).failed);
  EXPECT_EQ(shown(), "2500ms");
}

TEST_P(PostgresSettings, StopAStatementThatRunsTooLong) {
  connect_with({"", std::nullopt, milliseconds(100)});
  const Report report =
      upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\nSELECT pg_sleep(5);\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.sql->sqlstate, "57014");
  EXPECT_EQ(report.failed->error.code(), ErrorCode::sql);
  EXPECT_EQ(report.failed->error.position->line, 2U);
  EXPECT_FALSE(has_table("t"));
}

TEST_P(PostgresSettings, ShowOthersWhichRevisionRuns) {
  ASSERT_FALSE(upgrade(history_of({shows("application_name")})).failed);
  EXPECT_EQ(shown(), "sqlmig a");
}

// A role of its own for each test, since roles are shared by all databases of a server.
TEST_P(PostgresSettings, AreRefusedWhereStringsAreNotOfTheStandard) {
  database().run(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET standard_conforming_strings ="
      " off', current_database()); END $$");
  EXPECT_EQ(caught([&] { connect_with({}); }).code(), ErrorCode::refused);
}

TEST_P(PostgresSettings, LeaveNoLockThatAScriptGaveAwayUnnoticed) {
  ASSERT_FALSE(port().try_lock());
  const Report report = upgrade(
      history_of({{"a", {}, "SELECT pg_advisory_unlock_all();\n"}, {"b", {"a"}, "SELECT 1;\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
  EXPECT_EQ(report.failed->error.code(), ErrorCode::locked);
}

class PostgresRole : public PostgresSettings {
 protected:
  PostgresRole()
      : role_(fmt::format("owner_{}", ++count_) + database().ask("SELECT current_database()")) {
    database().run(fmt::format(
        "CREATE ROLE \"{0}\"; DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO \"{0}\"', "
        "current_database()); END $$; GRANT CREATE ON SCHEMA public TO \"{0}\"",
        role_));
    connect_with({role_, std::nullopt, std::nullopt});
  }
  ~PostgresRole() override {
    database().run(fmt::format("DROP OWNED BY \"{0}\"; DROP ROLE \"{0}\"", role_));
  }
  [[nodiscard]] std::string owner_of(const std::string& schema, const std::string& table) const {
    return database().ask(
        fmt::format("SELECT tableowner FROM pg_tables WHERE schemaname = '{}' AND tablename = '{}'",
                    schema, table));
  }

  static inline int count_ = 0;
  std::string role_;
};
INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresRole, testing::Values(DatabaseKind::postgres),
                         kind_name);

const Draft kTable{"a", {}, "CREATE TABLE t (i int);\n"};

TEST_P(PostgresRole, OwnsWhatScriptsCreateAndTheVersionTable) {
  ASSERT_FALSE(upgrade(history_of({kTable})).failed);
  EXPECT_EQ(owner_of("public", "t"), role_);
  EXPECT_EQ(owner_of("sqlmig", "revisions"), role_);
}

TEST_P(PostgresRole, IsTakenAgainAfterAScriptThatGaveItUp) {
  const Draft gives_up{"a", {}, "RESET ROLE;\nCREATE TABLE of_superuser (i int);\n"};
  ASSERT_FALSE(upgrade(history_of({gives_up, {"b", {"a"}, "CREATE TABLE t (i int);\n"}})).failed);
  EXPECT_EQ(owner_of("public", "t"), role_);
  EXPECT_NE(owner_of("public", "of_superuser"), role_);
  database().run("DROP TABLE of_superuser");
}

TEST_P(PostgresRole, OwnsWhatIsCreatedOutsideATransaction) {
  ASSERT_FALSE(upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\n" + kTable.up}})).failed);
  EXPECT_EQ(owner_of("public", "t"), role_);
}

TEST_P(PostgresRole, OwnsWhatIsCreatedInASingleTransaction) {
  options_.bundling = RunOptions::Bundling::single_transaction;
  ASSERT_FALSE(upgrade(history_of({{"a", {}, "RESET ROLE;\n"}, {"b", {"a"}, kTable.up}})).failed);
  EXPECT_EQ(owner_of("public", "t"), role_);
}

TEST_P(PostgresRole, ThatCannotBeTakenIsNamed) {
  const Error error = caught([&] { connect_with({"no_such_role", std::nullopt, std::nullopt}); });
  EXPECT_NE(error.notes.at(0).find("'no_such_role'"), std::string::npos);
}

class PostgresRetry : public ContractTest {
 protected:
  PostgresRetry() {
    database().run("CREATE TABLE busy (i int)");
    connect_with({"", milliseconds(800), std::nullopt});
  }
};
INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresRetry, testing::Values(DatabaseKind::postgres),
                         kind_name);

const Draft kAlters{"a", {}, "SELECT 1;\nALTER TABLE busy ADD COLUMN j int;\n"};

TEST_P(PostgresRetry, SaysWhoHeldTheLock) {
  const auto other = database().open();
  other->query({"BEGIN", {}}, [](Row) {});
  other->query({"LOCK TABLE busy", {}}, [](Row) {});
  const Report report = upgrade(history_of({kAlters}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.code(), ErrorCode::locked);
  EXPECT_NE(report.failed->error.sql->blocker.find("idle in transaction"), std::string::npos)
      << report.failed->error.sql->blocker;
}

TEST_P(PostgresRetry, RunsTheScriptAgainUntilTheLockIsFree) {
  const auto other = database().open();
  other->query({"BEGIN", {}}, [](Row) {});
  other->query({"LOCK TABLE busy", {}}, [](Row) {});
  std::thread release([&] {
    std::this_thread::sleep_for(milliseconds(1200));
    other->query({"COMMIT", {}}, [](Row) {});
  });
  options_.retries = 20;
  const Report report = upgrade(history_of({kAlters}));
  release.join();
  EXPECT_FALSE(report.failed);
  EXPECT_GE(observer_.retries.size(), 1U);
  EXPECT_EQ(observer_.retries.at(0).attempt, 1);
  EXPECT_EQ(observer_.retries.at(0).attempts, 21);
  EXPECT_EQ(database().ask("SELECT count(*) FROM sqlmig.events"), "1");
}

// A sequence is not rolled back, so it counts the attempts.
Draft fails_twice(const std::string& sqlstate) {
  return {"a",
          {},
          "DO $$ BEGIN IF nextval('attempts') < 3 THEN RAISE EXCEPTION USING ERRCODE = '" +
              sqlstate + "'; END IF; END $$;\nCREATE TABLE t (i int);\n"};
}

TEST_P(PostgresRetry, HelpsWithSerializationFailuresAndDeadlocks) {
  for (const std::string sqlstate : {"40001", "40P01", "55P03"}) {
    database().run("CREATE SEQUENCE attempts");
    options_.retries = 2;
    const History history = history_of({fails_twice(sqlstate)});
    EXPECT_FALSE(upgrade(history).failed) << sqlstate;
    EXPECT_FALSE(downgrade(history).failed);
    database().run("DROP SEQUENCE attempts; DROP TABLE t");
  }
}

TEST_P(PostgresRetry, EndsAfterTheLastAttempt) {
  database().run("CREATE SEQUENCE attempts");
  options_.retries = 1;
  const Report report = upgrade(history_of({fails_twice("40001")}));
  EXPECT_TRUE(report.failed);
  EXPECT_EQ(database().ask("SELECT last_value FROM attempts"), "2");
}

TEST_P(PostgresRetry, IsNotForOtherErrors) {
  database().run("CREATE SEQUENCE attempts");
  options_.retries = 5;
  EXPECT_TRUE(upgrade(history_of({fails_twice("22012")})).failed);
  EXPECT_EQ(database().ask("SELECT last_value FROM attempts"), "1");
}

TEST_P(PostgresRetry, IsNotForScriptsOutsideATransaction) {
  database().run("CREATE SEQUENCE attempts");
  options_.retries = 5;
  Draft draft = fails_twice("40001");
  draft.up = "-- sqlmig: no-transaction\n" + draft.up;
  EXPECT_TRUE(upgrade(history_of({draft})).failed);
  EXPECT_EQ(database().ask("SELECT last_value FROM attempts"), "1");
}

TEST_P(PostgresRetry, GoesOnInABatchWhereItStopped) {
  database().run("CREATE SEQUENCE attempts");
  options_.retries = 5;
  options_.bundling = RunOptions::Bundling::batch;
  Draft second = fails_twice("40001");
  second.id = "b";
  second.parents = {"0"};
  const Report report = upgrade(history_of({{"0", {}, "CREATE TABLE t0 (i int);\n"},
                                            second,
                                            {"c", {"b"}, "CREATE TABLE t1 (i int);\n"}}));
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(report.done.size(), 3U);
}

}  // namespace
}  // namespace sqlmig::test

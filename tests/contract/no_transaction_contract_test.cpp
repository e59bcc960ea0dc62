// Scripts that are run statement by statement.
#include "contract/contract.hpp"
#include "support/postgres_role.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class NoTransactionContract : public ContractTest {
 protected:
  [[nodiscard]] Strings event_list() {
    return database().list(fmt::format("SELECT event || ' ' || revision FROM {} ORDER BY id",
                                       port().dialect().events));
  }
  [[nodiscard]] AppliedRevision only_row() { return engine::read_applied(port()).rows.at(0); }
};

INSTANTIATE_TEST_SUITE_P(Databases, NoTransactionContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

const Draft kThirdFails{"a",
                        {},
                        "-- sqlmig: no-transaction\nCREATE TABLE t (i int);\n"
                        "INSERT INTO t VALUES (1);\nINSERT INTO no_such_table VALUES (2);\n"
                        "INSERT INTO t VALUES (3);\n",
                        "DROP TABLE t;\n"};

TEST_P(NoTransactionContract, RunsStatementsThatRefuseATransaction) {
  EXPECT_FALSE(upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\nVACUUM;\n"}})).failed);
  EXPECT_EQ(only_row().state, RevisionState::applied);
}

TEST_P(NoTransactionContract, CountsTheStatements) {
  EXPECT_FALSE(upgrade(history_of({{"a",
                                    {},
                                    "-- sqlmig: no-transaction\nCREATE TABLE t (i int);\n"
                                    "INSERT INTO t VALUES (1);\n"}}))
                   .failed);
  EXPECT_EQ(only_row().statements_done, 2);
  EXPECT_EQ(only_row().statements_total, 2);
}

TEST_P(NoTransactionContract, RecordsADurationThatIsNotNegative) {
  EXPECT_FALSE(upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\nSELECT 1;\n"}})).failed);
  EXPECT_GE(only_row().duration_ms, 0);
}

TEST_P(NoTransactionContract, WritesOneEvent) {
  EXPECT_FALSE(
      upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\nSELECT 1;\nSELECT 2;\n"}})).failed);
  EXPECT_EQ(event_list(), Strings{"upgrade a"});
}

TEST_P(NoTransactionContract, SaysHowFarAFailedScriptCame) {
  EXPECT_TRUE(upgrade(history_of({kThirdFails})).failed);
  EXPECT_EQ(only_row().state, RevisionState::applying);
  EXPECT_EQ(only_row().statements_done, 2);
  EXPECT_EQ(only_row().statements_total, 4);
}

TEST_P(NoTransactionContract, KeepsWhatRanBeforeAFailure) {
  EXPECT_TRUE(upgrade(history_of({kThirdFails})).failed);
  EXPECT_EQ(database().list("SELECT i FROM t"), Strings{"1"});
}

TEST_P(NoTransactionContract, PointsAtTheStatementThatFailed) {
  const Report report = upgrade(history_of({kThirdFails}));
  ASSERT_TRUE(report.failed && report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 4U);
}

TEST_P(NoTransactionContract, WritesAnEventForAFailure) {
  EXPECT_TRUE(upgrade(history_of({kThirdFails})).failed);
  EXPECT_EQ(event_list(), (Strings{"upgrade a", "failure a"}));
}

TEST_P(NoTransactionContract, MarksARevisionWhoseDownFailed) {
  const History history = history_of({{"a",
                                       {},
                                       "CREATE TABLE t (i int);\n",
                                       "-- sqlmig: no-transaction\nINSERT INTO t VALUES (1);\n"
                                       "INSERT INTO no_such_table VALUES (2);\n"}});
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_TRUE(downgrade(history).failed);
  EXPECT_EQ(only_row().state, RevisionState::reverting);
  EXPECT_EQ(only_row().statements_done, 1);
}

TEST_P(NoTransactionContract, TakesTheRowAwayAfterTheLastStatementDown) {
  const History history = history_of(
      {{"a", {}, "CREATE TABLE t (i int);\n", "-- sqlmig: no-transaction\nDROP TABLE t;\n"}});
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_FALSE(downgrade(history).failed);
  EXPECT_TRUE(engine::read_applied(port()).rows.empty());
}

TEST_P(NoTransactionContract, RunsAScriptOfNothingButComments) {
  EXPECT_FALSE(upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\n-- nothing\n"}})).failed);
  EXPECT_EQ(only_row().state, RevisionState::applied);
}

TEST_P(NoTransactionContract, RefusesAStatementThatLeavesATransactionOpen) {
  const Error error = caught([&] { port().run_alone("BEGIN"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
}

TEST_P(NoTransactionContract, IsUsableAfterAStatementThatLeftATransactionOpen) {
  caught([&] { port().run_alone("BEGIN"); });
  EXPECT_FALSE(upgrade(history_of({{"a", {}}})).failed);
}

class PostgresNoTransaction : public ContractTest {};

INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresNoTransaction, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresNoTransaction, BuildsAnIndexConcurrently) {
  EXPECT_FALSE(upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\n"},
                                   {"b",
                                    {"a"},
                                    "-- sqlmig: no-transaction\n"
                                    "CREATE INDEX CONCURRENTLY t_i ON t (i);\n"}}))
                   .failed);
  EXPECT_EQ(database().ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i'::regclass"),
            "t");
}

TEST_P(PostgresNoTransaction, BuildsAnIndexConcurrentlyWhileAnotherRunnerWaits) {
  const auto waiting = database().open();
  ASSERT_EQ(port().try_lock(), std::nullopt);
  ASSERT_TRUE(waiting->try_lock());
  EXPECT_FALSE(upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\n"},
                                   {"b",
                                    {"a"},
                                    "-- sqlmig: no-transaction\n"
                                    "CREATE INDEX CONCURRENTLY t_i ON t (i);\n"}}))
                   .failed);
}

TEST_P(PostgresNoTransaction, KeepsASettingForTheStatementsBehindIt) {
  EXPECT_FALSE(upgrade(history_of({{"a",
                                    {},
                                    "-- sqlmig: no-transaction\nSET lock_timeout = '7s';\n"
                                    "CREATE TABLE seen AS SELECT current_setting('lock_timeout')"
                                    " AS value;\n"}}))
                   .failed);
  EXPECT_EQ(database().ask("SELECT value FROM seen"), "7s");
}

TEST_P(PostgresNoTransaction, RecordsAsTheRoleThatConnected) {
  const PostgresRole role(database());
  EXPECT_FALSE(
      upgrade(
          history_of(
              {{"a", {}, "-- sqlmig: no-transaction\nSET ROLE " + role.name() + ";\nSELECT 1;\n"}}))
          .failed);
  EXPECT_EQ(engine::read_applied(port()).rows.at(0).statements_done, 2);
}

TEST_P(PostgresNoTransaction, DoesNotHandASettingToTheNextRevisionWithoutTransaction) {
  EXPECT_FALSE(
      upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\nSET lock_timeout = '7s';\n"},
                          {"b",
                           {"a"},
                           "-- sqlmig: no-transaction\n"
                           "CREATE TABLE seen AS SELECT current_setting('lock_timeout')"
                           " AS value;\n"}}))
          .failed);
  EXPECT_EQ(database().ask("SELECT value FROM seen"), "0");
}

TEST_P(PostgresNoTransaction, DoesNotHandASettingToTheNextRevision) {
  EXPECT_FALSE(
      upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\nSET lock_timeout = '7s';\n"},
                          {"b",
                           {"a"},
                           "CREATE TABLE seen AS SELECT current_setting('lock_timeout')"
                           " AS value;\n"}}))
          .failed);
  EXPECT_EQ(database().ask("SELECT value FROM seen"), "0");
}

}  // namespace
}  // namespace sqlmig::test

// Running plans: what is in the database afterwards.
#include "contract/contract.hpp"

#include <fmt/core.h>

#include <regex>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class ExecuteContract : public ContractTest {
 protected:
  [[nodiscard]] std::string events() { return port().dialect().events; }
  [[nodiscard]] std::string revisions() { return port().dialect().revisions; }
  [[nodiscard]] Strings recorded() {
    return database().list(fmt::format("SELECT id FROM {} ORDER BY sequence", revisions()));
  }
  [[nodiscard]] Strings event_list() {
    return database().list(
        fmt::format("SELECT event || ' ' || revision FROM {} ORDER BY id", events()));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, ExecuteContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

const std::vector<Draft> kThree{{"a", {}, "CREATE TABLE ta (i int);\n", "DROP TABLE ta;\n"},
                                {"b", {"a"}, "CREATE TABLE tb (i int);\n", "DROP TABLE tb;\n"},
                                {"c", {"b"}, "INSERT INTO tb VALUES (1);\n", "DELETE FROM tb;\n"}};

// The second of three fails behind a statement that works.
const std::vector<Draft> kBroken{
    {"a", {}, "CREATE TABLE ta (i int);\n"},
    {"b", {"a"}, "CREATE TABLE tb (i int);\nINSERT INTO no_such_table VALUES (1);\n"},
    {"c", {"b"}, "CREATE TABLE tc (i int);\n"}};

TEST_P(ExecuteContract, AppliesAPlanInOrder) {
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  EXPECT_EQ(recorded(), (Strings{"a", "b", "c"}));
  EXPECT_EQ(database().ask("SELECT count(*) FROM tb"), "1");
}

TEST_P(ExecuteContract, WritesAnEventForEachStep) {
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  EXPECT_EQ(event_list(), (Strings{"upgrade a", "upgrade b", "upgrade c"}));
}

TEST_P(ExecuteContract, NumbersEventsWithoutGaps) {
  const History history = history_of(kThree);
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_FALSE(downgrade(history).failed);
  EXPECT_EQ(database().list(fmt::format("SELECT id FROM {} ORDER BY id", events())),
            (Strings{"1", "2", "3", "4", "5", "6"}));
}

TEST_P(ExecuteContract, StoresTheTextsThatWereRun) {
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  const auto stored = engine::read_stored_scripts(port(), RevisionId("c"));
  EXPECT_EQ(stored->up, "INSERT INTO tb VALUES (1);\n");
  EXPECT_EQ(stored->down, "DELETE FROM tb;\n");
}

TEST_P(ExecuteContract, RecordsADurationThatIsNotNegative) {
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  EXPECT_EQ(database().ask(fmt::format(
                "SELECT count(*) FROM {} WHERE duration_ms BETWEEN 0 AND 60000", revisions())),
            "3");
  EXPECT_EQ(database().ask(fmt::format(
                "SELECT count(*) FROM {} WHERE duration_ms BETWEEN 0 AND 60000", events())),
            "3");
}

TEST_P(ExecuteContract, RecordsHowLongAScriptTook) {
  const Draft slow{"slow",
                   {},
                   is_postgres() ? "SELECT pg_sleep(0.2);\n"
                                 : "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                   " WHERE i < 1000000) SELECT max(i) FROM n;\n"};
  EXPECT_FALSE(upgrade(history_of({slow})).failed);
  EXPECT_GE(engine::read_applied(port()).rows.at(0).duration_ms, 10);
}

TEST_P(ExecuteContract, RecordsWhoAndWhy) {
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  EXPECT_EQ(database().ask(
                fmt::format("SELECT os_user || '@' || host || ': ' || reason FROM {}", events())),
            "dana@workstation: because");
}

TEST_P(ExecuteContract, RecordsTheRoleThatConnected) {
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  EXPECT_EQ(engine::read_applied(port()).rows.at(0).database_role, is_postgres() ? "postgres" : "");
}

TEST_P(ExecuteContract, TakesRowsAwayOnTheWayDown) {
  const History history = history_of(kThree);
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_FALSE(downgrade(history).failed);
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_FALSE(has_table("ta"));
}

TEST_P(ExecuteContract, WritesAnEventForEachStepDown) {
  const History history = history_of(kThree);
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_FALSE(downgrade(history).failed);
  EXPECT_EQ(event_list(), (Strings{"upgrade a", "upgrade b", "upgrade c", "downgrade c",
                                   "downgrade b", "downgrade a"}));
}

TEST_P(ExecuteContract, AppliesAgainWhatWasReverted) {
  const History history = history_of(kThree);
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_FALSE(downgrade(history).failed);
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_EQ(recorded(), (Strings{"a", "b", "c"}));
}

TEST_P(ExecuteContract, KeepsWhatCameBeforeAFailure) {
  EXPECT_TRUE(upgrade(history_of(kBroken)).failed);
  EXPECT_EQ(recorded(), Strings{"a"});
  EXPECT_TRUE(has_table("ta"));
}

TEST_P(ExecuteContract, RollsBackTheRevisionThatFails) {
  EXPECT_TRUE(upgrade(history_of(kBroken)).failed);
  EXPECT_FALSE(has_table("tb"));
}

TEST_P(ExecuteContract, RunsNothingBehindAFailure) {
  EXPECT_TRUE(upgrade(history_of(kBroken)).failed);
  EXPECT_FALSE(has_table("tc"));
}

TEST_P(ExecuteContract, ReportsDoneFailedAndNotRun) {
  const Report report = upgrade(history_of(kBroken));
  ASSERT_EQ(report.done.size(), 1U);
  EXPECT_EQ(report.done[0].step.id.text(), "a");
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
  ASSERT_EQ(report.not_run.size(), 1U);
  EXPECT_EQ(report.not_run[0].id.text(), "c");
}

TEST_P(ExecuteContract, SaysWhereInTheFileItFailed) {
  const Report report = upgrade(history_of(kBroken));
  ASSERT_TRUE(report.failed && report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->file, "migrations/b/up.sql");
  EXPECT_EQ(report.failed->error.position->line, 2U);
}

TEST_P(ExecuteContract, WritesAnEventForAFailure) {
  EXPECT_TRUE(upgrade(history_of(kBroken)).failed);
  EXPECT_EQ(event_list(), (Strings{"upgrade a", "failure b"}));
  EXPECT_NE(database()
                .ask(fmt::format("SELECT error FROM {} WHERE event = 'failure'", events()))
                .find("no_such_table"),
            std::string::npos);
}

TEST_P(ExecuteContract, GoesOnAfterAFailureWasMended) {
  EXPECT_TRUE(upgrade(history_of(kBroken)).failed);
  EXPECT_FALSE(upgrade(history_of(kThree)).failed);
  EXPECT_EQ(event_list(), (Strings{"upgrade a", "failure b", "upgrade b", "upgrade c"}));
}

TEST_P(ExecuteContract, StopsWhereAnotherRunnerWasQuicker) {
  const History history = history_of(kThree);
  create_version_table(port());
  const AppliedRevisions before = engine::read_applied(port());
  const Plan plan = plan_upgrade(history, before, GetParam(), heads_of(history));
  EXPECT_FALSE(upgrade(history).failed);  // the other runner
  const Report report = execute(plan, history, before, port(), who_, observer_);
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.code(), ErrorCode::conflict);
}

TEST_P(ExecuteContract, LeavesNothingBehindWhereAnotherRunnerWasQuicker) {
  const History history = history_of(kThree);
  create_version_table(port());
  const AppliedRevisions before = engine::read_applied(port());
  const Plan plan = plan_upgrade(history, before, GetParam(), heads_of(history));
  EXPECT_FALSE(upgrade(history).failed);  // the other runner
  static_cast<void>(execute(plan, history, before, port(), who_, observer_));
  EXPECT_EQ(event_list(), (Strings{"upgrade a", "upgrade b", "upgrade c"}));
  EXPECT_EQ(database().ask("SELECT count(*) FROM tb"), "1");
}

TEST_P(ExecuteContract, RefusesAScriptThatCommitsBeforeAnythingIsRun) {
  const History history =
      history_of({{"a", {}, "CREATE TABLE ta (i int);\n"}, {"b", {"a"}, "SELECT 1;\nCOMMIT;\n"}});
  EXPECT_EQ(caught([&] { static_cast<void>(upgrade(history)); }).code(), ErrorCode::findings);
  EXPECT_FALSE(has_table("ta"));
}

TEST_P(ExecuteContract, KeepsTheRecordOfARevisionThatDropsAllTables) {
  const History history =
      history_of({{"a", {}, "CREATE TABLE ta (i int);\n"}, {"b", {"a"}, "DROP TABLE ta;\n"}});
  EXPECT_FALSE(upgrade(history).failed);
  EXPECT_EQ(recorded(), (Strings{"a", "b"}));
}

}  // namespace
}  // namespace sqlmig::test

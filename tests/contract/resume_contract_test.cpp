// Going on with a script that stopped half-way.
#include "commands/unfinished.hpp"
#include "contract/contract.hpp"

#include <fmt/core.h>

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class ResumeContract : public ContractTest {
 protected:
  [[nodiscard]] AppliedRevision only_row() { return engine::read_applied(port()).rows.at(0); }
  [[nodiscard]] Strings values() { return database().list("SELECT i FROM t ORDER BY i"); }

  // As `upgrade --resume` plans it.
  Report resume(const History& history) {
    const AppliedRevisions applied = engine::read_applied(port());
    const auto begun = commands::unfinished_in(RevisionState::applying, applied, history.graph);
    const Plan plan = plan_upgrade(history, commands::without(begun, applied, history.graph),
                                   GetParam(), history.graph.heads());
    return execute(plan, history, applied, port(), who_, observer_, options_);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, ResumeContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

Draft script(const std::string& third) {
  return {"a",
          {},
          "-- sqlmig: no-transaction\nCREATE TABLE t (i int);\nINSERT INTO t VALUES (1);\n" +
              third + "INSERT INTO t VALUES (3);\n"};
}
const Draft kStops = script("INSERT INTO no_such VALUES (2);\n");
const Draft kMended = script("INSERT INTO t VALUES (2);\n");

TEST_P(ResumeContract, RunsTheStatementsThatDidNotRun) {
  ASSERT_TRUE(upgrade(history_of({kStops})).failed);
  EXPECT_FALSE(resume(history_of({kMended})).failed);
  EXPECT_EQ(values(), (Strings{"1", "2", "3"}));
  EXPECT_EQ(only_row().state, RevisionState::applied);
  EXPECT_EQ(only_row().statements_done, 4);
}

TEST_P(ResumeContract, RecordsTheScriptAsItIsNow) {
  ASSERT_TRUE(upgrade(history_of({kStops})).failed);
  const History mended = history_of({kMended});
  ASSERT_FALSE(resume(mended).failed);
  EXPECT_EQ(only_row().up, mended.find("a")->up.checksum);
  EXPECT_EQ(engine::read_stored_scripts(port(), RevisionId("a"))->up, kMended.up);
}

TEST_P(ResumeContract, SaysAgainHowFarItCameIfItStopsAgain) {
  ASSERT_TRUE(upgrade(history_of({kStops})).failed);
  const Report report = resume(history_of({kStops}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->left, Report::Left::part);
  EXPECT_EQ(only_row().statements_done, 2);
  EXPECT_EQ(values(), Strings{"1"});
}

TEST_P(ResumeContract, RefusesAScriptWhoseFirstPartIsAnotherOne) {
  ASSERT_TRUE(upgrade(history_of({kStops})).failed);
  Draft other = kMended;
  other.up.replace(other.up.find("(1)"), 3, "(9)");
  const Error error = caught([&] { resume(history_of({other})); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  ASSERT_TRUE(error.position);
  EXPECT_EQ(error.position->line, 3U);
  EXPECT_EQ(values(), Strings{"1"});
}

TEST_P(ResumeContract, RefusesAScriptThatIsNowTransactional) {
  ASSERT_TRUE(upgrade(history_of({kStops})).failed);
  Draft other = kMended;
  other.up.erase(0, other.up.find('\n') + 1);
  EXPECT_EQ(caught([&] { resume(history_of({other})); }).code(), ErrorCode::refused);
}

TEST_P(ResumeContract, GoesOnWithARevertToo) {
  Draft draft = kMended;
  draft.down = "-- sqlmig: no-transaction\nDELETE FROM t WHERE i = 3;\nDELETE FROM no_such;\n";
  const History first = history_of({draft});
  ASSERT_FALSE(upgrade(first).failed);
  ASSERT_TRUE(downgrade(first).failed);
  EXPECT_EQ(only_row().state, RevisionState::reverting);
  draft.down =
      "-- sqlmig: no-transaction\nDELETE FROM t WHERE i = 3;\nDELETE FROM t WHERE i = 2;\n";
  ASSERT_FALSE(downgrade(history_of({draft})).failed);
  EXPECT_EQ(values(), Strings{"1"});
  EXPECT_TRUE(engine::read_applied(port()).rows.empty());
}

TEST_P(ResumeContract, ComparesARevertWithWhatRanOfItLast) {
  const std::string first = "-- sqlmig: no-transaction\nDELETE FROM t WHERE i = 3;\n";
  Draft draft = kMended;
  draft.down = first + "DELETE FROM no_such;\nDELETE FROM t WHERE i = 1;\n";
  const History original = history_of({draft});
  ASSERT_FALSE(upgrade(original).failed);
  ASSERT_TRUE(downgrade(original).failed);
  draft.down = first + "DELETE FROM t WHERE i = 2;\nDELETE FROM nor_such;\n";
  ASSERT_TRUE(downgrade(history_of({draft})).failed);
  EXPECT_EQ(only_row().statements_done, 2);
  EXPECT_EQ(caught([&] { downgrade(original); }).code(), ErrorCode::refused);
  draft.down = first + "DELETE FROM t WHERE i = 2;\nDELETE FROM t WHERE i = 1;\n";
  EXPECT_FALSE(downgrade(history_of({draft})).failed);
  EXPECT_EQ(values(), Strings{});
}

TEST_P(ResumeContract, RecordsWhateverAStatementHasSet) {
  const std::string sets = is_postgres() ? "SET default_transaction_read_only = on;\n"
                                           "SET statement_timeout = '1s';\nSET ROLE pg_monitor;\n"
                                         : "PRAGMA query_only = ON;\n";
  EXPECT_FALSE(
      upgrade(history_of({{"a", {}, "-- sqlmig: no-transaction\n" + sets + "SELECT 1;\n"}}))
          .failed);
  EXPECT_EQ(only_row().state, RevisionState::applied);
}

TEST_P(ResumeContract, NamesTheWaysOnInPlainWords) {
  const Report report = upgrade(history_of({kStops}));
  ASSERT_TRUE(report.failed);
  EXPECT_NE(report.failed->error.advice.find("sqlmig upgrade --resume"), std::string::npos);
  EXPECT_NE(report.failed->error.advice.find("--mark-applied a"), std::string::npos);
  EXPECT_NE(report.failed->error.advice.find("--mark-reverted a"), std::string::npos);
  EXPECT_EQ(report.failed->error.notes.back(), "2 of 4 statements ran, and what they did is kept");
}

class InvalidIndex : public ResumeContract {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, InvalidIndex, testing::Values(DatabaseKind::postgres),
                         kind_name);

Draft unique_index(const std::string& words) {
  return {
      "a",
      {},
      "-- sqlmig: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY " + words + " one ON t (i);\n"};
}

TEST_P(InvalidIndex, IsNamedWhereABuildFails) {
  database().run("CREATE TABLE t (i int); INSERT INTO t VALUES (1), (1)");
  const Report report = upgrade(history_of({unique_index("")}));
  ASSERT_TRUE(report.failed);
  EXPECT_NE(report.failed->error.notes.back().find("DROP INDEX CONCURRENTLY \"public\".\"one\""),
            std::string::npos)
      << report.failed->error.notes.back();
}

TEST_P(InvalidIndex, IsNoSuccessWhereIfNotExistsPassesOverIt) {
  database().run("CREATE TABLE t (i int); INSERT INTO t VALUES (1), (1)");
  ASSERT_TRUE(upgrade(history_of({unique_index("IF NOT EXISTS")})).failed);
  const Report again = resume(history_of({unique_index("IF NOT EXISTS")}));
  ASSERT_TRUE(again.failed);
  EXPECT_NE(std::string(again.failed->error.what()).find("\"public\".\"one\" is invalid"),
            std::string::npos);
  EXPECT_EQ(only_row().state, RevisionState::applying);
}

TEST_P(InvalidIndex, IsBuiltOnceItWasDropped) {
  database().run("CREATE TABLE t (i int); INSERT INTO t VALUES (1), (1)");
  const History history = history_of({unique_index("IF NOT EXISTS")});
  ASSERT_TRUE(upgrade(history).failed);
  ASSERT_TRUE(resume(history).failed);
  database().run("DELETE FROM t; DROP INDEX one");
  ASSERT_FALSE(resume(history).failed);
  EXPECT_EQ(database().ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'one'::regclass"),
            "t");
}

TEST_P(InvalidIndex, ThatWasThereBeforeAndIsNotNamedDoesNotCount) {
  database().run("CREATE TABLE t (i int); INSERT INTO t VALUES (1), (1)");
  ASSERT_TRUE(upgrade(history_of({unique_index("")})).failed);
  port().transact({{{"DELETE FROM sqlmig.revisions", {}}}, nullptr, {}});
  EXPECT_FALSE(upgrade(history_of({{"b",
                                    {},
                                    "-- sqlmig: no-transaction\nCREATE INDEX CONCURRENTLY other ON"
                                    " t (i);\n"}}))
                   .failed);
}

// Where the server outlives a runner.
class StillRunning : public ResumeContract {};
INSTANTIATE_TEST_SUITE_P(Databases, StillRunning, testing::Values(DatabaseKind::postgres),
                         kind_name);

// A runner that was killed leaves its statement running in the server.
TEST_P(StillRunning, IsNotRunASecondTime) {
  const std::string slow = "SELECT pg_sleep(3 / (SELECT count(*) FROM flag))";
  const History history = history_of(
      {{"a", {}, "-- sqlmig: no-transaction\nCREATE TABLE t (i int);\n" + slow + ";\n"}});
  database().run("CREATE TABLE flag ()");
  ASSERT_TRUE(upgrade(history).failed);
  database().run("INSERT INTO flag DEFAULT VALUES");
  std::thread other([&] { database().run(slow + ";"); });
  while (database().ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") ==
         "0")
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const Report refused = resume(history);
  other.join();
  ASSERT_TRUE(refused.failed);
  EXPECT_EQ(refused.failed->error.code(), ErrorCode::locked);
  EXPECT_EQ(refused.failed->left, Report::Left::part);
  EXPECT_EQ(only_row().statements_done, 1);
  EXPECT_FALSE(resume(history).failed);
}

TEST_P(InvalidIndex, OfAPartitionedTableIsNone) {
  EXPECT_FALSE(upgrade(history_of({{"a",
                                    {},
                                    "-- sqlmig: no-transaction\n"
                                    "CREATE TABLE t (i int) PARTITION BY RANGE (i);\n"
                                    "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (9);\n"
                                    "CREATE INDEX parent_index ON ONLY t (i);\n"}}))
                   .failed);
}

}  // namespace
}  // namespace sqlmig::test

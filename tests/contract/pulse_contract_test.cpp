// While a script runs: heartbeats, and the wish to stop.
#include "contract/contract.hpp"
#include "engine/lock.hpp"

#include <fmt/core.h>

#include <chrono>

namespace sqlmig::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

class PulseContract : public ContractTest {
 protected:
  // Runs for seconds, unless it is stopped.
  [[nodiscard]] static std::string long_statement() {
    return is_postgres() ? "SELECT pg_sleep(20);\n"
                         : "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                           " LIMIT 400000000) INSERT INTO t SELECT max(i) FROM n;\n";
  }
  [[nodiscard]] static std::string short_statement() {
    return is_postgres() ? "SELECT pg_sleep(1);\n"
                         : "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                           " LIMIT 6000000) INSERT INTO t SELECT max(i) FROM n;\n";
  }
  void stop_after(milliseconds time) {
    const auto end = Clock::now() + time;
    options_.interrupted = [end] { return Clock::now() >= end; };
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, PulseContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(PulseContract, AStatementIsStoppedSoonAndNothingIsKept) {
  stop_after(milliseconds(300));
  const auto start = Clock::now();
  const Report report =
      upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\n" + long_statement()},
                          {"b", {"a"}, "CREATE TABLE u (i int);\n"}}));
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(10));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.code(), ErrorCode::interrupted);
  EXPECT_EQ(report.failed->left, Report::Left::nothing);
  EXPECT_EQ(report.not_run.size(), 1U);
  EXPECT_FALSE(has_table("t"));
  EXPECT_EQ(database().ask(fmt::format("SELECT event FROM {}", port().dialect().events)),
            "failure");
}

TEST_P(PulseContract, AScriptThatRunsStatementByStatementSaysHowFarItCame) {
  stop_after(milliseconds(500));
  const Report report = upgrade(history_of(
      {{"a", {}, "-- sqlmig: no-transaction\nCREATE TABLE t (i int);\n" + long_statement()}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.code(), ErrorCode::interrupted);
  EXPECT_EQ(report.failed->left, Report::Left::part);
  EXPECT_EQ(engine::read_applied(port()).rows.at(0).statements_done, 1);
  ASSERT_TRUE(report.failed->error.position);
  EXPECT_EQ(report.failed->error.position->line, 3U);
}

TEST_P(PulseContract, NothingMoreIsBegunAfterTheWishToStop) {
  stop_after(milliseconds(0));
  const Report report = upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->error.code(), ErrorCode::interrupted);
  EXPECT_FALSE(has_table("t"));
}

TEST_P(PulseContract, ALongStatementGivesSignsOfLife) {
  options_.heartbeat = milliseconds(200);
  ASSERT_FALSE(
      upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\n" + short_statement()}})).failed);
  ASSERT_GE(observer_.heartbeats.size(), 1U);
  EXPECT_GE(observer_.heartbeats[0].elapsed, milliseconds(200));
  ASSERT_TRUE(observer_.heartbeats[0].statement);
}

TEST_P(PulseContract, WithoutHeartbeatsThereAreNone) {
  options_.heartbeat = milliseconds(0);
  ASSERT_FALSE(
      upgrade(history_of({{"a", {}, "CREATE TABLE t (i int);\n" + short_statement()}})).failed);
  EXPECT_TRUE(observer_.heartbeats.empty());
}

class PostgresPulse : public PulseContract {};
INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresPulse, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresPulse, AHeartbeatSaysWhoIsWaitedFor) {
  database().run("CREATE TABLE busy (i int)");
  const auto other = database().open();
  other->query({"BEGIN", {}}, [](Row) {});
  other->query({"LOCK TABLE busy", {}}, [](Row) {});
  options_.heartbeat = milliseconds(200);
  stop_after(milliseconds(900));
  ASSERT_TRUE(upgrade(history_of({{"a", {}, "ALTER TABLE busy ADD COLUMN j int;\n"}})).failed);
  ASSERT_GE(observer_.heartbeats.size(), 1U);
  EXPECT_NE(observer_.heartbeats.back().waits_for.find("idle in transaction"), std::string::npos);
}

TEST_P(PostgresPulse, AStatementIsStoppedThoughRowsKeepComing) {
  for (const std::string statement :
       {"SELECT repeat('x', 1000) FROM generate_series(1, 1000000000);\n",
        "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000000000)) TO STDOUT;\n"}) {
    stop_after(milliseconds(400));
    const auto start = Clock::now();
    const Report report = upgrade(history_of({{"a", {}, statement}}));
    EXPECT_LT(Clock::now() - start, std::chrono::seconds(10));
    ASSERT_TRUE(report.failed);
    EXPECT_EQ(report.failed->error.code(), ErrorCode::interrupted);
  }
}

TEST_P(PostgresPulse, WaitingForTheLockEndsToo) {
  const auto other = database().open();
  ASSERT_FALSE(other->try_lock());
  stop_after(milliseconds(300));
  const Error error = caught([&] {
    const engine::Lock lock(port(), std::chrono::seconds(20), observer_, options_.interrupted);
  });
  EXPECT_EQ(error.code(), ErrorCode::interrupted);
}

}  // namespace
}  // namespace sqlmig::test

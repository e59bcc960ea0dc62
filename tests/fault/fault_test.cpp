// Many runners at once, and runners that are killed: what is in the database afterwards.
#include "engine/lock.hpp"
#include "support/child.hpp"
#include "support/databases.hpp"
#include "support/histories.hpp"
#include "support/temporary.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <list>
#include <random>
#include <thread>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

std::string revision_name(int number) { return fmt::format("{:04}_r", number); }

class FaultTest : public testing::TestWithParam<DatabaseKind> {
 protected:
  FaultTest() { folder_.write("sqlmig.toml", "url = \"" + database_->url() + "\"\n"); }

  // A chain of revisions. Each makes a table and puts two rows into it.
  void write_chain(int length) const {
    for (int i = 1; i <= length; ++i) {
      Strings parents;
      if (i > 1) parents.push_back(revision_name(i - 1));
      write_revision(folder_, {revision_name(i), parents,
                               fmt::format("CREATE TABLE t{0} (i int);\n"
                                           "INSERT INTO t{0} VALUES (1);\n"
                                           "INSERT INTO t{0} VALUES (2);\n",
                                           i),
                               fmt::format("DROP TABLE t{};\n", i)});
    }
  }

  [[nodiscard]] static bool is_postgres() { return GetParam() == DatabaseKind::postgres; }
  [[nodiscard]] const TestDatabase& database() const { return *database_; }
  [[nodiscard]] static std::string table(const std::string& name) {
    return (is_postgres() ? "sqlmig." : "sqlmig_") + name;
  }
  [[nodiscard]] bool has_version_table() const {
    return database().ask(is_postgres()
                              ? "SELECT count(*) FROM pg_tables WHERE schemaname = 'sqlmig'"
                              : "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'sqlmig_%'") !=
           "0";
  }
  // The numbers of the recorded revisions, in order of application.
  [[nodiscard]] Strings recorded() const {
    if (!has_version_table()) return {};
    return database().list("SELECT id FROM " + table("revisions") + " ORDER BY sequence");
  }
  [[nodiscard]] std::string count_tables() const {
    return database().ask(
        is_postgres()
            ? "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            : "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name LIKE 't%'");
  }
  void expect_complete(int length) const {
    Strings all;
    for (int i = 1; i <= length; ++i) all.push_back(revision_name(i));
    EXPECT_EQ(recorded(), all);
    EXPECT_EQ(count_tables(), std::to_string(length));
    // An insert that ran twice would show.
    std::string rows = "SELECT 0";
    for (int i = 1; i <= length; ++i) rows += fmt::format(" + (SELECT count(*) FROM t{})", i);
    EXPECT_EQ(database().ask(rows), std::to_string(2 * length));
  }
  // A server finishes what it was sent, and only then notices that the client is gone; its lock is
  // free when it has.
  void wait_until_quiet() const {
    SilentObserver observer;
    const auto connection = database().open();
    const engine::Lock lock(*connection, std::chrono::seconds(10), observer);
  }
  void expect_events_without_gaps() const {
    EXPECT_EQ(database().ask("SELECT max(id) - count(*) FROM " + table("events")), "0");
  }

  TemporaryFolder folder_;

 private:
  std::unique_ptr<TestDatabase> database_ = make_database(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Databases, FaultTest,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(FaultTest, EightRunnersAtOnceApplyEachRevisionOnce) {
  constexpr int kRevisions = 20;
  write_chain(kRevisions);
  std::list<Child> runners;
  for (int i = 0; i < 8; ++i) runners.emplace_back(Strings{"upgrade"}, folder_.path());
  for (Child& runner : runners) EXPECT_EQ(runner.wait(), 0);
  expect_complete(kRevisions);
  expect_events_without_gaps();
  EXPECT_EQ(database().ask("SELECT count(*) FROM " + table("events")), std::to_string(kRevisions));
}

TEST_P(FaultTest, ARunnerThatIsKilledLeavesWholeRevisions) {
  constexpr int kRevisions = 40;
  constexpr int kKills = 30;
  write_chain(kRevisions);
  // How long a whole run takes decides when to kill.
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(Child({"upgrade"}, folder_.path()).wait(), 0);
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  ASSERT_EQ(Child({"downgrade", "base", "--yes"}, folder_.path()).wait(), 0);

  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int64_t> moment(0, whole.count());
  int killed = 0;
  for (int round = 0; round < kKills; ++round) {
    Child runner({"upgrade"}, folder_.path());
    std::this_thread::sleep_for(std::chrono::microseconds(moment(random)));
    runner.kill();
    if (runner.wait() != 0) ++killed;
    wait_until_quiet();
    const Strings done = recorded();
    ASSERT_EQ(count_tables(), std::to_string(done.size()));
    for (std::size_t i = 0; i < done.size(); ++i) {
      ASSERT_EQ(done[i], revision_name(static_cast<int>(i) + 1));
      ASSERT_EQ(database().ask(fmt::format("SELECT count(*) FROM t{}", i + 1)), "2");
    }
    if (done.size() == kRevisions) {
      ASSERT_EQ(Child({"downgrade", "base", "--yes"}, folder_.path()).wait(), 0);
    }
  }
  EXPECT_GT(killed, 5) << "the kills came too late to prove anything";
  ASSERT_EQ(Child({"upgrade"}, folder_.path()).wait(), 0);
  expect_complete(kRevisions);
  expect_events_without_gaps();
}

TEST_P(FaultTest, ARunnerThatIsKilledWhileItCreatesTheVersionTableLeavesNothingHalfDone) {
  write_chain(1);
  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<int> moment(0, 20'000);
  for (int round = 0; round < 10; ++round) {
    const auto fresh = make_database(GetParam());
    const Strings upgrade{"upgrade", "--url", fresh->url()};
    {
      Child runner(upgrade, folder_.path());
      std::this_thread::sleep_for(std::chrono::microseconds(moment(random)));
      runner.kill();
      runner.wait();
    }
    ASSERT_EQ(Child(upgrade, folder_.path()).wait(), 0);
    ASSERT_EQ(fresh->list("SELECT i FROM t1 ORDER BY i"), (Strings{"1", "2"}));
  }
}

}  // namespace
}  // namespace sqlmig::test

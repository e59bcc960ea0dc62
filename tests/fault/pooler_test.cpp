// sqlmig through a connection pooler, which lends its sessions to many clients.
#include "fault/mixed_project.hpp"
#include "fault/rounds.hpp"
#include "support/child.hpp"
#include "support/pgbouncer.hpp"
#include "support/process.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

namespace sqlmig::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Strings = std::vector<std::string>;

// Polls until `holds` does, for ten seconds.
template <typename Condition>
bool eventually(Condition holds) {
  const auto deadline = std::chrono::steady_clock::now() + seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return true;
}

testing::AssertionResult says(const ProcessResult& result, int code, const std::string& part) {
  if (result.exit_code == code && result.err.find(part) != std::string::npos)
    return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << "it ended with " << result.exit_code << " and said: " << result.err;
}

class Pooler : public testing::TestWithParam<PgBouncer::Mode> {
 protected:
  Pooler() { folder_.write("sqlmig.toml", ""); }

  [[nodiscard]] ProcessResult sqlmig(Strings arguments) const {
    return sqlmig_at(pooler_.url(), std::move(arguments));
  }
  [[nodiscard]] ProcessResult sqlmig_at(const std::string& url, Strings arguments) const {
    arguments.insert(arguments.end(), {"--url", url});
    return run_sqlmig(arguments, {folder_.path(), {}, {}});
  }
  [[nodiscard]] std::unique_ptr<Child> start(Strings arguments) const {
    arguments.insert(arguments.end(), {"--url", pooler_.url()});
    return std::make_unique<Child>(arguments, folder_.path());
  }
  // How many hold the lock, or other advisory locks.
  [[nodiscard]] std::string locks() const {
    return database_->ask(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database "
        "WHERE locktype = 'advisory' AND granted AND datname = current_database()");
  }

  TemporaryFolder folder_;
  std::unique_ptr<TestDatabase> database_ = make_database(DatabaseKind::postgres);
  PgBouncer pooler_{*database_, GetParam()};
};

std::string server_name(const testing::TestParamInfo<PgBouncer::Mode>& /*info*/) {
  return "postgres";
}

INSTANTIATE_TEST_SUITE_P(InSessionMode, Pooler, testing::Values(PgBouncer::Mode::session),
                         server_name);
INSTANTIATE_TEST_SUITE_P(InTransactionMode, Pooler, testing::Values(PgBouncer::Mode::transaction),
                         server_name);

TEST_P(Pooler, LetsRevisionsThroughUpAndDown) {
  const MixedHistory history(DatabaseKind::postgres, 6, Mix::with_statements_alone);
  history.write(folder_);
  EXPECT_TRUE(says(sqlmig({"status"}), 0, ""));
  EXPECT_TRUE(says(sqlmig({"upgrade"}), 0, ""));
  EXPECT_TRUE(says(sqlmig({"verify", "--require-applied"}), 0, ""));
  EXPECT_TRUE(says(sqlmig({"current"}), 0, ""));
  const MixedHistory::Observed up = history.observe(*database_);
  EXPECT_EQ(up.breach, "");
  EXPECT_EQ(up.applied, 6);
  EXPECT_TRUE(says(sqlmig({"downgrade", "base", "--yes"}), 0, ""));
  const MixedHistory::Observed down = history.observe(*database_);
  EXPECT_EQ(down.breach, "");
  EXPECT_EQ(down.applied, 0);
}

TEST_P(Pooler, GivesTheLockBack) {
  write_revision(folder_, {"0001_r"});
  EXPECT_TRUE(says(sqlmig({"upgrade"}), 0, ""));
  EXPECT_TRUE(eventually([this] { return locks() == "0"; }));
}

TEST_P(Pooler, GivesTheLockBackOfARunnerThatIsKilled) {
  write_revision(folder_, {"0001_r", {}, "SELECT pg_sleep(1);\n"});
  const std::unique_ptr<Child> runner = start({"upgrade"});
  ASSERT_TRUE(eventually([this] { return locks() != "0"; }));
  runner->kill();
  EXPECT_TRUE(eventually([this] { return locks() == "0"; }));
  EXPECT_TRUE(says(sqlmig({"upgrade"}), 0, ""));
}

TEST_P(Pooler, KeepsTwoRunnersApart) {
  write_revision(folder_, {"0001_r", {}, "CREATE TABLE t (i int);\nSELECT pg_sleep(1.5);\n"});
  const std::unique_ptr<Child> runner = start({"upgrade"});
  ASSERT_TRUE(eventually([this] { return locks() != "0"; }));
  EXPECT_TRUE(says(sqlmig({"upgrade", "--lock-wait", "0"}), 5, "another sqlmig is at work"));
  EXPECT_TRUE(says(sqlmig_at(database_->url(), {"upgrade", "--lock-wait", "0"}), 5,
                   "another sqlmig is at work"))
      << "not through the pooler";
  EXPECT_EQ(runner->wait(), 0);
  EXPECT_TRUE(says(sqlmig({"upgrade", "--lock-wait", "0"}), 0, ""));
}

TEST_P(Pooler, HandsNothingThatAScriptSetsToOtherClients) {
  const Strings questions{
      "SHOW search_path", "SHOW statement_timeout", "SHOW lock_timeout",
      "SHOW work_mem",    "SELECT current_user",    "SELECT count(*) FROM pg_prepared_statements",
  };
  const auto answers = [&] {
    Strings all;
    for (const std::string& question : questions) all.push_back(database_->ask(question));
    return all;
  };
  const Strings usual = answers();
  database_->run("CREATE SCHEMA hidden");
  write_revision(folder_,
                 {"0001_r",
                  {},
                  "SET search_path = hidden;\nSET work_mem = '9MB';\nSET lock_timeout = '5s';\n"
                  "SET SESSION statement_timeout = '1h';\nSET ROLE pg_read_all_data;\n"
                  "RESET ROLE;\nSET ROLE NONE;\n"
                  "SELECT set_config('search_path', '', false);\n"});
  ASSERT_TRUE(says(sqlmig({"upgrade"}), 0, ""));
  // Whatever sessions the pooler has, these clients get each of them.
  std::vector<std::unique_ptr<Database>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(pooler_.database().open());
    for (std::size_t j = 0; j < questions.size(); ++j) {
      clients.back()->query({questions[j], {}},
                            [&](Row row) { EXPECT_EQ(row[0], usual[j]) << questions[j]; });
    }
  }
}

TEST_P(Pooler, WithoutRoomForTheLockEndsWithAnError) {
  const PgBouncer narrow(*database_, GetParam(), 1);
  // Somebody else has the only session.
  const auto other = narrow.database().open();
  other->query({"SELECT 1", {}}, [](Row) {});
  write_revision(folder_, {"0001_r"});
  Child runner({"upgrade", "--lock-wait", "3", "--url", narrow.url()}, folder_.path());
  const std::optional<int> code = runner.wait_for(seconds(30));
  ASSERT_TRUE(code) << "it waits for ever";
  // A pooler that lends a session for a transaction has one to lend.
  if (GetParam() == PgBouncer::Mode::session) {
    EXPECT_NE(*code, 0);
  }
  EXPECT_TRUE(eventually([this] { return locks() == "0"; }));
}

TEST_P(Pooler, LeavesWholeRevisionsOfRunnersThatAreKilled) {
  const MixedProject project(DatabaseKind::postgres, 6);
  const PgBouncer pooler(project.database(), GetParam());
  const auto whole = project.time_all_the_way();
  std::mt19937 random(std::random_device{}());
  Way way = Way::up;
  const int wanted = rounds(10);
  for (int round = 0; round < wanted; ++round) {
    Strings arguments = MixedProject::all_the_way(way);
    arguments.insert(arguments.end(), {"--url", pooler.url()});
    Child runner(arguments, project.folder());
    std::this_thread::sleep_for(std::chrono::microseconds(
        std::uniform_int_distribution<std::int64_t>(0, whole.count())(random)));
    runner.kill();
    runner.wait();
    const MixedHistory::Observed seen = project.observe();
    ASSERT_EQ(seen.breach, "");
    if (seen.unfinished) {
      ASSERT_NO_FATAL_FAILURE(project.settle(*seen.unfinished));
    }
    way = project.next(way, seen);
  }
  EXPECT_TRUE(project.can_go(Way::up));
  report("kills through a pooler, PostgreSQL", wanted);
}

class TransactionPooler : public Pooler {};

INSTANTIATE_TEST_SUITE_P(InTransactionMode, TransactionPooler,
                         testing::Values(PgBouncer::Mode::transaction), server_name);

TEST_P(TransactionPooler, IsRefusedAScriptThatNeedsASession) {
  for (const char* script : {"SET search_path = hidden;\nCREATE TABLE t (i int);\n",
                             "CREATE TEMP TABLE t (i int);\nINSERT INTO t VALUES (1);\n",
                             "PREPARE p AS SELECT 1;\nEXECUTE p;\n", "LISTEN changes;\n"}) {
    SCOPED_TRACE(script);
    write_revision(folder_, {"0001_r"});
    write_revision(folder_,
                   {"0002_r", {"0001_r"}, std::string("-- sqlmig: no-transaction\n") + script});
    EXPECT_TRUE(says(sqlmig({"upgrade"}), 1, "pooler"));
    EXPECT_EQ(database_->ask("SELECT to_regclass('sqlmig.revisions') IS NULL"), "t")
        << "something ran";
  }
}

}  // namespace
}  // namespace sqlmig::test

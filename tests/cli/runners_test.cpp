// A runner beside another one that is at work: what was meant when it was said is what is done,
// once.
#include "cli/project.hpp"
#include "support/child.hpp"

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

// Three revisions in a row. Only PostgreSQL can be told to wait in the middle of a script.
class Runners : public DatabaseProjectTest {
 protected:
  Runners() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_slow("0003_bills", {"0002_emails"});
    write_table(folder_, "0004_taxes", {"0003_bills"});
  }
  // One whose scripts take two seconds, with the table made or dropped at their end.
  void write_slow(const std::string& id, const Strings& parents) const {
    const std::string name = id.substr(5);
    write_revision(folder_,
                   {id, parents, "SELECT pg_sleep(2);\nCREATE TABLE " + name + " (i int);\n",
                    "SELECT pg_sleep(2);\nDROP TABLE " + name + ";\n"});
  }
  // Returns when a script sleeps: its runner holds the lock and has recorded nothing yet.
  void wait_until_one_is_at_work() const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (database().ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                          " AND datname = current_database()") == "0") {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  // Starts the first and, while it is at work, the second; the first has to end well.
  [[nodiscard]] ProcessResult beside(const Arguments& first, const Arguments& second) const {
    Child runner(first, folder_.path());
    wait_until_one_is_at_work();
    ProcessResult result = sqlmig(second);
    EXPECT_EQ(runner.wait(), 0);
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Runners, testing::Values(DatabaseKind::postgres), kind_name);

TEST_P(Runners, RevertTheSameStepOnce) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "0003"}), 0));
  database().run(
      "CREATE TABLE users (i int); CREATE TABLE emails (i int);"
      "CREATE TABLE bills (i int)");
  const ProcessResult second = beside({"downgrade", "-1"}, {"downgrade", "-1"});
  EXPECT_TRUE(exits(second, 0));
  EXPECT_TRUE(contains(second.out, "nothing to do"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Runners, RevertTheSameLastOnesOnce) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003"}), 0));
  EXPECT_TRUE(exits(beside({"downgrade", "--last", "2"}, {"downgrade", "--last", "2"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
}

TEST_P(Runners, RevertWhatIsLeftOfALongerStep) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003"}), 0));
  EXPECT_TRUE(exits(beside({"downgrade", "-1"}, {"downgrade", "-2"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(Runners, ApplyTheSameStepOnce) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002"}), 0));
  EXPECT_TRUE(exits(beside({"upgrade", "+1"}, {"upgrade", "+1"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(Runners, ApplyUpToANamedTarget) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002"}), 0));
  EXPECT_TRUE(exits(beside({"upgrade", "+1"}, {"upgrade", "head"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "taxes", "users"}));
}

TEST_P(Runners, RevertNothingThatAnotherHasBuiltOn) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002"}), 0));
  const ProcessResult second = beside({"upgrade", "+1"}, {"downgrade", "-1"});
  EXPECT_TRUE(exits(second, 1));
  EXPECT_TRUE(contains(second.err, "0002_emails cannot go down any more"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
}

TEST_P(Runners, ApplyNothingWhoseParentAnotherHasReverted) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003"}), 0));
  const ProcessResult second = beside({"downgrade", "-1"}, {"upgrade", "+1"});
  EXPECT_TRUE(exits(second, 1));
  EXPECT_TRUE(contains(second.err, "0004_taxes cannot go up any more"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
}

TEST_P(Runners, StampNothingRelativeBesideADowngrade) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003"}), 0));
  const ProcessResult second = beside({"downgrade", "-1"}, {"stamp", "-1"});
  EXPECT_TRUE(exits(second, 1));
  EXPECT_TRUE(contains(second.err, "another sqlmig changed the database meanwhile"));
  EXPECT_TRUE(contains(second.err, "sqlmig current"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  EXPECT_EQ(events().back(), "downgrade 0003_bills");
}

TEST_P(Runners, StampWhatIsNamedBesideADowngrade) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003"}), 0));
  EXPECT_TRUE(exits(beside({"downgrade", "-1"}, {"stamp", "0001"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(events().back(), "unstamp 0002_emails");
}

TEST_P(Runners, RedoNothingBesideAnUpgrade) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002"}), 0));
  const ProcessResult second = beside({"upgrade", "0003"}, {"redo"});
  EXPECT_TRUE(exits(second, 1));
  EXPECT_TRUE(contains(second.err, "another sqlmig changed the database meanwhile"));
  EXPECT_TRUE(contains(second.err, "nothing was run"));
  EXPECT_EQ(events(), (Strings{"upgrade 0001_users", "upgrade 0002_emails", "upgrade 0003_bills"}));
}

TEST_P(Runners, RedoNothingBesideADowngrade) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003"}), 0));
  const ProcessResult second = beside({"downgrade", "-1"}, {"redo", "--last", "2"});
  EXPECT_TRUE(exits(second, 1));
  EXPECT_TRUE(contains(second.err, "nothing was run"));
  EXPECT_EQ(events().back(), "downgrade 0003_bills");
  EXPECT_EQ(events().size(), 4U);
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

}  // namespace
}  // namespace sqlmig::test

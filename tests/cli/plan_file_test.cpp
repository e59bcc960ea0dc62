// Plans that are put down, reviewed, and run as they are or not at all.
#include "cli/project.hpp"
#include "support/child.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

class PlanFile : public DatabaseProjectTest {
 protected:
  PlanFile() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_table(folder_, "0003_bills", {"0002_emails"});
  }
  void put_down(const Arguments& more = {}) const {
    Arguments words{"plan", "-o", "plan.toml"};
    words.insert(words.end(), more.begin(), more.end());
    ASSERT_TRUE(exits(sqlmig(words), 0));
  }
  void apply(const std::string& target) const {
    ASSERT_TRUE(exits(sqlmig({"upgrade", target}), 0));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, PlanFile,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

const Arguments kUp{"upgrade", "--plan", "plan.toml"};
const Arguments kDown{"downgrade", "--plan", "plan.toml"};

TEST_P(PlanFile, RunsExactlyWhatItHolds) {
  put_down({"0002_emails"});
  ASSERT_TRUE(exits(sqlmig(kUp), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  put_down({"--down", "0001_users"});
  ASSERT_TRUE(exits(sqlmig(kDown), 0));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(PlanFile, IsTheSameEachTime) {
  put_down();
  const std::string first = files_of(folder_.path()).at("plan.toml");
  put_down();
  EXPECT_EQ(files_of(folder_.path()).at("plan.toml"), first);
  EXPECT_TRUE(contains(first, json({"plan"})["plan"]["checksum"]));
}

TEST_P(PlanFile, LeavesOutWhatCameSince) {
  put_down();
  write_table(folder_, "0004_taxes", {"0003_bills"});
  ASSERT_TRUE(exits(sqlmig(kUp), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(PlanFile, IsNotRunOverAnEditedScript) {
  put_down();
  folder_.write("migrations/0003_bills/up.sql", "CREATE TABLE bills (j int);\n");
  EXPECT_TRUE(
      refuses(kUp, 7, {"files: migrations/0003_bills/up.sql was edited", "sqlmig plan -o"}));
}

TEST_P(PlanFile, IsNotRunOverAnEditThatAPinKnowsOf) {
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "pinned"}), 0));
  put_down();
  folder_.write("migrations/0003_bills/up.sql", "CREATE TABLE bills (j int);\n");
  EXPECT_TRUE(refuses(kUp, 7, {"files: migrations/0003_bills/up.sql was edited"}));
}

TEST_P(PlanFile, IsNotRunWithoutAllItsRevisions) {
  put_down();
  std::filesystem::remove_all(folder_ / "migrations/0003_bills");
  EXPECT_TRUE(refuses(kUp, 7, {"files: there is no revision 0003_bills"}));
  put_down();
  std::filesystem::remove_all(folder_ / "migrations/0001_users");
  EXPECT_TRUE(refuses(kUp, 7, {"unknown-parent", "0001_users"}));
}

TEST_P(PlanFile, IsNotRunOnADatabaseInAnotherState) {
  put_down();
  apply("0002_emails");
  EXPECT_TRUE(refuses(kUp, 7,
                      {"database: it stands at 0002_emails, which the plan does not start from",
                       "its first 2 of 3 steps are done already"}));
  put_down({"--down", "0001_users"});
  apply("0003_bills");
  EXPECT_TRUE(refuses(kDown, 7, {"database: it stands at 0003_bills"}));
}

TEST_P(PlanFile, IsNotRunOnceItWasChanged) {
  put_down();
  std::string text = files_of(folder_.path()).at("plan.toml");
  const std::size_t at = text.find("digest = \"sha256:") + 17;
  text[at] = text[at] == '0' ? '1' : '0';
  folder_.write("plan.toml", text);
  EXPECT_TRUE(refuses(kUp, 7, {"plan.toml was changed after it was made"}));
}

TEST_P(PlanFile, OfTheOtherDirectionIsRefused) {
  put_down();
  EXPECT_TRUE(refuses(kDown, 2,
                      {"plan.toml is the plan of an upgrade", "sqlmig upgrade --plan plan.toml"}));
}

TEST_P(PlanFile, ThatIsNoneIsRefused) {
  folder_.write("plan.toml", "format = 1\nchecksum = 5\n");
  EXPECT_TRUE(refuses(kUp, 2, {"plan.toml:2:12", "'checksum' must be a string"}));
  EXPECT_TRUE(refuses({"upgrade", "--plan", "no_such.toml"}, 1, {"no_such.toml"}));
}

TEST_P(PlanFile, SaysItselfWhereItLeads) {
  put_down();
  EXPECT_TRUE(refuses({"upgrade", "0001_users", "--plan", "plan.toml"}, 2, {"the plan says"}));
  EXPECT_TRUE(refuses({"downgrade", "--last", "1", "--plan", "plan.toml"}, 2, {"the plan says"}));
}

TEST_P(PlanFile, CanBeExpectedToHaveAChecksum) {
  put_down();
  const std::string checksum = json({"plan"})["plan"]["checksum"];
  EXPECT_TRUE(
      refuses({"upgrade", "--plan", "plan.toml", "--expect", "sha256:" + std::string(64, '0')}, 7,
              {"holds the plan " + checksum}));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--plan", "plan.toml", "--expect", checksum}), 0));
}

TEST_P(PlanFile, IsGoneOnWithWhereItStopped) {
  write_revision(folder_, {"0004_sums",
                           {"0003_bills"},
                           "-- sqlmig: no-transaction\nCREATE TABLE sums (i int);\n"
                           "INSERT INTO later VALUES (1);\nINSERT INTO sums VALUES (1);\n"});
  write_table(folder_, "0005_last", {"0004_sums"});
  put_down();
  ASSERT_TRUE(exits(sqlmig(kUp), 1));
  EXPECT_TRUE(refuses(kUp, 7, {"--resume goes on"}));
  database().run("CREATE TABLE later (i int)");
  const ProcessResult result = sqlmig({"upgrade", "--plan", "plan.toml", "--resume"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_EQ(recorded().size(), 5U);
  EXPECT_EQ(database().ask("SELECT count(*) FROM sums"), "1");
  EXPECT_EQ(database().ask("SELECT count(*) FROM later"), "1");
}

TEST_P(PlanFile, CannotHoldWhatCannotBeRunToItsEnd) {
  write_table(folder_, "0004_gone", {"0003_bills"}, "irreversible = \"drops the trail\"\n");
  std::filesystem::remove(folder_ / "migrations/0004_gone/down.sql");
  EXPECT_TRUE(refuses({"plan", "--rollback", "-o", "plan.toml"}, 1,
                      {"0004_gone is irreversible: drops the trail"}));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "plan.toml"));
}

TEST_P(PlanFile, IsLookedAtAgainUnderTheLock) {
  if (!is_postgres()) GTEST_SKIP() << "there is no lock to wait for";
  apply("0001_users");
  put_down();
  const auto other = database().open();
  ASSERT_FALSE(other->try_lock());
  const auto runner = Child::listened_to(kUp, folder_.path());
  ASSERT_TRUE(runner->next_line());  // it waits
  database().run("DELETE FROM sqlmig.revisions");
  other->unlock();
  EXPECT_EQ(runner->wait(), 7);
  EXPECT_EQ(tables(), Strings{"users"});
  EXPECT_EQ(recorded(), Strings{});
}

}  // namespace
}  // namespace sqlmig::test

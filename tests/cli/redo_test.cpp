#include "cli/project.hpp"

#include <sstream>

namespace sqlmig::test {
namespace {

class Redo : public DatabaseProjectTest {
 protected:
  Redo() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_table(folder_, "0003_bills", {"0002_emails"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Redo,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Redo, RevertsTheLastRevisionAndAppliesItAgain) {
  database().run("INSERT INTO bills VALUES (1)");
  const ProcessResult result = sqlmig({"redo"});
  ASSERT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "reverted 1 revision, applied 1 revision"));
  EXPECT_EQ(database().ask("SELECT count(*) FROM bills"), "0");
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
  EXPECT_EQ(events(), (Strings{"upgrade 0001_users", "upgrade 0002_emails", "upgrade 0003_bills",
                               "downgrade 0003_bills", "upgrade 0003_bills"}));
}

TEST_P(Redo, TakesTheLastOnes) {
  database().run("INSERT INTO emails VALUES (1); INSERT INTO users VALUES (1)");
  ASSERT_TRUE(exits(sqlmig({"redo", "--last", "2"}), 0));
  EXPECT_EQ(database().ask("SELECT count(*) FROM emails"), "0");
  EXPECT_EQ(database().ask("SELECT count(*) FROM users"), "1");
  const Strings all = events();
  EXPECT_EQ(Strings(all.end() - 4, all.end()),
            (Strings{"downgrade 0003_bills", "downgrade 0002_emails", "upgrade 0002_emails",
                     "upgrade 0003_bills"}));
}

TEST_P(Redo, TakesWhatWasAppliedLast) {
  write_table(folder_, "0000_early");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"redo"}), 0));
  EXPECT_EQ(events().back(), "upgrade 0000_early");
}

TEST_P(Redo, TakesAnEditedUpWhenAllowed) {
  folder_.write("migrations/0003_bills/up.sql", "CREATE TABLE bills (i int, j int);\n");
  EXPECT_TRUE(refuses({"redo"}, 3, {"edited-up", "0003_bills", "--allow-modified"}));
  ASSERT_TRUE(exits(sqlmig({"redo", "--allow-modified"}), 0));
  database().run("INSERT INTO bills (j) VALUES (1)");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Redo, KeepsTheReason) {
  ASSERT_TRUE(exits(sqlmig({"redo", "--reason", "tried it"}), 0));
  EXPECT_EQ(database().ask("SELECT count(*) FROM " + version_table("events") +
                           " WHERE reason = 'tried it'"),
            "2");
}

TEST_P(Redo, ThatFailsOnTheWayUpLeavesItReverted) {
  folder_.write("migrations/0003_bills/up.sql", "CREATE TABLE bills (i int);\nSELECT nope;\n");
  const ProcessResult result = sqlmig({"redo", "--allow-modified"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "0003_bills failed and was rolled back"));
  EXPECT_TRUE(
      contains(result.err, "before it: 1 revision (0003_bills); not run after it: 0 revisions"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Redo, OfAnEmptyDatabaseIsRefused) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  EXPECT_TRUE(refuses({"redo"}, 2, {"applied"}));
}

TEST_P(Redo, TakesNoTarget) { EXPECT_TRUE(refuses({"redo", "0001_users"}, 2, {"0001_users"})); }

TEST_P(Redo, ThatFailsSaysHowToGoOn) {
  folder_.write("migrations/0002_emails/up.sql", "CREATE TABLE emails (i int);\nSELECT nope;\n");
  const ProcessResult result = sqlmig({"redo", "--last", "2", "--allow-modified"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "reverted, and not applied again: 0002_emails, 0003_bills"));
  EXPECT_TRUE(contains(result.err, "sqlmig upgrade 0003_bills"));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  folder_.write("migrations/0002_emails/up.sql", "CREATE TABLE emails (i int, j int);\n");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "0003_bills"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Redo, ThatFailsOnTheLastSaysHowToGoOn) {
  folder_.write("migrations/0003_bills/up.sql", "SELECT nope;\n");
  const nlohmann::json object = json({"redo", "--last", "2", "--allow-modified"});
  EXPECT_EQ(object["exit_code"], 1);
  EXPECT_TRUE(contains(object["error"]["next"], "sqlmig upgrade 0003_bills"));
  EXPECT_EQ(object["error"]["notes"],
            nlohmann::json{"reverted, and not applied again: 0003_bills"});
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
}

// Where what failed is not below what comes after it, one name would not bring both back.
TEST_P(Redo, ThatFailsOnOneOfTwoLinesSaysHowBothComeBack) {
  write_table(folder_, "0003_taxes", {"0002_emails"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  folder_.write("migrations/0003_bills/up.sql", "SELECT nope;\n");
  const ProcessResult result = sqlmig({"redo", "--last", "2", "--allow-modified"});
  ASSERT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "reverted, and not applied again: 0003_bills, 0003_taxes"));
  const std::string command = "sqlmig upgrade ";
  const std::size_t from = result.err.find(command);
  ASSERT_NE(from, std::string::npos) << result.err;
  const std::size_t end = result.err.find('\n', from);
  std::istringstream targets(result.err.substr(from + command.size(), end - from - command.size()));
  Arguments advised{"upgrade"};
  for (std::string target; targets >> target;) advised.push_back(target);
  write_table(folder_, "0003_bills", {"0002_emails"});
  EXPECT_TRUE(exits(sqlmig(advised), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "taxes", "users"})) << result.err;
}

TEST_P(Redo, ThatFailsOnTheWayDownSaysWhatIsGone) {
  folder_.write("migrations/0002_emails/down.sql", "SELECT nope;\n");
  const ProcessResult result = sqlmig({"redo", "--last", "2", "--allow-modified"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  EXPECT_TRUE(contains(result.err, "reverted, and not applied again: 0003_bills"));
  EXPECT_TRUE(contains(result.err, "sqlmig upgrade 0003_bills"));
}

// An upgrade without --resume would be refused: what ran has to be seen to first.
TEST_P(Redo, ThatStopsHalfWayUpAdvisesToResume) {
  folder_.write("migrations/0003_bills/up.sql",
                "-- sqlmig: no-transaction\nCREATE TABLE bills (i int);\nSELECT nope;\n");
  const ProcessResult result = sqlmig({"redo", "--allow-modified"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "sqlmig upgrade --resume"));
  EXPECT_TRUE(refuses({"upgrade", "0003_bills"}, 3, {"unfinished", "0003_bills"}));
}

}  // namespace
}  // namespace sqlmig::test

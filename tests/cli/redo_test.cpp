#include "cli/project.hpp"

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
  EXPECT_TRUE(contains(result.err, "before it: 1 revision; not run after it: 0 revisions"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Redo, OfAnEmptyDatabaseIsRefused) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  EXPECT_TRUE(refuses({"redo"}, 2, {"applied"}));
}

TEST_P(Redo, TakesNoTarget) { EXPECT_TRUE(refuses({"redo", "0001_users"}, 2, {"0001_users"})); }

}  // namespace
}  // namespace sqlmig::test

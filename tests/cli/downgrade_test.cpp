// What stops a downgrade before anything is reverted, and what goes over it.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

// Four revisions in a row, all applied.
class Downgrade : public DatabaseProjectTest {
 protected:
  Downgrade() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_table(folder_, "0003_bills", {"0002_emails"});
    write_table(folder_, "0004_taxes", {"0003_bills"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  }
  void configure(const std::string& more) const {
    folder_.write("sqlmig.toml", "url = \"" + database().url() + "\"\n" + more);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Downgrade,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Downgrade, StopsAtEveryRevisionThatIsIrreversible) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users"}), 0));
  for (const std::string id : {"0002_emails", "0003_bills"}) {
    std::filesystem::remove(folder_ / ("migrations/" + id + "/down.sql"));
    const std::string manifest = "migrations/" + id + "/manifest.toml";
    folder_.write(manifest, folder_.read(manifest) + "irreversible = \"drops " + id + "\"\n");
  }
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  for (const Arguments& way :
       {Arguments{"downgrade", "0001_users"}, Arguments{"downgrade", "base", "--yes"},
        Arguments{"downgrade", "-3"}, Arguments{"downgrade", "--last", "3"},
        Arguments{"redo", "--last", "3"}, Arguments{"plan", "--down", "0001_users"}}) {
    EXPECT_TRUE(refuses(way, 1,
                        {"0002_emails is irreversible: drops 0002_emails",
                         "0003_bills is irreversible: drops 0003_bills", "nothing was reverted"}));
  }
  EXPECT_TRUE(exits(sqlmig({"downgrade", "-1"}), 0));
}

TEST_P(Downgrade, StopsAtARevisionWithoutADown) {
  std::filesystem::remove(folder_ / "migrations/0002_emails/down.sql");
  EXPECT_TRUE(refuses({"downgrade", "0001_users"}, 3, {"0002_emails"}));
}

TEST_P(Downgrade, StopsAtADownThatHoldsNoStatement) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users"}), 0));
  folder_.write("migrations/0002_emails/down.sql", "-- to be done\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(refuses({"downgrade", "0001_users"}, 1,
                      {"0002_emails/down.sql holds no statement", "--allow-empty-down"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users", "--allow-empty-down"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Downgrade, StopsAtADownThatWasEdited) {
  folder_.write("migrations/0003_bills/down.sql", "DROP TABLE bills; -- really\n");
  EXPECT_TRUE(
      refuses({"downgrade", "0001_users"}, 3, {"edited-down", "0003_bills", "--allow-modified"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users", "--allow-modified"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(Downgrade, GoesOnWhereAnEditedDownIsNotRun) {
  folder_.write("migrations/0002_emails/down.sql", "DROP TABLE emails; -- really\n");
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0002_emails"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Downgrade, StopsAtAnUpThatWasEdited) {
  folder_.write("migrations/0003_bills/up.sql", "CREATE TABLE bills (i bigint);\n");
  EXPECT_TRUE(refuses({"downgrade", "0001_users"}, 3, {"edited-up", "--allow-modified"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users", "--allow-modified"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(Downgrade, StopsAtParentsThatWereChanged) {
  write_table(folder_, "0004_taxes", {"0002_emails"});
  EXPECT_TRUE(refuses({"downgrade", "0002_emails"}, 3, {"parents-changed", "0004_taxes"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0002_emails", "--allow-modified"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Downgrade, IsNotAllowedWhereTheProjectSaysSo) {
  configure("allow_downgrade = false\n");
  for (const Arguments& way :
       {Arguments{"downgrade", "-1"}, Arguments{"downgrade", "base", "--yes"},
        Arguments{"downgrade", "--last", "1"}, Arguments{"redo"}}) {
    EXPECT_TRUE(refuses(way, 1, {"sqlmig.toml says allow_downgrade = false"}));
  }
}

TEST_P(Downgrade, IsNotAllowedWhereTheEnvironmentSaysSo) {
  configure("[env.live]\nallow_downgrade = false\n");
  for (const Arguments& way :
       {Arguments{"downgrade", "-1", "--env", "live"}, Arguments{"redo", "--env", "live"}}) {
    EXPECT_TRUE(refuses(way, 1, {"the environment 'live' says allow_downgrade = false"}));
  }
  EXPECT_TRUE(exits(sqlmig({"downgrade", "-1"}), 0));
}

TEST_P(Downgrade, IsAllowedWhereTheEnvironmentSaysSo) {
  configure("allow_downgrade = false\n[env.test]\nallow_downgrade = true\n[env.live]\n");
  EXPECT_TRUE(refuses({"downgrade", "-1", "--env", "live"}, 1, {"allow_downgrade = false"}));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "-1", "--env", "test"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(Downgrade, IsNotAllowedByTheVariableThatChoosesTheEnvironment) {
  configure("[env.live]\nallow_downgrade = false\n");
  EXPECT_TRUE(exits(sqlmig({"downgrade", "-1"}, {{"SQLMIG_ENV", "live"}}), 1));
  EXPECT_EQ(tables().size(), 4U);
}

TEST_P(Downgrade, ThatIsNotAllowedStopsNothingElse) {
  configure("allow_downgrade = false\n");
  write_table(folder_, "0005_terms", {"0004_taxes"});
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"stamp", "head"}), 0));
  EXPECT_EQ(tables().size(), 5U);
}

TEST_P(Downgrade, ToTheBaseNeedsAYes) {
  EXPECT_TRUE(refuses({"downgrade", "base"}, 2, {"this reverts 4 revisions", "--yes"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  EXPECT_EQ(tables(), Strings{});
  EXPECT_EQ(recorded(), Strings{});
  EXPECT_TRUE(contains(sqlmig({"downgrade", "base"}).out, "nothing to do"));
}

TEST_P(Downgrade, ToTheFirstRevisionNeedsNoYes) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base+1"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(Downgrade, OfTheLastTakesTheOrderOfApplication) {
  write_table(folder_, "0000_early");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "--last", "2"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(Downgrade, OfMoreThanThereIsIsRefused) {
  EXPECT_TRUE(refuses({"downgrade", "--last", "5"}, 2, {"5 is more than the 4 applied"}));
  EXPECT_TRUE(refuses({"downgrade", "--last", "-1"}, 2, {"--last takes a whole number"}));
  EXPECT_TRUE(refuses({"redo", "--last", "5"}, 2, {"5 is more than the 4 applied"}));
}

TEST_P(Downgrade, ThatFailsKeepsWhatWasNotReverted) {
  database().run("DROP TABLE bills");
  const ProcessResult result = sqlmig({"downgrade", "0001_users"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err,
                       "reverted before it: 1 revision (0004_taxes); "
                       "not run after it: 1 revision (0002_emails)"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

// The pin of the child says that its parent was edited; nobody has to repin in order to go down.
TEST_P(Downgrade, GoesOverAnEditedRevisionThatAChildPins) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0003_bills"}), 0));
  const std::string digest = json({"show", "0003_bills"})["revision"]["digest"];
  folder_.write("migrations/0004_taxes/manifest.toml",
                "message = \"taxes\"\n[parents]\n0003_bills = \"" + digest + "\"\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  folder_.write("migrations/0003_bills/up.sql", "CREATE TABLE bills (i bigint);\n");
  folder_.write("migrations/0003_bills/down.sql", "DROP TABLE bills; -- really\n");
  EXPECT_TRUE(refuses({"downgrade", "0002_emails"}, 3, {"0003_bills"}));
  EXPECT_TRUE(refuses({"plan", "--down", "0002_emails"}, 3, {"0003_bills"}));
  EXPECT_EQ(ids(json({"plan", "--down", "0002_emails", "--allow-modified"})["plan"]["steps"]),
            (Strings{"0004_taxes", "0003_bills"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0002_emails", "--allow-modified"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
}

TEST_P(Downgrade, OfTheLastCanBePlannedAndExpected) {
  write_table(folder_, "0000_early");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  const ProcessResult plan = sqlmig({"plan", "--down", "--last", "2"});
  ASSERT_TRUE(exits(plan, 0));
  EXPECT_TRUE(contains(plan.out, "0000_early/down.sql"));
  EXPECT_TRUE(contains(plan.out, "0004_taxes/down.sql"));
  EXPECT_EQ(plan.out.find("0003_bills"), std::string::npos) << plan.out;
  const std::string sum = plan.out.substr(plan.out.find("sha256:"), 71);
  EXPECT_TRUE(refuses({"downgrade", "--last", "1", "--expect", sum}, 7, {sum}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "--last", "2", "--expect", sum}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(Downgrade, OfWhatWasEditedCanBePlannedAndExpected) {
  folder_.write("migrations/0004_taxes/down.sql", "DROP TABLE taxes; -- really\n");
  EXPECT_TRUE(refuses({"plan", "--down", "0003_bills"}, 3, {"edited-down", "0004_taxes"}));
  const ProcessResult plan = sqlmig({"plan", "--down", "--allow-modified", "0003_bills"});
  ASSERT_TRUE(exits(plan, 0));
  const std::string sum = plan.out.substr(plan.out.find("sha256:"), 71);
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0003_bills", "--allow-modified", "--expect", sum}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

}  // namespace
}  // namespace sqlmig::test

// What README tells, from beginning to end, on both databases.
#include "cli/project.hpp"

#include <fmt/core.h>

namespace sqlmig::test {
namespace {

class Story : public DatabaseProjectTest {};

INSTANTIATE_TEST_SUITE_P(Databases, Story,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Story, ABranchIsFoundByVerifyAndJoinedByMerge) {
  write_revision(folder_,
                 {"20260101_users", {}, "CREATE TABLE users (id int);\n", "DROP TABLE users;\n"});
  write_revision(folder_, {"20260102_billing",
                           {"20260101_users"},
                           "CREATE TABLE bills (id int);\n",
                           "DROP TABLE bills;\n"});
  write_revision(folder_, {"20260103_search",
                           {"20260101_users"},
                           "CREATE TABLE terms (id int);\n",
                           "DROP TABLE terms;\n"});
  const ProcessResult diverged = sqlmig({"verify"});
  ASSERT_TRUE(exits(diverged, 3));
  EXPECT_TRUE(contains(diverged.out, "20260102_billing"));
  EXPECT_TRUE(contains(diverged.out, "20260103_search"));
  EXPECT_TRUE(contains(diverged.out, "sqlmig merge 20260102_billing 20260103_search\n"));
  ASSERT_TRUE(exits(sqlmig({"merge", "20260102_billing", "20260103_search"}), 0));
  ASSERT_TRUE(exits(sqlmig({"verify"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "terms", "users"}));
  EXPECT_EQ(recorded().size(), 4U);
}

TEST_P(Story, AnEditOfWhatWasAppliedIsFoundWithADiff) {
  write_revision(folder_,
                 {"20260101_users", {}, "CREATE TABLE users (id int);\n", "DROP TABLE users;\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  folder_.write("migrations/20260101_users/up.sql", "CREATE TABLE users (id bigint);\n");
  const ProcessResult edited = sqlmig({"verify", "--database"});
  ASSERT_TRUE(exits(edited, 3));
  EXPECT_TRUE(contains(edited.out, "edited-up"));
  EXPECT_TRUE(contains(edited.out, "-CREATE TABLE users (id int);"));
  EXPECT_TRUE(contains(edited.out, "+CREATE TABLE users (id bigint);"));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 3));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 3));
  EXPECT_EQ(tables(), Strings{"users"});
  folder_.write("migrations/20260101_users/up.sql", "CREATE TABLE users (id int);\n");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  EXPECT_EQ(tables(), Strings{});
  EXPECT_EQ(events(), (Strings{"upgrade 20260101_users", "downgrade 20260101_users"}));
}

TEST_P(Story, AnEditBelowAPinIsFoundWithoutADatabaseAndAcceptedByRepin) {
  write_revision(folder_, {"20260101_users", {}});
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "next", "--id", "20260102_next"}), 0));
  folder_.write("migrations/20260101_users/up.sql", "SELECT 2;\n");
  EXPECT_TRUE(contains(sqlmig({"verify"}).out, "pin-mismatch"));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 3));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
  EXPECT_TRUE(exits(sqlmig({"repin", "20260101_users"}), 0));
  EXPECT_FALSE(sqlmig({"verify"}).out.find("pin-mismatch") != std::string::npos);
}

TEST_P(Story, ABaseThatWasGivenAsTargetNeedsAYes) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base"}), 2));
  EXPECT_EQ(tables(), Strings{"a"});
}

TEST_P(Story, AnIrreversibleRevisionStopsADowngradeBeforeItBegins) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
  folder_.write("migrations/0002_b/manifest.toml",
                "message = \"b\"\nparents = [\"0001_a\"]\nirreversible = \"drops data\"\n");
  folder_.write("migrations/0002_b/up.sql", "CREATE TABLE b (i int);\n");
  write_revision(folder_, {"0003_c", {"0002_b"}, "CREATE TABLE c (i int);\n", "DROP TABLE c;\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const ProcessResult result = sqlmig({"downgrade", "0001_a"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "0002_b"));
  EXPECT_EQ(tables(), (Strings{"a", "b", "c"}));
}

TEST_P(Story, OneStepDownAndUpAgain) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
  write_revision(folder_, {"0002_b", {"0001_a"}, "CREATE TABLE b (i int);\n", "DROP TABLE b;\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "-1"}), 0));
  EXPECT_EQ(tables(), Strings{"a"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "+1"}), 0));
  EXPECT_EQ(tables(), (Strings{"a", "b"}));
}

TEST_P(Story, TheLastAppliedIsRevertedByLast) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
  write_revision(folder_, {"0002_b", {"0001_a"}, "CREATE TABLE b (i int);\n", "DROP TABLE b;\n"});
  ASSERT_TRUE(exits(sqlmig({"up"}), 0));
  ASSERT_TRUE(exits(sqlmig({"down", "--last", "1"}), 0));
  EXPECT_EQ(recorded(), Strings{"0001_a"});
}

TEST_P(Story, APlanIsRunExactlyAsReviewed) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
  const std::string checksum = json({"plan"})["plan"]["checksum"];
  EXPECT_TRUE(contains(sqlmig({"plan"}).out, checksum));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--expect", checksum}), 0));
  EXPECT_EQ(tables(), Strings{"a"});
}

TEST_P(Story, AnotherPlanThanReviewedChangesNothing) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
  const std::string checksum = json({"plan"})["plan"]["checksum"];
  write_revision(folder_, {"0002_b", {"0001_a"}, "CREATE TABLE b (i int);\n"});
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--expect", checksum}), 7));
  EXPECT_EQ(tables(), Strings{});
  EXPECT_EQ(recorded(), Strings{"(absent)"});
}

TEST_P(Story, AnUpgradeWithNothingToDoCreatesNothing) {
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
}

TEST_P(Story, LookingCreatesNothing) {
  write_revision(folder_, {"0001_a", {}});
  for (const Arguments& look : std::vector<Arguments>{{"plan"},
                                                      {"status"},
                                                      {"current"},
                                                      {"history", "-i"},
                                                      {"show", "0001_a", "--database"},
                                                      {"verify", "--database"}}) {
    EXPECT_TRUE(exits(sqlmig(look), 0));
  }
  EXPECT_EQ(recorded(), Strings{"(absent)"});
}

TEST_P(Story, AFailureIsToldWithWhatWasDoneAndWhatNot) {
  write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n"});
  write_revision(folder_,
                 {"0002_b", {"0001_a"}, "CREATE TABLE b (i int);\nSELECT * FROM nowhere;\n"});
  write_revision(folder_, {"0003_c", {"0002_b"}, "CREATE TABLE c (i int);\n"});
  const ProcessResult result = sqlmig({"upgrade"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "0002_b failed and was rolled back"));
  EXPECT_TRUE(contains(result.err,
                       "applied before it: 1 revision (0001_a); "
                       "not run after it: 1 revision (0003_c)"));
  EXPECT_EQ(tables(), Strings{"a"});
}

}  // namespace
}  // namespace sqlmig::test

// Ranges of revisions: history -r.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Range : public DatabaseProjectTest {
 protected:
  Range() { write_fork(folder_); }
  [[nodiscard]] Strings members(const std::string& range) const {
    return ids(json({"history", "-r", range})["revisions"]);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Range,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Range, HoldsWhatLeadsFromOneEndToTheOther) {
  EXPECT_EQ(members("0001_users:0003_taxes"), (Strings{"0003_taxes", "0002_bills", "0001_users"}));
  EXPECT_EQ(members("billing:billing"), Strings{"0002_bills"});
  EXPECT_EQ(members("billing@head-1:billing@head"), (Strings{"0003_taxes", "0002_bills"}));
}

TEST_P(Range, MayBeOpen) {
  EXPECT_EQ(members("0002_bills:"), (Strings{"0003_taxes", "0002_bills"}));
  EXPECT_EQ(members(":0002_bills"), (Strings{"0002_bills", "0001_users"}));
  EXPECT_EQ(members("base:search@head"), (Strings{"0003_ranks", "0002_terms", "0001_users"}));
  EXPECT_EQ(members("base:").size(), 6U);
  EXPECT_EQ(members(":heads").size(), 6U);
}

TEST_P(Range, FromTheBaseOfABranchHoldsThatBranch) {
  EXPECT_EQ(members("net@base:"), Strings{"0009_nets"});
  EXPECT_EQ(members("billing@base:billing@head"),
            (Strings{"0003_taxes", "0002_bills", "0001_users"}));
  EXPECT_EQ(members("billing@base:"), (Strings{"0003_taxes", "0002_bills", "0001_users"}));
}

TEST_P(Range, HoldsBothSidesOfAMerge) {
  write_table(folder_, "0004_merged", {"0003_ranks", "0003_taxes"});
  EXPECT_EQ(members("0001_users:0004_merged").size(), 6U);
  EXPECT_EQ(members("billing:0004_merged"), (Strings{"0004_merged", "0003_taxes", "0002_bills"}));
}

TEST_P(Range, MayStartAtWhatIsApplied) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing"}), 0));
  EXPECT_EQ(members("current:"), (Strings{"0003_taxes", "0002_bills"}));
  EXPECT_EQ(members(":current"), (Strings{"0002_bills", "0001_users"}));
  EXPECT_EQ(members("-1:current"), (Strings{"0002_bills", "0001_users"}));
  EXPECT_EQ(members("current:+1"), (Strings{"0003_taxes", "0002_bills"}));
  EXPECT_EQ(members("billing@-1:billing"), (Strings{"0002_bills", "0001_users"}));
}

TEST_P(Range, IsMarkedWithWhatIsApplied) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing"}), 0));
  const nlohmann::json revisions = json({"history", "-i", "-r", ":0003_taxes"})["revisions"];
  EXPECT_EQ(revisions[0]["applied"], false);
  EXPECT_EQ(revisions[1]["current"], true);
  EXPECT_EQ(revisions[2]["applied"], true);
}

TEST_P(Range, CanBeDrawn) {
  EXPECT_EQ(sqlmig({"history", "--graph", "-r", "0001_users:0003_taxes"}).out,
            "*  0003_taxes (head)  0003_taxes\n"
            "*  0002_bills (label billing)  0002_bills\n"
            "*  0001_users (base, branch point)  0001_users\n");
}

TEST_P(Range, ThatLeadsNowhereIsRefused) {
  EXPECT_TRUE(refuses({"history", "-r", "0003_taxes:0002_bills"}, 2,
                      {"0002_bills is not built on 0003_taxes", "the older end comes first"}));
  EXPECT_TRUE(refuses({"history", "-r", "0002_bills:0003_ranks"}, 2,
                      {"0003_ranks is not built on 0002_bills"}));
  EXPECT_TRUE(refuses({"history", "-r", ":"}, 2, {"FROM:TO"}));
  EXPECT_TRUE(refuses({"history", "-r", "a:b:c"}, 2, {"a range has two ends"}));
}

TEST_P(Range, IsNotOneRevision) {
  EXPECT_TRUE(refuses({"history", "-r", "0002_bills"}, 2, {"is a revision", "FROM:TO"}));
}

TEST_P(Range, TellsWhichEndIsNotUnderstood) {
  EXPECT_TRUE(refuses({"history", "-r", "0001_users:0003"}, 2, {"0003_ranks, 0003_taxes"}));
  EXPECT_TRUE(refuses({"history", "-r", "nowhere:"}, 2, {"'nowhere'"}));
  EXPECT_TRUE(refuses({"history", "-r", ":head"}, 2, {"3 heads"}));
}

}  // namespace
}  // namespace sqlmig::test

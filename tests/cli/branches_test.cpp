// Branches: several bases, labels, and going up and down one of them.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Branches : public DatabaseProjectTest {
 protected:
  Branches() { write_fork(folder_); }
  void apply_all() const { ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0)); }
};

INSTANTIATE_TEST_SUITE_P(Databases, Branches,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Branches, AreAppliedOneByOne) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bills", "0003_taxes"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "net@head"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "taxes", "users"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "search@heads"}), 0));
  EXPECT_EQ(recorded().size(), 6U);
}

TEST_P(Branches, AreAppliedTogether) {
  apply_all();
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bills", "0002_terms", "0003_ranks",
                                 "0003_taxes", "0009_nets"}));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "ranks", "taxes", "terms", "users"}));
}

TEST_P(Branches, MayBeNamedByARevisionOfTheirs) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0002_terms@head"}), 0));
  EXPECT_EQ(tables(), (Strings{"ranks", "terms", "users"}));
}

TEST_P(Branches, AreAppliedUpToTheLabelledRevisionByTheLabelAlone) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing", "net"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "users"}));
}

TEST_P(Branches, GoOnStepByStepBesideEachOther) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "search@+1"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "taxes", "terms", "users"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "search@+1"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "ranks", "taxes", "terms", "users"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "net@+1"}), 0));
  EXPECT_EQ(recorded().back(), "0009_nets");
}

TEST_P(Branches, OfABaseOfTheirOwnAreRevertedAlone) {
  apply_all();
  ASSERT_TRUE(exits(sqlmig({"downgrade", "net@base", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "ranks", "taxes", "terms", "users"}));
  EXPECT_EQ(events().back(), "downgrade 0009_nets");
}

TEST_P(Branches, AreRevertedWithTheirTrunkWhereNoOtherStandsOnIt) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head", "net@head"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "billing@base", "--yes"}), 0));
  EXPECT_EQ(tables(), Strings{"nets"});
}

TEST_P(Branches, AreRevertedDownToWhereTheyBegin) {
  apply_all();
  ASSERT_TRUE(exits(sqlmig({"downgrade", "billing@0001_users"}), 0));
  EXPECT_EQ(tables(), (Strings{"nets", "ranks", "terms", "users"}));
}

TEST_P(Branches, AreRevertedStepByStep) {
  apply_all();
  ASSERT_TRUE(exits(sqlmig({"downgrade", "billing@-2"}), 0));
  EXPECT_EQ(tables(), (Strings{"nets", "ranks", "terms", "users"}));
}

TEST_P(Branches, AreNotRevertedFromUnderOthers) {
  apply_all();
  EXPECT_TRUE(refuses({"downgrade", "billing@base", "--yes"}, 1,
                      {"0002_terms, 0003_ranks", "nothing was changed"}));
  EXPECT_TRUE(refuses({"downgrade", "billing@-3"}, 1, {"0002_terms, 0003_ranks"}));
}

// Following the advice must lead to where the label would have led, and take nobody else along.
TEST_P(Branches, AreOfferedTheWayToWhereTheyBegin) {
  apply_all();
  EXPECT_TRUE(refuses({"downgrade", "billing@base", "--yes"}, 1, {"billing@0001_users"}));
}

TEST_P(Branches, AreAllRevertedWhereTheirTrunkIsNamed) {
  apply_all();
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users"}), 0));
  EXPECT_EQ(tables(), (Strings{"nets", "users"}));
}

TEST_P(Branches, ThatAreNotAppliedCannotBeGoneBackTo) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  EXPECT_TRUE(refuses({"downgrade", "search"}, 2, {"0002_terms is not applied"}));
  EXPECT_TRUE(refuses({"downgrade", "heads"}, 2, {"'heads' does not lead down"}));
  EXPECT_TRUE(refuses({"downgrade", "+1"}, 2, {"'+1' does not lead down"}));
  EXPECT_TRUE(refuses({"upgrade", "-1"}, 2, {"'-1' does not lead up", "sqlmig downgrade"}));
  EXPECT_TRUE(refuses({"upgrade", "base"}, 2, {"'base' does not lead up"}));
  EXPECT_TRUE(refuses({"upgrade", "billing@base"}, 2, {"'billing@base' does not lead up"}));
}

TEST_P(Branches, MayMoveToAFolderOfTheirOwn) {
  apply_all();
  std::filesystem::create_directories(folder_ / "migrations/billing/2026");
  for (const std::string id : {"0002_bills", "0003_taxes"}) {
    std::filesystem::rename(folder_ / ("migrations/" + id),
                            folder_ / ("migrations/billing/2026/" + id));
  }
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
  ASSERT_TRUE(exits(sqlmig({"downgrade", "billing@0001_users"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  EXPECT_EQ(tables().size(), 6U);
}

// A stamp moves the record of the lineages that it names.
TEST_P(Branches, AreStampedUpAndDownBesideEachOther) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"stamp", "billing@-1"}), 0));
  EXPECT_EQ(ids(json({"current"})["heads"]), (Strings{"0002_bills", "0003_ranks", "0009_nets"}));
  ASSERT_TRUE(exits(sqlmig({"stamp", "billing@head", "search"}), 0));
  EXPECT_EQ(ids(json({"current"})["heads"]), (Strings{"0002_terms", "0003_taxes", "0009_nets"}));
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Branches, OfABaseOfTheirOwnAreForgottenAlone) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"stamp", "net@base"}), 0));
  EXPECT_EQ(recorded().size(), 5U);
  EXPECT_EQ(events().back(), "unstamp 0009_nets");
}

// What a downgrade refuses, a stamp does not do in silence.
TEST_P(Branches, AreNotForgottenFromUnderOthers) {
  apply_all();
  EXPECT_TRUE(refuses({"stamp", "billing@base"}, 1, {"0002_terms, 0003_ranks"}));
}

TEST_P(Branches, AreForgottenFirstByAPurge) {
  apply_all();
  ASSERT_TRUE(exits(sqlmig({"stamp", "billing", "--purge"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bills"}));
  EXPECT_EQ(tables().size(), 6U);
}

TEST_P(Branches, ThatNoFileKnowsAreForgottenByAPurgeOnly) {
  apply_all();
  std::filesystem::remove_all(folder_ / "migrations/0003_ranks");
  ASSERT_TRUE(exits(sqlmig({"stamp", "billing"}), 0));
  EXPECT_TRUE(contains(sqlmig({"status"}).out, "0003_ranks (unknown here)"));
  ASSERT_TRUE(exits(sqlmig({"stamp", "heads", "--purge"}), 0));
  EXPECT_EQ(ids(json({"current"})["heads"]), (Strings{"0002_terms", "0003_taxes", "0009_nets"}));
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
}

}  // namespace
}  // namespace sqlmig::test

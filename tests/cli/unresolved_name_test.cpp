// Names that mean nothing, or too much: they are refused with the reason and the choices.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

struct Refused {
  Arguments arguments;
  Strings said;
};

class Unresolved : public DatabaseProjectTest {
 protected:
  Unresolved() { write_fork(folder_); }

  void expect_refused(const std::vector<Refused>& all) const {
    for (const auto& [arguments, said] : all)
      EXPECT_TRUE(refuses(arguments, 2, said)) << testing::PrintToString(arguments);
  }
  // Joins billing and search, and leaves them alone in the project.
  void merge_branches() const {
    std::filesystem::remove_all(folder_ / "migrations/0009_nets");
    write_table(folder_, "0004_merged", {"0003_ranks", "0003_taxes"});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Unresolved,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Unresolved, HeadsAreListed) {
  const Strings heads{"there are 3 heads: 0003_ranks, 0003_taxes, 0009_nets",
                      "'sqlmig merge'",
                      "'heads'",
                      "billing@head",
                      "search@head",
                      "net@head"};
  expect_refused({{{"upgrade"}, heads},
                  {{"upgrade", "head"}, heads},
                  {{"plan"}, heads},
                  {{"stamp", "head"}, heads},
                  {{"show", "head"}, heads},
                  {{"tag", "head", "v1"}, heads}});
}

TEST_P(Unresolved, HeadsOfOneBranchAreListed) {
  write_table(folder_, "0004_fines", {"0002_bills"});
  expect_refused({{{"upgrade", "billing@head"},
                   {"2 heads in the lineage of 'billing': 0003_taxes, 0004_fines",
                    "sqlmig merge billing@heads"}}});
}

TEST_P(Unresolved, AWalkThatForksNamesTheChoices) {
  expect_refused(
      {{{"upgrade", "0001_users+1"},
        {"'0001_users+1' is ambiguous: 0001_users has 2 children: 0002_bills, 0002_terms"}},
       {{"upgrade", "+1"}, {"0001_users, 0009_nets", "net@+1"}},
       {{"show", "heads"}, {"0003_ranks, 0003_taxes, 0009_nets"}},
       {{"upgrade", "heads-1"}, {"3 revisions to start from"}}});
}

TEST_P(Unresolved, StartsOfIdsAreListed) {
  expect_refused({{{"upgrade", "0003"}, {"0003_ranks, 0003_taxes", "type more of the id"}},
                  {{"upgrade", "0003@head"}, {"0003_ranks, 0003_taxes"}},
                  {{"upgrade", "000"}, {"at least 4 characters"}}});
}

TEST_P(Unresolved, AMisspeltNameIsGuessed) {
  expect_refused({{{"upgrade", "biling"}, {"'biling'", "did you mean 'billing'?"}},
                  {{"upgrade", "biling@head"}, {"'biling'", "did you mean 'billing'?"}},
                  {{"upgrade", "0003_taxs"}, {"did you mean '0003_taxes'?"}},
                  {{"upgrade", "something_else"}, {"'something_else'", "sqlmig history"}}});
}

TEST_P(Unresolved, ARevisionOfAnotherBranchIsNotFoundThere) {
  expect_refused(
      {{{"upgrade", "billing@0003_ranks"}, {"0003_ranks is not in the lineage of 'billing'"}}});
}

TEST_P(Unresolved, AFormThatIsNoneIsExplained) {
  expect_refused({{{"upgrade", "head@head"}, {"before @ stands a label or a revision"}},
                  {{"upgrade", "@head"}, {"before @ stands a label or a revision"}},
                  {{"upgrade", "billing@"}, {"there is no name"}},
                  {{"upgrade", "head-x"}, {"after - comes a number"}},
                  {{"upgrade", "head-"}, {"after - comes a number"}},
                  {{"upgrade", "a/b"}, {"'a/b'"}}});
}

TEST_P(Unresolved, ARangeIsRefusedWhereARevisionIsWanted) {
  const std::string range = "0001_users:0003_taxes";
  const Strings said{"'" + range + "' is a range"};
  expect_refused({{{"upgrade", range}, said},
                  {{"downgrade", range}, said},
                  {{"stamp", range}, said},
                  {{"plan", range}, said},
                  {{"plan", "--down", range}, said},
                  {{"show", range}, said},
                  {{"why", range, "0001_users"}, said},
                  {{"merge", range}, said},
                  {{"tag", range, "v1"}, said},
                  {{"rebase", range, "--onto", "0009_nets"}, said},
                  {{"rebase", "0009_nets", "--onto", range}, said},
                  {{"repin", range}, said},
                  {{"export", range}, said},
                  {{"revision", "-m", "x", "--head", range}, said},
                  {{"revision", "-m", "x", "--head", "0009_nets", "--depends-on", range}, said}});
}

TEST_P(Unresolved, ARelativeFormNeedsADatabase) {
  folder_.write("sqlmig.toml", "migrations = \"migrations\"\n");
  const Strings none{"no database is configured", "--url"};
  expect_refused({{{"upgrade", "+1"}, none},
                  {{"downgrade", "-1"}, none},
                  {{"show", "current"}, none},
                  {{"history", "-r", "-1:"}, none}});
  const Strings relative{"'-1' is relative to what a database has applied"};
  expect_refused({{{"tag", "-1", "v1"}, relative},
                  {{"why", "-1", "head"}, relative},
                  {{"merge", "-1"}, relative},
                  {{"revision", "-m", "x", "--head", "-1"}, relative},
                  {{"rebase", "-1", "--onto", "0009_nets"}, relative}});
}

// What is advised has to help: these commands look at files only, whatever database there is.
TEST_P(Unresolved, ARelativeFormGetsNoAdviceThatDoesNotHelp) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  for (const Arguments& arguments :
       {Arguments{"tag", "-1", "v1"}, Arguments{"why", "-1", "0003_taxes"},
        Arguments{"merge", "-1"}, Arguments{"revision", "-m", "x", "--head", "-1"}}) {
    const std::string said = sqlmig(arguments).err;
    EXPECT_TRUE(contains(said, "name the revision"));
    EXPECT_EQ(said.find("--url"), std::string::npos) << said;
  }
}

TEST_P(Unresolved, StepsThatLeadOutOfTheHistoryAreCounted) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  expect_refused(
      {{{"downgrade", "-9"}, {"'-9' leads out of the history", "only 3 steps"}},
       {{"downgrade", "billing@-9"}, {"only 3 steps are possible in the lineage of 'billing'"}},
       {{"upgrade", "billing@+1"}, {"'billing@+1' leads out of the history", "no step"}},
       {{"upgrade", "0002_bills+2"}, {"only one step"}},
       {{"show", "billing@head-9"}, {"leads out of the history"}}});
}

TEST_P(Unresolved, OneStepBackWithSeveralHeadsOffersTheWays) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  const Strings heads{"0003_ranks, 0003_taxes, 0009_nets", "name the revision"};
  Strings one = heads;
  one.insert(one.end(), {"billing@-1", "search@-1", "net@-1", "'sqlmig downgrade --last 1'"});
  expect_refused({{{"downgrade", "-1"}, one}, {{"plan", "--down", "-1"}, one}});
  Strings two = heads;
  two.insert(two.end(), {"billing@-2", "search@-2", "'sqlmig downgrade --last 2'"});
  expect_refused({{{"downgrade", "-2"}, two}});
}

TEST_P(Unresolved, OneStepBackHasThoseWays) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "--last", "1"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "ranks", "taxes", "terms", "users"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "billing@-1"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "ranks", "terms", "users"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0003_ranks@-1"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "terms", "users"}));
}

TEST_P(Unresolved, OneStepBackWithoutLabelsOffersTheIds) {
  for (const char* id : {"0002_bills", "0002_terms"}) write_table(folder_, id, {"0001_users"});
  write_table(folder_, "0009_nets");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  expect_refused({{{"downgrade", "-1"}, {"0003_ranks@-1", "'sqlmig downgrade --last 1'"}}});
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0003_ranks@-1"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "taxes", "terms", "users"}));
}

TEST_P(Unresolved, OneStepBackAcrossAMergeOffersTheWays) {
  merge_branches();
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  expect_refused({{{"downgrade", "-1"},
                   {"0004_merged has 2 parents: 0003_ranks, 0003_taxes", "name the revision",
                    "billing@-1", "search@-1", "'sqlmig downgrade --last 1'"}}});
}

TEST_P(Unresolved, OneStepBackAcrossAMergeOnABranchRevertsTheMerge) {
  merge_branches();
  for (const Arguments& way :
       {Arguments{"downgrade", "billing@-1"}, Arguments{"downgrade", "search@-1"},
        Arguments{"downgrade", "--last", "1"}}) {
    ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
    ASSERT_TRUE(exits(sqlmig(way), 0));
    EXPECT_EQ(ids(json({"current"})["heads"]), (Strings{"0003_ranks", "0003_taxes"}));
  }
}

}  // namespace
}  // namespace sqlmig::test

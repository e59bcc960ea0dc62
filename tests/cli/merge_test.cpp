// sqlmig merge of all, of some and of labelled branches, and what reverting a merge leaves.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Merge : public DatabaseProjectTest {
 protected:
  Merge() { write_fork(folder_); }
  [[nodiscard]] Strings heads() const { return ids(json({"heads"})["heads"]); }
  // The id of the merge.
  [[nodiscard]] std::string merge(const Strings& what) const {
    Arguments arguments{"merge"};
    arguments.insert(arguments.end(), what.begin(), what.end());
    return json(arguments).value("revision", "(refused)");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Merge,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Merge, JoinsAllHeads) {
  const std::string id = merge({});
  EXPECT_EQ(heads(), Strings{id});
  EXPECT_EQ(ids(json({"show", id})["revision"]["parents"]),
            (Strings{"0003_ranks", "0003_taxes", "0009_nets"}));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
}

TEST_P(Merge, JoinsTheHeadsThatAreNamed) {
  for (const Strings& named :
       {Strings{"0003_taxes", "0003_ranks"}, Strings{"billing@head", "search@head"},
        Strings{"billing@heads", "0003_r"}, Strings{"billing+1", "search+1"}}) {
    const std::string id = merge(named);
    EXPECT_EQ(heads(), (Strings{id, "0009_nets"})) << testing::PrintToString(named);
    std::filesystem::remove_all(folder_ / ("migrations/" + id));
  }
}

TEST_P(Merge, JoinsTheHeadsOfOneBranch) {
  write_table(folder_, "0004_fines", {"0002_bills"});
  const std::string id = merge({"billing@heads"});
  EXPECT_EQ(ids(json({"show", id})["revision"]["parents"]), (Strings{"0003_taxes", "0004_fines"}));
}

TEST_P(Merge, RefusesWhatIsNoHead) {
  EXPECT_TRUE(refuses({"merge", "billing", "search"}, 2, {"0002_bills is not a head"}));
  EXPECT_TRUE(refuses({"merge", "0003_taxes", "0001_users"}, 2, {"0001_users is not a head"}));
}

TEST_P(Merge, RefusesOneHead) {
  EXPECT_TRUE(refuses({"merge", "0003_taxes"}, 2, {"only one head is named, 0003_taxes"}));
  EXPECT_TRUE(
      refuses({"merge", "0003_taxes", "billing@head"}, 2, {"only one head is named, 0003_taxes"}));
  EXPECT_TRUE(refuses({"merge", "billing@head", "base"}, 2, {"only one head"}));
}

TEST_P(Merge, StaysInTheFolderThatTheBranchesShare) {
  std::filesystem::create_directory(folder_ / "migrations/app");
  for (const std::string id : {"0003_taxes", "0003_ranks"})
    std::filesystem::rename(folder_ / ("migrations/" + id), folder_ / ("migrations/app/" + id));
  const nlohmann::json files = json({"merge", "billing@head", "search@head"})["files"];
  EXPECT_TRUE(contains(files[0], "migrations/app/"));
  EXPECT_TRUE(contains(json({"merge"})["files"][0], "migrations/0009_merge_"));
}

TEST_P(Merge, TakesAMessage) {
  const std::string id = json({"merge", "-m", "bring it together"})["revision"];
  EXPECT_EQ(json({"show", id})["revision"]["message"], "bring it together");
}

TEST_P(Merge, AppliesWhatItJoins) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  const std::string id = merge({});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "ranks", "taxes", "terms", "users"}));
  EXPECT_EQ(recorded().back(), id);
}

TEST_P(Merge, LeavesItsParentsAsHeadsWhenItIsReverted) {
  const std::string id = merge({"billing@head", "search@head"});
  for (const Arguments& way :
       {Arguments{"downgrade", "billing@-1"}, Arguments{"downgrade", "0003_taxes"},
        Arguments{"downgrade", "0003_ranks"}, Arguments{"downgrade", "--last", "1"}}) {
    ASSERT_TRUE(exits(sqlmig({"upgrade", id}), 0));
    ASSERT_TRUE(exits(sqlmig(way), 0));
    EXPECT_EQ(ids(json({"current"})["heads"]), (Strings{"0003_ranks", "0003_taxes"}));
    EXPECT_EQ(events().back(), "downgrade " + id);
    EXPECT_EQ(tables(), (Strings{"bills", "ranks", "taxes", "terms", "users"}));
  }
}

TEST_P(Merge, GoesWithWhatStandsOnIt) {
  const std::string id = merge({"billing@head", "search@head"});
  write_table(folder_, "0010_more", {id});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0010_more"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "search@-2"}), 0));
  EXPECT_EQ(ids(json({"current"})["heads"]), (Strings{"0003_ranks", "0003_taxes"}));
}

}  // namespace
}  // namespace sqlmig::test

// sqlmig revision: where a new revision is built, and what its manifest says.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Writing : public ProjectTest {
 protected:
  Writing() {
    write_fork(folder_);
    write_table(folder_, "0003_taxes", {"0002_bills"}, "tags = [\"v1\"]\n");
  }
  // A new revision 0010_new.
  [[nodiscard]] ProcessResult write(const Arguments& more) const { return sqlmig(words(more)); }
  [[nodiscard]] testing::AssertionResult refuses_to_write(const Arguments& more,
                                                          const Strings& said) const {
    return refuses(words(more), 2, said);
  }
  [[nodiscard]] nlohmann::json written() const { return json({"show", "0010_new"})["revision"]; }
  // Whether the project can still be worked with; several heads are no obstacle to that.
  [[nodiscard]] testing::AssertionResult is_sound() const {
    return exits(sqlmig({"plan", "heads"}), 0);
  }

 private:
  static Arguments words(const Arguments& more) {
    Arguments words{"revision", "-m", "new", "--id", "0010_new"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

TEST_F(Writing, BuildsOnTheHeadThatIsNamed) {
  for (const char* head : {"0003_taxes", "0003_t", "v1", "billing@head", "billing@heads",
                           "0002_bills@head", "billing+1"}) {
    ASSERT_TRUE(exits(write({"--head", head}), 0)) << head;
    EXPECT_EQ(ids(written()["parents"]), Strings{"0003_taxes"}) << head;
    EXPECT_TRUE(is_sound());
    std::filesystem::remove_all(folder_ / "migrations/0010_new");
  }
}

TEST_F(Writing, ListsTheHeadsWhereThereAreSeveral) {
  EXPECT_TRUE(contains(write({"--head", "net@head"}).out,
                       "there are 3 heads now: 0010_new, 0003_ranks, 0003_taxes"));
}

TEST_F(Writing, BeginsALineOfItsOwnOnTheBase) {
  ASSERT_TRUE(exits(write({"--head", "base", "--label", "log"}), 0));
  EXPECT_EQ(written()["base"], true);
  EXPECT_EQ(ids(json({"history", "-r", "log@base:log@head"})["revisions"]), Strings{"0010_new"});
  EXPECT_TRUE(is_sound());
}

TEST_F(Writing, BeginsABranchWithSplice) {
  ASSERT_TRUE(exits(write({"--head", "billing", "--splice"}), 0));
  EXPECT_EQ(ids(written()["parents"]), Strings{"0002_bills"});
  EXPECT_EQ(ids(json({"show", "billing"})["revision"]["children"]),
            (Strings{"0003_taxes", "0010_new"}));
  EXPECT_TRUE(is_sound());
}

TEST_F(Writing, BeginsNoBranchWithoutSplice) {
  EXPECT_TRUE(refuses_to_write(
      {"--head", "billing"}, {"0002_bills is not a head: 0003_taxes is built on it", "--splice"}));
}

TEST_F(Writing, NeedsOneHead) {
  EXPECT_TRUE(refuses_to_write({}, {"0003_ranks, 0003_taxes, 0009_nets", "--head"}));
  EXPECT_TRUE(refuses_to_write({"--head", "heads"}, {"0003_ranks, 0003_taxes, 0009_nets"}));
  EXPECT_TRUE(refuses_to_write({"--head", "nowhere"}, {"'nowhere'"}));
}

TEST_F(Writing, NamesWhatItDependsOn) {
  ASSERT_TRUE(
      exits(write({"--head", "net@head", "--depends-on", "v1", "--depends-on", "search"}), 0));
  EXPECT_EQ(ids(written()["depends_on"]), (Strings{"0002_terms", "0003_taxes"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "net@head"}), 0));
  EXPECT_EQ(ask("SELECT count(*) FROM sqlmig_revisions"), "6");
}

TEST_F(Writing, DependsOnOneRevisionAtATime) {
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--depends-on", "heads"},
                               {"0003_ranks, 0003_taxes, 0009_nets"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--depends-on", "base"}, {"'base'"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--depends-on", "0009_none"}, {"'0009_none'"}));
}

TEST_F(Writing, DependsOnNothingTwice) {
  EXPECT_TRUE(refuses_to_write(
      {"--head", "net", "--depends-on", "v1", "--depends-on", "0003_taxes"}, {"0003_taxes"}));
  EXPECT_TRUE(is_sound());
}

TEST_F(Writing, GivesNamesThatCanBeUsedAtOnce) {
  ASSERT_TRUE(exits(
      write({"--head", "net", "--label", "log", "--label", "wire", "--tag", "v2", "--tag", "v2.1"}),
      0));
  EXPECT_EQ(written()["labels"], (nlohmann::json{"log", "wire"}));
  EXPECT_EQ(written()["tags"], (nlohmann::json{"v2", "v2.1"}));
  for (const char* name : {"log", "wire@head", "v2", "v2.1"})
    EXPECT_EQ(json({"show", name})["revision"]["revision"], "0010_new") << name;
  EXPECT_TRUE(is_sound());
}

TEST_F(Writing, GivesNoNameThatIsTaken) {
  EXPECT_TRUE(
      refuses_to_write({"--head", "net", "--label", "billing"}, {"'billing'", "0002_bills"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--label", "v1"}, {"'v1'", "0003_taxes"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "billing"}, {"'billing'"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "0001_users"}, {"'0001_users'"}));
}

TEST_F(Writing, GivesNoNameTwice) {
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "a", "--tag", "a"}, {"'a'"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "a", "--label", "a"}, {"'a'"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "0010_new"}, {"'0010_new'"}));
}

TEST_F(Writing, GivesNoNameThatIsNone) {
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--label", "a b"}, {"'a b'"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "head"}, {"'head'"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--tag", "v1:v2"}, {"'v1:v2'"}));
}

TEST_F(Writing, TakesNoIdThatIsAName) {
  EXPECT_TRUE(refuses({"revision", "-m", "x", "--head", "net", "--id", "billing"}, 2, {"billing"}));
  EXPECT_TRUE(refuses({"revision", "-m", "x", "--head", "net", "--id", "v1"}, 2, {"v1"}));
}

TEST_F(Writing, GoesToTheFolderThatIsNamed) {
  ASSERT_TRUE(exits(write({"--head", "net", "--folder", "net/2026"}), 0));
  EXPECT_EQ(written()["file"], "migrations/net/2026/0010_new/manifest.toml");
  EXPECT_TRUE(is_sound());
}

TEST_F(Writing, GoesToTheFolderOfItsParent) {
  ASSERT_TRUE(exits(write({"--head", "net", "--folder", "net"}), 0));
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "x", "--head", "net@head", "--id", "0011_next"}), 0));
  EXPECT_EQ(json({"show", "0011"})["revision"]["file"], "migrations/net/0011_next/manifest.toml");
  ASSERT_TRUE(exits(
      sqlmig({"revision", "-m", "x", "--head", "net@head", "--id", "0012_top", "--folder", "."}),
      0));
  EXPECT_EQ(json({"show", "0012"})["revision"]["file"], "migrations/0012_top/manifest.toml");
}

TEST_F(Writing, GoesToNoFolderThatIsNotBelow) {
  for (const char* folder : {"..", "../out", "net/../../out", "/tmp/out"})
    EXPECT_TRUE(refuses_to_write({"--head", "net", "--folder", folder}, {"--folder"})) << folder;
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--folder", "0009_nets"}, {"is a revision"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--folder", "0009_nets/in"}, {"is a revision"}));
}

// What starts with a dot is ignored: a revision there would be lost as soon as it is written.
TEST_F(Writing, GoesToNoFolderThatIsIgnored) {
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--folder", ".net"}, {"--folder"}));
  EXPECT_TRUE(refuses_to_write({"--head", "net", "--folder", "net/.2026"}, {"--folder"}));
}

}  // namespace
}  // namespace sqlmig::test

#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Tag : public DatabaseProjectTest {
 protected:
  Tag() { write_fork(folder_); }
};

INSTANTIATE_TEST_SUITE_P(Databases, Tag,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Tag, NamesTheRevision) {
  ASSERT_TRUE(exits(sqlmig({"tag", "billing", "v1"}), 0));
  ASSERT_TRUE(exits(sqlmig({"tag", "v1", "v1.0"}), 0));
  EXPECT_EQ(json({"show", "0002_bills"})["revision"]["tags"], (nlohmann::json{"v1", "v1.0"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "v1.0"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "users"}));
}

TEST_P(Tag, ChangesNothingThatWasApplied) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  const std::string digest = json({"show", "billing"})["revision"]["digest"];
  ASSERT_TRUE(exits(sqlmig({"tag", "billing", "v1"}), 0));
  EXPECT_EQ(json({"show", "billing"})["revision"]["digest"], digest);
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
}

TEST_P(Tag, LeavesTheRestOfTheManifest) {
  const std::string manifest =
      "# ours\n\nmessage   = \"bills\"   # why\nparents = [\"0001_users\"] # below\n";
  folder_.write("migrations/0002_bills/manifest.toml", manifest);
  auto before = files_of(folder_.path());
  ASSERT_TRUE(exits(sqlmig({"tag", "0002_bills", "v1"}), 0));
  auto after = files_of(folder_.path());
  EXPECT_EQ(after["migrations/0002_bills/manifest.toml"], manifest + "tags = [\"v1\"]\n");
  after.erase("migrations/0002_bills/manifest.toml");
  before.erase("migrations/0002_bills/manifest.toml");
  EXPECT_EQ(after, before);
}

TEST_P(Tag, IsShownWhereRevisionsAreListed) {
  ASSERT_TRUE(exits(sqlmig({"tag", "net", "v1"}), 0));
  EXPECT_TRUE(contains(sqlmig({"heads"}).out, "0009_nets (branch net, tag v1, head, base)"));
  EXPECT_TRUE(contains(sqlmig({"history"}).out, "0009_nets (label net, tag v1, head, base)"));
}

TEST_P(Tag, RefusesANameThatIsTaken) {
  ASSERT_TRUE(exits(sqlmig({"tag", "net", "v1"}), 0));
  EXPECT_TRUE(refuses({"tag", "billing", "v1"}, 2, {"'v1'", "0009_nets"}));
  EXPECT_TRUE(refuses({"tag", "net", "v1"}, 2, {"'v1'", "0009_nets"}));
  EXPECT_TRUE(refuses({"tag", "net", "billing"}, 2, {"'billing'", "0002_bills"}));
  EXPECT_TRUE(refuses({"tag", "net", "0001_users"}, 2, {"'0001_users'"}));
}

TEST_P(Tag, RefusesWhatIsNoName) {
  for (const char* name : {"a b", "head", "base", "v1+1", "v1:", "a/b", ".v1"})
    EXPECT_TRUE(refuses({"tag", "net", name}, 2, {"cannot be a tag"})) << name;
}

TEST_P(Tag, RefusesAnUnclearRevision) {
  EXPECT_TRUE(refuses({"tag", "0003", "v1"}, 2, {"0003_ranks, 0003_taxes"}));
  EXPECT_TRUE(refuses({"tag", "base", "v1"}, 2, {"'base' names no revision"}));
  EXPECT_TRUE(refuses({"tag", "0009_none", "v1"}, 2, {"'0009_none'"}));
}

}  // namespace
}  // namespace sqlmig::test

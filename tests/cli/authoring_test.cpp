// init, revision, merge and repin: what is in the folder afterwards.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Authoring : public ProjectTest {};

TEST(Init, MakesAProjectThatRunsAtOnce) {
  const TemporaryFolder folder;
  const ProcessOptions there{folder.path(), {}, {}};
  ASSERT_TRUE(exits(run_sqlmig({"init"}, there), 0));
  ASSERT_TRUE(exits(run_sqlmig({"revision", "-m", "add users"}, there), 0));
  EXPECT_TRUE(exits(run_sqlmig({"upgrade"}, there), 0));
  EXPECT_TRUE(exits(run_sqlmig({"verify", "--database"}, there), 0));
}

TEST(Init, KeepsLineEndsOfSqlFiles) {
  const TemporaryFolder folder;
  ASSERT_TRUE(exits(run_sqlmig({"init"}, {folder.path(), {}, {}}), 0));
  EXPECT_EQ(folder.read(".gitattributes"), "*.sql text eol=lf\n");
}

TEST(Init, LeavesAProjectThatIsThereAlone) {
  const TemporaryFolder folder;
  folder.write("sqlmig.toml", "# mine\n");
  EXPECT_TRUE(exits(run_sqlmig({"init"}, {folder.path(), {}, {}}), 2));
  EXPECT_EQ(files_of(folder.path()).size(), 1U);
}

TEST_F(Authoring, NamesARevisionByTimeAndMessage) {
  const nlohmann::json object = json({"revision", "-m", "Add users' table!"});
  const std::string id = object["revision"];
  EXPECT_EQ(id.substr(14), "_add_users_table");
}

TEST_F(Authoring, PinsTheParent) {
  write_revision(folder_, {"0001_a", {}});
  const std::string digest = json({"show", "0001_a"})["revision"]["digest"];
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "b", "--id", "0002_b"}), 0));
  EXPECT_TRUE(contains(folder_.read("migrations/0002_b/manifest.toml"),
                       "[parents]\n0001_a = \"" + digest + "\"\n"));
}

TEST_F(Authoring, QuotesAParentWhoseIdHasADot) {
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "a", "--id", "v1.0"}), 0));
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "b", "--id", "v1.1"}), 0));
  EXPECT_TRUE(contains(folder_.read("migrations/v1.1/manifest.toml"), "\"v1.0\" = \"sha256:"));
  EXPECT_EQ(json({"show", "v1.1"})["revision"]["parents"], nlohmann::json::array({"v1.0"}));
}

TEST_F(Authoring, AsksWhichHeadToBuildOn) {
  write_revision(folder_, {"0001_left", {}});
  write_revision(folder_, {"0001_right", {}});
  const auto before = files();
  const ProcessResult result = sqlmig({"revision", "-m", "next"});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.err, "0001_left"));
  EXPECT_TRUE(contains(result.err, "0001_right"));
  EXPECT_EQ(files(), before);
}

TEST_F(Authoring, BuildsOnTheHeadThatIsNamed) {
  write_revision(folder_, {"0001_left", {}});
  write_revision(folder_, {"0001_right", {}});
  EXPECT_EQ(json({"revision", "-m", "next", "--head", "0001_right"})["parents"],
            nlohmann::json::array({"0001_right"}));
}

TEST_F(Authoring, RefusesToBuildOnARevisionThatIsNoHead) {
  write_revision(folder_, {"0001_a", {}});
  write_revision(folder_, {"0002_b", {"0001_a"}});
  EXPECT_TRUE(exits(sqlmig({"revision", "-m", "next", "--head", "0001_a"}), 2));
}

TEST_F(Authoring, RefusesAnIdThatIsTaken) {
  write_revision(folder_, {"0001_a", {}});
  const auto before = files();
  EXPECT_TRUE(exits(sqlmig({"revision", "-m", "again", "--id", "0001_a"}), 2));
  EXPECT_EQ(files(), before);
}

TEST_F(Authoring, RefusesAnIdThatLeavesTheFolder) {
  const auto before = files();
  EXPECT_TRUE(exits(sqlmig({"revision", "-m", "out", "--id", "../out"}), 2));
  EXPECT_EQ(files(), before);
}

TEST_F(Authoring, KeepsAMessageWithQuotesAndUtf8) {
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "añade \"x\" \\ 表", "--id", "0001_a"}), 0));
  EXPECT_EQ(json({"show", "0001_a"})["revision"]["message"], "añade \"x\" \\ 表");
}

class Merging : public ProjectTest {
 protected:
  Merging() { branch(folder_); }
  static void branch(const TemporaryFolder& where) {
    write_revision(where, {"0001_a", {}});
    write_revision(where, {"0002_left", {"0001_a"}});
    write_revision(where, {"0002_right", {"0001_a"}});
  }
};

TEST_F(Merging, GivesIdenticalBytesWhoeverRunsIt) {
  const TemporaryFolder copy;
  copy.write("sqlmig.toml", folder_.read("sqlmig.toml"));
  branch(copy);
  ASSERT_TRUE(exits(sqlmig({"merge", "0002_left", "0002_right"}), 0));
  ASSERT_TRUE(exits(run_sqlmig({"merge", "0002_right", "0002_left"},
                               {copy.path(), {{"USER", "sam"}, {"TZ", "Asia/Tokyo"}}, {}}),
                    0));
  EXPECT_EQ(files(), files_of(copy.path()));
}

TEST_F(Merging, LeavesOneHead) {
  const std::string id = json({"merge"})["revision"];
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  EXPECT_EQ(json({"heads"})["heads"].size(), 1U);
  EXPECT_EQ(json({"heads"})["heads"][0]["revision"], id);
}

TEST_F(Merging, CanBeAppliedAndReverted) {
  ASSERT_TRUE(exits(sqlmig({"merge"}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "0001_a"}), 0));
  EXPECT_EQ(ask("SELECT count(*) FROM sqlmig_revisions"), "1");
}

TEST_F(Merging, RefusesASingleHead) {
  ASSERT_TRUE(exits(sqlmig({"merge"}), 0));
  EXPECT_TRUE(exits(sqlmig({"merge"}), 2));
}

TEST_F(Merging, RefusesARevisionThatIsNoHead) {
  const auto before = files();
  EXPECT_TRUE(exits(sqlmig({"merge", "0001_a", "0002_left"}), 2));
  EXPECT_EQ(files(), before);
}

class Repinning : public ProjectTest {
 protected:
  // A child whose manifest has comments, blanks and an order of its own.
  Repinning() {
    write_revision(folder_, {"0001_a", {}});
    const std::string digest = json({"show", "0001_a"})["revision"]["digest"];
    manifest_ = "# ours\n\nmessage   = \"b\"   # why\n\n[parents]\n  0001_a   = \"" + digest +
                "\"  # reviewed\n# the end";
    folder_.write("migrations/0002_b/manifest.toml", manifest_);
    folder_.write("migrations/0002_b/up.sql", "SELECT 1;\n");
    folder_.write("migrations/0002_b/down.sql", "SELECT 1;\n");
    folder_.write("migrations/0001_a/up.sql", "SELECT 2;\n");
    old_ = digest;
  }
  std::string manifest_;
  std::string old_;
};

TEST_F(Repinning, EditsOnlyThePin) {
  const std::string digest = json({"show", "0001_a"})["revision"]["digest"];
  ASSERT_TRUE(exits(sqlmig({"repin", "0001_a"}), 0));
  std::string expected = manifest_;
  expected.replace(expected.find(old_), old_.size(), digest);
  EXPECT_EQ(folder_.read("migrations/0002_b/manifest.toml"), expected);
}

TEST_F(Repinning, TouchesNoOtherFile) {
  auto before = files();
  ASSERT_TRUE(exits(sqlmig({"repin", "0001_a"}), 0));
  auto after = files();
  before.erase("migrations/0002_b/manifest.toml");
  after.erase("migrations/0002_b/manifest.toml");
  EXPECT_EQ(after, before);
}

TEST_F(Repinning, MakesVerifyPass) {
  ASSERT_TRUE(exits(sqlmig({"verify"}), 3));
  ASSERT_TRUE(exits(sqlmig({"repin", "0001_a"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
}

TEST_F(Repinning, HasNothingToDoASecondTime) {
  ASSERT_TRUE(exits(sqlmig({"repin", "0001_a"}), 0));
  EXPECT_TRUE(contains(sqlmig({"repin", "0001_a"}).out, "nothing to do"));
}

}  // namespace
}  // namespace sqlmig::test

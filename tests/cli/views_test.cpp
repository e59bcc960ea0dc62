// The commands that look, as text.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

// Three revisions in a row, of which the first is applied.
class Views : public DatabaseProjectTest {
 protected:
  Views() {
    write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
    write_revision(folder_, {"0002_b", {"0001_a"}});
    write_revision(folder_, {"0003_c", {"0002_b"}});
    EXPECT_TRUE(exits(sqlmig({"upgrade", "0001_a"}), 0));
  }
  [[nodiscard]] std::string shown(const Arguments& arguments) const {
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(exits(result, 0));
    EXPECT_EQ(result.err, "");
    return result.out;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Views,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Views, StatusCountsWhatIsAppliedAndPending) {
  const std::string text = shown({"status"});
  EXPECT_TRUE(contains(text, "applied   1, up to 0001_a\n"));
  EXPECT_TRUE(contains(text, "pending   2\n"));
  EXPECT_TRUE(contains(text, "pending 0002_b"));
}

TEST_P(Views, StatusNoticesAnEditedFile) {
  folder_.write("migrations/0001_a/up.sql", "CREATE TABLE a (i bigint);\n");
  EXPECT_TRUE(contains(shown({"status"}), "edited-up"));
}

TEST_P(Views, CurrentNamesTheAppliedHead) { EXPECT_TRUE(contains(shown({"current"}), "0001_a")); }

TEST_P(Views, CurrentNeedsNoFiles) {
  std::filesystem::remove_all(folder_ / "migrations");
  EXPECT_TRUE(contains(shown({"current"}), "0001_a"));
}

TEST_P(Views, HeadsNamesTheHead) { EXPECT_EQ(shown({"heads"}).substr(0, 6), "0003_c"); }

TEST_P(Views, HistoryBeginsWithTheNewest) {
  const std::string text = shown({"history"});
  EXPECT_LT(text.find("0003_c"), text.find("0002_b"));
  EXPECT_LT(text.find("0002_b"), text.find("0001_a"));
}

TEST_P(Views, HistoryMarksWhatIsApplied) {
  EXPECT_TRUE(contains(shown({"history", "-i"}), "0001_a (base, current)"));
}

TEST_P(Views, HistoryNeedsNoDatabase) {
  folder_.write("sqlmig.toml", "url = \"postgresql://127.0.0.1:1/x\"\n");
  EXPECT_TRUE(contains(shown({"history"}), "0001_a (base)"));
}

TEST_P(Views, ShowTellsChecksumsAndFiles) {
  const std::string text = shown({"show", "0001_a"});
  EXPECT_TRUE(contains(text, "migrations/0001_a/up.sql"));
  EXPECT_TRUE(contains(text, "sha256:"));
  EXPECT_TRUE(contains(text, "0002_b"));
}

TEST_P(Views, ShowTellsWhenItWasApplied) {
  EXPECT_TRUE(contains(shown({"show", "0001_a", "--database"}), "applied 20"));
}

TEST_P(Views, ShowTellsThatItIsNotApplied) {
  EXPECT_TRUE(contains(shown({"show", "0003_c", "--database"}), "applied     no"));
}

TEST_P(Views, ShowTakesAPrefix) { EXPECT_TRUE(contains(shown({"show", "0003"}), "0003_c")); }

TEST_P(Views, PlanListsTheStepsInOrder) {
  const std::string text = shown({"plan"});
  EXPECT_LT(text.find("migrations/0002_b/up.sql"), text.find("migrations/0003_c/up.sql"));
  EXPECT_EQ(text.find("0001_a/up.sql"), std::string::npos);
}

TEST_P(Views, PlanShowsItsChecksum) {
  EXPECT_TRUE(contains(shown({"plan"}), "plan checksum sha256:"));
}

TEST_P(Views, PlanIsTheSameTwice) { EXPECT_EQ(shown({"plan"}), shown({"plan"})); }

TEST_P(Views, UpgradeTellsItsProgressOnStandardError) {
  const ProcessResult result = sqlmig({"upgrade"});
  EXPECT_TRUE(contains(result.out, "applied 2 revisions"));
  EXPECT_TRUE(contains(result.err, "0002_b"));
  EXPECT_TRUE(contains(result.err, "0003_c"));
}

TEST_P(Views, UpgradeIsSilentOnStandardErrorWhenQuiet) {
  EXPECT_EQ(sqlmig({"upgrade", "--quiet"}).err, "");
}

TEST_P(Views, TheProjectIsFoundFromAFolderBelow) {
  const ProcessResult result = run_sqlmig({"heads"}, {folder_ / "migrations/0001_a", {}, {}});
  EXPECT_TRUE(exits(result, 0));
}

TEST_P(Views, TheProjectIsFoundByItsFolder) {
  const ProcessResult result =
      run_sqlmig({"heads", "--project", folder_.path().string()}, {"/", {}, {}});
  EXPECT_TRUE(contains(result.out, "0003_c"));
}

TEST_P(Views, AnEnvironmentChoosesItsDatabase) {
  folder_.write("sqlmig.toml",
                "url = \"sqlite:other.db\"\n[env.live]\nurl = \"" + database().url() + "\"\n");
  EXPECT_TRUE(contains(shown({"status", "--env", "live"}), "applied   1"));
}

TEST_P(Views, HistoryAsksTheDatabaseThatIsNamed) {
  folder_.write("sqlmig.toml", "[env.live]\nurl = \"" + database().url() + "\"\n");
  for (const Arguments& named :
       {Arguments{"history", "--url", database().url()}, Arguments{"history", "--env", "live"},
        Arguments{"history", "--graph", "--env", "live"}}) {
    EXPECT_TRUE(contains(shown(named), "0001_a (base, current)")) << testing::PrintToString(named);
  }
  EXPECT_TRUE(contains(shown({"history"}), "0001_a (base)"));
  EXPECT_EQ(json({"history", "--env", "live"})["revisions"][2]["applied"], true);
  std::filesystem::remove_all(folder_ / "migrations/0003_c");
  std::filesystem::remove_all(folder_ / "migrations/0002_b");
  write_revision(folder_, {"0009_other", {}});
  std::filesystem::remove_all(folder_ / "migrations/0001_a");
  EXPECT_TRUE(contains(shown({"history", "--env", "live"}), "0001_a (unknown here)"));
}

}  // namespace
}  // namespace sqlmig::test

// heads, branches, history, show and why: what they tell of a history that forks.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Reading : public DatabaseProjectTest {
 protected:
  Reading() { write_fork(folder_); }
  [[nodiscard]] std::string shown(const Arguments& arguments) const {
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(exits(result, 0));
    EXPECT_EQ(result.err, "");
    return result.out;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Reading,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Reading, HeadsSayWhichBranchTheyEnd) {
  EXPECT_EQ(shown({"heads"}),
            "0003_ranks (branch search, head)  0003_ranks\n"
            "0003_taxes (branch billing, head)  0003_taxes\n"
            "0009_nets (branch net, head, base)  0009_nets\n");
}

TEST_P(Reading, HeadsSayMoreWhenAsked) {
  const std::string text = shown({"heads", "-v"});
  EXPECT_TRUE(contains(text, "  parents     0002_terms\n"));
  EXPECT_TRUE(contains(text, "  file        migrations/0003_ranks/manifest.toml\n"));
}

TEST_P(Reading, BranchesSayWhereTheHistoryForks) {
  EXPECT_EQ(shown({"branches"}),
            "0001_users (base, branch point)  0001_users\n"
            "  -> 0002_bills (branch billing)  0002_bills\n"
            "  -> 0002_terms (branch search)  0002_terms\n");
  EXPECT_TRUE(contains(shown({"branches", "-v"}), "  children    0002_bills, 0002_terms\n"));
}

TEST_P(Reading, BranchesOfALineAreNone) {
  for (const char* id : {"0002_terms", "0003_ranks", "0009_nets"})
    std::filesystem::remove_all(folder_ / "migrations" / id);
  EXPECT_EQ(shown({"branches"}), "the history does not fork\n");
}

TEST_P(Reading, HistoryDrawsForksAndMerges) {
  write_table(folder_, "0010_merged", {"0003_ranks", "0003_taxes"});
  EXPECT_EQ(shown({"history", "--graph"}),
            "*  0010_merged (head, merge)  0010_merged\n"
            "|\\\n"
            "| | *  0009_nets (label net, head, base)  0009_nets\n"
            "| *  0003_taxes  0003_taxes\n"
            "* |  0003_ranks  0003_ranks\n"
            "* |  0002_terms (label search)  0002_terms\n"
            "| *  0002_bills (label billing)  0002_bills\n"
            "|/\n"
            "*  0001_users (base, branch point)  0001_users\n");
}

TEST_P(Reading, HistoryMarksWhatIsApplied) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head", "--quiet"}), 0));
  for (const Arguments& arguments :
       {Arguments{"history", "-i"}, Arguments{"history", "--graph", "-i"}}) {
    const std::string text = shown(arguments);
    EXPECT_TRUE(contains(text, "0003_taxes (head, current)"));
    EXPECT_TRUE(contains(text, "0002_bills (label billing, applied)"));
    EXPECT_TRUE(contains(text, "0001_users (base, branch point, applied)"));
    EXPECT_TRUE(contains(text, "0003_ranks (head)"));
  }
}

TEST_P(Reading, HistorySaysMoreWhenAsked) {
  folder_.write("migrations/0009_nets/manifest.toml",
                "message = \"nets\"\nauthor = \"Dana <dana@example.org>\"\n"
                "created = 2026-11-21T13:25:51Z\nparents = []\n");
  const std::string text = shown({"history", "-v"});
  EXPECT_TRUE(contains(text, "author      Dana <dana@example.org>\n"));
  EXPECT_TRUE(contains(text, "created     2026-11-21T13:25:51Z\n"));
  EXPECT_TRUE(contains(text, "children    0002_bills, 0002_terms\n"));
  EXPECT_TRUE(contains(text, "branches    billing\n"));
}

TEST_P(Reading, HistorySaysMoreBesideAPicture) {
  EXPECT_TRUE(contains(shown({"history", "--graph", "-v", "-r", "billing:0003_taxes"}),
                       "*  0003_taxes (head)\n"
                       "|  message     0003_taxes\n"
                       "|  parents     0002_bills\n"));
}

TEST_P(Reading, CurrentNamesEveryAppliedHead) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head", "net", "--quiet"}), 0));
  const std::string text = shown({"current"});
  EXPECT_TRUE(contains(text, "0003_taxes (head)"));
  EXPECT_TRUE(contains(text, "0009_nets (head)"));
  EXPECT_EQ(text.find("0002_bills"), std::string::npos) << text;
}

TEST_P(Reading, CurrentDoesNotCallAHeadWhatIsBuiltOn) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing", "--quiet"}), 0));
  EXPECT_TRUE(contains(shown({"current"}), "0002_bills  0002_bills"));
}

TEST_P(Reading, ShowTellsWhatSurroundsARevision) {
  ASSERT_TRUE(exits(sqlmig({"tag", "billing", "v1"}), 0));
  const std::string text = shown({"show", "v1"});
  EXPECT_TRUE(contains(text, "0002_bills (label billing, tag v1)\n"));
  EXPECT_TRUE(contains(text, "parent      0001_users"));
  EXPECT_TRUE(contains(text, "children    0003_taxes\n"));
  EXPECT_TRUE(contains(text, "labels      billing\n"));
  EXPECT_TRUE(contains(text, "tags        v1\n"));
}

TEST_P(Reading, ShowTellsTheBranchesThatARevisionIsOn) {
  EXPECT_TRUE(contains(shown({"show", "0003_taxes"}), "branches    billing\n"));
  EXPECT_EQ(shown({"show", "0001_users"}).find("branches"), std::string::npos);
}

TEST_P(Reading, WhyShowsTheChain) {
  EXPECT_EQ(shown({"why", "0001_users", "search@head"}),
            "0001_users runs before 0003_ranks\n"
            "  0001_users  0001_users\n"
            "  0002_terms  is built on 0001_users  0002_terms\n"
            "  0003_ranks  is built on 0002_terms  0003_ranks\n");
}

TEST_P(Reading, WhyAnswersTheOtherWayRound) {
  EXPECT_TRUE(contains(shown({"why", "0003_ranks", "0001_users"}),
                       "the other way: 0001_users runs before 0003_ranks\n"));
}

TEST_P(Reading, WhySaysThatNothingOrdersThem) {
  EXPECT_TRUE(contains(shown({"why", "0003_taxes", "0003_ranks"}),
                       "nothing orders them; 0003_ranks comes before 0003_taxes"));
}

TEST_P(Reading, WhyNeedsTwoRevisions) {
  EXPECT_TRUE(refuses({"why", "0001_users", "0001"}, 2, {"the same revision, 0001_users"}));
  EXPECT_TRUE(refuses({"why", "0001_users"}, 2, {"after"}));
  EXPECT_TRUE(refuses({"why", "0001_users", "base"}, 2, {"'base' names no revision"}));
  EXPECT_TRUE(refuses({"why", "0001_users", "heads"}, 2, {"0003_ranks, 0003_taxes, 0009_nets"}));
}

TEST_P(Reading, CreatesNothing) {
  const auto before = files_of(folder_.path());
  for (const Arguments& look : std::vector<Arguments>{{"heads", "--resolve-dependencies"},
                                                      {"branches"},
                                                      {"history", "--graph", "-i", "-v"},
                                                      {"show", "billing", "--database"},
                                                      {"why", "0001", "net"},
                                                      {"current"},
                                                      {"status"}}) {
    EXPECT_TRUE(exits(sqlmig(look), 0));
  }
  EXPECT_EQ(recorded(), Strings{"(absent)"});
  EXPECT_EQ(files_of(folder_.path()), before);
}

}  // namespace
}  // namespace sqlmig::test

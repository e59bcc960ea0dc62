// Branches that sqlmig.toml declares as meant to stay apart.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class DeclaredBranches : public DatabaseProjectTest {
 protected:
  DeclaredBranches() {
    write_fork(folder_);
    declare("\"billing\", \"search\", \"net\"");
  }
  void declare(const std::string& labels) const {
    folder_.write("sqlmig.toml",
                  "url = \"" + database().url() + "\"\nbranches = [" + labels + "]\n");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, DeclaredBranches,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(DeclaredBranches, AreCleanWithOneHeadEach) {
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  EXPECT_EQ(json({"verify"})["findings"], nlohmann::json::array());
}

TEST_P(DeclaredBranches, AreAllAppliedByAnUpgradeWithoutATarget) {
  EXPECT_EQ(json({"plan"})["plan"]["steps"].size(), 6U);
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "ranks", "taxes", "terms", "users"}));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
  EXPECT_TRUE(exits(sqlmig({"status", "--exit-code"}), 0));
}

TEST_P(DeclaredBranches, AreStillAppliedOneByOne) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "net@head"}), 0));
  EXPECT_EQ(tables(), Strings{"nets"});
  EXPECT_TRUE(refuses({"upgrade", "head"}, 2, {"there are 3 heads"}));
}

TEST_P(DeclaredBranches, AreLeftAloneByAMergeWithoutArguments) {
  EXPECT_TRUE(refuses({"merge"}, 2, {"nothing to merge", "name their heads"}));
}

TEST_P(DeclaredBranches, CanBeMergedByName) {
  ASSERT_TRUE(exits(sqlmig({"merge", "billing@head", "search@head"}), 0));
  EXPECT_EQ(json({"heads"})["heads"].size(), 2U);
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(recorded().size(), 7U);
}

TEST_P(DeclaredBranches, LeaveOneHeadToAllOtherRevisions) {
  declare("\"billing\", \"search\"");
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  EXPECT_TRUE(refuses({"merge"}, 2, {"nothing to merge"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(recorded().size(), 6U);
}

TEST_P(DeclaredBranches, LeaveNoTwoHeadsToAllOtherRevisions) {
  declare("\"billing\"");
  const ProcessResult result = sqlmig({"verify"});
  EXPECT_TRUE(exits(result, 3));
  EXPECT_TRUE(contains(result.out, "several-heads"));
  EXPECT_TRUE(contains(result.out, "sqlmig merge 0003_ranks 0009_nets\n"));
  EXPECT_TRUE(refuses({"upgrade"}, 3, {"0003_ranks", "0009_nets"}));
  EXPECT_EQ(json({"merge"})["parents"], (nlohmann::json{"0003_ranks", "0009_nets"}));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
}

TEST_P(DeclaredBranches, MayNotHaveTwoHeads) {
  write_table(folder_, "0004_fines", {"0002_bills"});
  const nlohmann::json findings = json({"verify"})["findings"];
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0]["code"], "several-heads");
  EXPECT_TRUE(contains(findings[0]["message"], "'billing' has 2 heads"));
  EXPECT_TRUE(contains(findings[0]["next"], "sqlmig merge 0003_taxes 0004_fines"));
  EXPECT_TRUE(refuses({"upgrade"}, 3, {"sqlmig merge 0003_taxes 0004_fines"}));
  EXPECT_TRUE(refuses({"plan"}, 3, {"several-heads"}));
}

TEST_P(DeclaredBranches, WithTwoHeadsAreJoinedByAMergeWithoutArguments) {
  write_table(folder_, "0004_fines", {"0002_bills"});
  EXPECT_EQ(json({"merge"})["parents"], (nlohmann::json{"0003_taxes", "0004_fines"}));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(recorded().size(), 8U);
}

TEST_P(DeclaredBranches, WithTwoHeadsEachAreJoinedOneByOne) {
  write_table(folder_, "0004_fines", {"0002_bills"});
  write_table(folder_, "0004_words", {"0002_terms"});
  EXPECT_TRUE(
      refuses({"merge"}, 2,
              {"sqlmig merge 0003_taxes 0004_fines\n", "sqlmig merge 0003_ranks 0004_words\n"}));
  EXPECT_EQ(json({"verify"})["findings"].size(), 2U);
}

TEST_P(DeclaredBranches, ThatNoRevisionHasAsALabelAreFound) {
  declare("\"billing\", \"serch\", \"net\"");
  const nlohmann::json finding = json({"verify"})["findings"][0];
  EXPECT_EQ(finding["code"], "unknown-branch");
  EXPECT_EQ(finding["file"], "sqlmig.toml");
  EXPECT_EQ(finding["line"], 2);
  EXPECT_TRUE(contains(finding["message"], "'serch'"));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 3));
  EXPECT_TRUE(refuses({"upgrade"}, 3, {"unknown-branch"}));
}

TEST_P(DeclaredBranches, AreLabels) {
  declare("\"a b\"");
  EXPECT_TRUE(refuses({"verify"}, 2, {"'a b' cannot be a label"}));
  declare("1");
  EXPECT_TRUE(refuses({"verify"}, 2, {"sqlmig.toml:2"}));
}

TEST_P(DeclaredBranches, NeedAHeadToBeNamedForANewRevision) {
  EXPECT_TRUE(refuses({"revision", "-m", "x"}, 2, {"3 heads", "--head"}));
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "x", "--head", "net@head", "--id", "0010_x"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
}

TEST_P(DeclaredBranches, ThatWereJoinedAndForkAgainAreOneLine) {
  const std::string joined = json({"merge", "billing@head", "search@head"})["revision"];
  write_table(folder_, "0011_lefts", {joined});
  write_table(folder_, "0012_rights", {joined});
  const nlohmann::json findings = json({"verify"})["findings"];
  ASSERT_EQ(findings.size(), 1U) << findings;
  EXPECT_EQ(findings[0]["code"], "several-heads");
  EXPECT_TRUE(contains(findings[0]["message"], "billing, search"));
  EXPECT_TRUE(contains(findings[0]["next"], "sqlmig merge 0011_lefts 0012_rights"));
  EXPECT_TRUE(refuses({"upgrade"}, 3, {"sqlmig merge 0011_lefts 0012_rights"}));
  EXPECT_EQ(json({"merge"})["parents"], (nlohmann::json{"0011_lefts", "0012_rights"}));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(recorded().size(), 10U);
}

}  // namespace
}  // namespace sqlmig::test

// sqlmig rebase: what moves, what is rewritten, and what a database forbids.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Rebase : public DatabaseProjectTest {
 protected:
  Rebase() { write_fork(folder_); }
  [[nodiscard]] std::string digest(const std::string& id) const {
    return json({"show", id})["revision"]["digest"];
  }
  // Writes 0003_ranks again, with a pin and with what people write beside it.
  [[nodiscard]] std::string pinned_manifest(const std::string& digest) const {
    return "# ranks\nmessage   = \"ranks\"   # why\n\n[parents]  # one\n  0002_terms   = \"" +
           digest + "\"  # reviewed\n# the end";
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Rebase,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Rebase, TakesAlongWhatStandsOnTheRevision) {
  const nlohmann::json object = json({"rebase", "search", "--onto", "billing@head"});
  EXPECT_EQ(ids(object["moved"]), (Strings{"0002_terms", "0003_ranks"}));
  EXPECT_EQ(object["files"], nlohmann::json{"migrations/0002_terms/manifest.toml"});
  EXPECT_EQ(ids(json({"history", "-r", ":search@head"})["revisions"]),
            (Strings{"0003_ranks", "0002_terms", "0003_taxes", "0002_bills", "0001_users"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "search@head"}), 0));
  EXPECT_EQ(recorded(),
            (Strings{"0001_users", "0002_bills", "0003_taxes", "0002_terms", "0003_ranks"}));
}

TEST_P(Rebase, LeavesAllOtherFiles) {
  auto before = files_of(folder_.path());
  ASSERT_TRUE(exits(sqlmig({"rebase", "search", "--onto", "0003_taxes"}), 0));
  auto after = files_of(folder_.path());
  EXPECT_EQ(after["migrations/0002_terms/manifest.toml"],
            "message = \"0002_terms\"\nparents = [\"0003_taxes\"]\nlabels = [\"search\"]\n");
  for (auto* files : {&before, &after}) files->erase("migrations/0002_terms/manifest.toml");
  EXPECT_EQ(after, before);
}

TEST_P(Rebase, RewritesPins) {
  folder_.write("migrations/0002_terms/manifest.toml",
                "message = \"terms\"\n[parents]\n0001_users = \"" + digest("0001_users") + "\"\n");
  folder_.write("migrations/0003_ranks/manifest.toml", pinned_manifest(digest("0002_terms")));
  ASSERT_EQ(json({"status"})["findings"], nlohmann::json::array());
  ASSERT_TRUE(exits(sqlmig({"rebase", "0002_terms", "--onto", "0003_taxes"}), 0));
  EXPECT_EQ(folder_.read("migrations/0002_terms/manifest.toml"),
            "message = \"terms\"\n[parents]\n0003_taxes = \"" + digest("0003_taxes") + "\"\n");
  EXPECT_EQ(folder_.read("migrations/0003_ranks/manifest.toml"),
            pinned_manifest(digest("0002_terms")));
  ASSERT_TRUE(exits(sqlmig({"merge"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
}

TEST_P(Rebase, GivesABaseAParent) {
  ASSERT_TRUE(exits(sqlmig({"rebase", "net", "--onto", "0003_ranks"}), 0));
  EXPECT_EQ(ids(json({"show", "net"})["revision"]["parents"]), Strings{"0003_ranks"});
  EXPECT_EQ(ids(json({"heads"})["heads"]), (Strings{"0003_taxes", "0009_nets"}));
}

TEST_P(Rebase, LeavesADependencyWhereItIs) {
  write_table(folder_, "0010_logs", {}, "depends_on = [\"0003_ranks\"]\n");
  const nlohmann::json moved = json({"rebase", "search", "--onto", "0003_taxes"})["moved"];
  EXPECT_EQ(ids(moved), (Strings{"0002_terms", "0003_ranks"}));
  EXPECT_EQ(json({"show", "0010_logs"})["revision"]["base"], true);
}

TEST_P(Rebase, OntoWhereItIsHasNothingToDo) {
  const ProcessResult result = sqlmig({"rebase", "0003_taxes", "--onto", "billing"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "nothing to do"));
}

TEST_P(Rebase, OfWhatIsAppliedIsRefused) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "search@head"}), 0));
  EXPECT_TRUE(refuses({"rebase", "search", "--onto", "0003_taxes"}, 1,
                      {"applied on", ": 0002_terms, 0003_ranks\n", "sqlmig merge"}));
  EXPECT_TRUE(refuses({"rebase", "0003_ranks", "--onto", "0003_taxes"}, 1, {": 0003_ranks\n"}));
}

TEST_P(Rebase, OfWhatIsOnlyStampedIsRefused) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "net"}), 0));
  EXPECT_TRUE(refuses({"rebase", "net", "--onto", "0003_taxes"}, 1, {"0009_nets"}));
}

TEST_P(Rebase, BesideWhatIsAppliedIsAllowed) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "billing@head"}), 0));
  ASSERT_TRUE(exits(sqlmig({"rebase", "search", "--onto", "0003_taxes"}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "search@head"}), 0));
  EXPECT_EQ(recorded().size(), 5U);
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
}

TEST_P(Rebase, AsksTheDatabaseAtHand) {
  folder_.write("sqlmig.toml",
                "url = \"sqlite:other.db\"\n[env.live]\nurl = \"" + database().url() + "\"\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "search@head", "--env", "live"}), 0));
  const Arguments rebase{"rebase", "0003_ranks", "--onto", "0003_taxes"};
  for (const Strings& live : {Strings{"--env", "live"}, Strings{"--url", database().url()}}) {
    Arguments arguments = rebase;
    arguments.insert(arguments.end(), live.begin(), live.end());
    EXPECT_TRUE(refuses(arguments, 1, {"0003_ranks"}));
  }
  EXPECT_TRUE(exits(sqlmig(rebase), 0));
}

TEST_P(Rebase, SaysThatNoDatabaseWasAsked) {
  folder_.write("sqlmig.toml", "migrations = \"migrations\"\n");
  const ProcessResult result = sqlmig({"rebase", "search", "--onto", "0003_taxes"});
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "no database is configured"));
}

TEST_P(Rebase, ThatCannotAskTheDatabaseIsRefused) {
  EXPECT_TRUE(refuses(
      {"rebase", "search", "--onto", "0003_taxes", "--url", "postgresql://127.0.0.1:1/x"}, 6, {}));
}

TEST_P(Rebase, OntoItselfOrWhatStandsOnItIsRefused) {
  write_table(folder_, "0010_logs", {}, "depends_on = [\"0003_ranks\"]\n");
  EXPECT_TRUE(refuses({"rebase", "search", "--onto", "search"}, 2, {"0002_terms", "itself"}));
  EXPECT_TRUE(refuses({"rebase", "search", "--onto", "0003_ranks"}, 2,
                      {"0003_ranks stands on 0002_terms"}));
  EXPECT_TRUE(
      refuses({"rebase", "search", "--onto", "0010_logs"}, 2, {"0010_logs stands on 0002_terms"}));
}

TEST_P(Rebase, OfAMergeIsRefused) {
  write_table(folder_, "0004_merged", {"0003_ranks", "0003_taxes"});
  EXPECT_TRUE(
      refuses({"rebase", "0004_merged", "--onto", "0009_nets"}, 2, {"0004_merged is a merge"}));
}

TEST_P(Rebase, UnderAMergeKeepsTheMerge) {
  write_table(folder_, "0004_merged", {"0003_ranks", "0003_taxes"});
  ASSERT_TRUE(exits(sqlmig({"rebase", "search", "--onto", "0009_nets"}), 0));
  EXPECT_EQ(ids(json({"heads"})["heads"]), Strings{"0004_merged"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables().size(), 7U);
}

TEST_P(Rebase, NeedsOneRevisionAndOnePlace) {
  EXPECT_TRUE(refuses({"rebase", "heads", "--onto", "0009_nets"}, 2, {"0003_ranks, 0003_taxes"}));
  EXPECT_TRUE(refuses({"rebase", "search", "--onto", "heads"}, 2, {"0003_ranks, 0003_taxes"}));
  EXPECT_TRUE(refuses({"rebase", "search", "--onto", "nowhere"}, 2, {"'nowhere'"}));
  EXPECT_TRUE(refuses({"rebase", "search"}, 2, {"--onto"}));
}

// The project has to be sound after every rebase that is not refused.
TEST_P(Rebase, OntoWhatTheRevisionDependsOnLeavesASoundProject) {
  write_table(folder_, "0009_nets", {}, "depends_on = [\"0003_taxes\"]\n");
  ASSERT_TRUE(exits(sqlmig({"rebase", "0009_nets", "--onto", "0003_taxes"}), 0));
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0009_nets"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "nets", "taxes", "users"}));
}

TEST_P(Rebase, ThatWouldJoinALineWithItselfIsRefused) {
  write_table(folder_, "0004_merged", {"0003_ranks", "0003_taxes"});
  write_table(folder_, "0005_fines", {"0003_taxes"});
  for (const Arguments& rebase : {Arguments{"rebase", "search", "--onto", "0003_taxes"},
                                  Arguments{"rebase", "0003_ranks", "--onto", "0003_taxes"},
                                  Arguments{"rebase", "0003_ranks", "--onto", "0005_fines"},
                                  Arguments{"rebase", "billing", "--onto", "0003_ranks"}}) {
    EXPECT_TRUE(refuses(rebase, 2, {"0004_merged joins"})) << testing::PrintToString(rebase);
  }
  EXPECT_TRUE(refuses({"rebase", "search", "--onto", "0003_taxes"}, 2,
                      {"0004_merged joins 0003_taxes with 0002_terms", "remove the merge first"}));
}

TEST_P(Rebase, BelowWhatAMergeJoinsIsAllowed) {
  write_table(folder_, "0004_merged", {"0003_ranks", "0003_taxes"});
  ASSERT_TRUE(exits(sqlmig({"rebase", "0003_ranks", "--onto", "0002_bills"}), 0));
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0004_merged"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "merged", "ranks", "taxes", "users"}));
}

}  // namespace
}  // namespace sqlmig::test

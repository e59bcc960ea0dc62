// downgrade --from-stored: reverting what has no files here by the text that was applied.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class FromStored : public DatabaseProjectTest {
 protected:
  FromStored() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_table(folder_, "0003_bills", {"0002_emails"});
    write_table(folder_, "0004_taxes", {"0003_bills"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
    for (const char* id : {"0003_bills", "0004_taxes"}) forget(id);
  }
  void forget(const std::string& id) const {
    std::filesystem::remove_all(folder_ / ("migrations/" + id));
  }
  void set(const std::string& assignment, const std::string& id) const {
    database().run("UPDATE " + version_table("revisions") + " SET " + assignment + " WHERE id = '" +
                   id + "'");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, FromStored,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(FromStored, NeedsToBeAsked) {
  EXPECT_TRUE(refuses({"downgrade", "0002_emails"}, 3, {"missing-revision"}));
}

TEST_P(FromStored, NeedsAYesAfterShowingTheText) {
  EXPECT_TRUE(refuses({"downgrade", "0002_emails", "--from-stored"}, 2,
                      {"DROP TABLE taxes;\n", "DROP TABLE bills;\n", "2 revisions", "--yes"}));
}

TEST_P(FromStored, RevertsByTheStoredText) {
  const ProcessResult result = sqlmig({"downgrade", "0002_emails", "--from-stored", "--yes"});
  ASSERT_TRUE(exits(result, 0));
  EXPECT_LT(result.err.find("DROP TABLE taxes;"), result.err.find("DROP TABLE bills;"));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
  EXPECT_EQ(events().back(), "downgrade 0003_bills");
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
}

TEST_P(FromStored, TakesEveryWayDown) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "-1", "--from-stored", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "--last", "1", "--from-stored", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(FromStored, NamesWhatOnlyTheDatabaseHas) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0003_bills", "--from-stored", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(FromStored, ShowsOnlyWhatHasNoFile) {
  const ProcessResult result = sqlmig({"downgrade", "0001_users", "--from-stored", "--yes"});
  ASSERT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.err, "DROP TABLE taxes;"));
  EXPECT_EQ(result.err.find("DROP TABLE emails;"), std::string::npos) << result.err;
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(FromStored, ShowsTheTextBesideJson) {
  const ProcessResult result =
      sqlmig({"downgrade", "0002_emails", "--from-stored", "--yes", "--json"});
  EXPECT_TRUE(contains(result.err, "DROP TABLE taxes;"));
  EXPECT_EQ(nlohmann::json::parse(result.out)["done"].size(), 2U);
}

TEST_P(FromStored, RevertsEverything) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--from-stored", "--yes"}), 0));
  EXPECT_EQ(tables(), Strings{});
  EXPECT_EQ(recorded(), Strings{});
}

TEST_P(FromStored, PrefersTheFilesOfWhatHasSome) {
  folder_.write("migrations/0002_emails/down.sql", "DROP TABLE emails;\nSELECT 2;\n");
  EXPECT_TRUE(refuses({"downgrade", "0001_users", "--from-stored", "--yes"}, 3, {"edited-down"}));
  ASSERT_TRUE(
      exits(sqlmig({"downgrade", "0001_users", "--from-stored", "--yes", "--allow-modified"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(FromStored, AsksNothingWhereAllHasFiles) {
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0002_emails", "--from-stored", "--yes"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_users", "--from-stored"}), 0));
  EXPECT_EQ(tables(), Strings{"users"});
}

TEST_P(FromStored, RefusesATextThatWasChanged) {
  set("down_text = 'DROP TABLE users;'", "0004_taxes");
  for (const char* yes : {"--yes", "--quiet"}) {
    EXPECT_TRUE(refuses({"downgrade", "0003_bills", "--from-stored", yes}, 1,
                        {"down.sql of 0004_taxes", "not the text that was applied"}));
  }
}

TEST_P(FromStored, RefusesAnUpThatWasChanged) {
  set("up_text = 'SELECT 1;'", "0004_taxes");
  EXPECT_TRUE(refuses({"downgrade", "0003_bills", "--from-stored", "--yes"}, 1,
                      {"up.sql of 0004_taxes", "not the text that was applied"}));
}

TEST_P(FromStored, RefusesWhatIsIrreversible) {
  folder_.write("migrations/0005_last/manifest.toml",
                "parents = [\"0002_emails\"]\nirreversible = \"drops data\"\n");
  folder_.write("migrations/0005_last/up.sql", "CREATE TABLE last (i int);\n");
  ASSERT_TRUE(exits(sqlmig({"stamp", "head"}), 0));
  forget("0005_last");
  EXPECT_TRUE(refuses({"downgrade", "0001_users", "--from-stored", "--yes"}, 1,
                      {"0005_last is irreversible", "nothing was reverted"}));
}

TEST_P(FromStored, RefusesWhereDowngradesAreNotAllowed) {
  folder_.write("sqlmig.toml", "url = \"" + database().url() + "\"\nallow_downgrade = false\n");
  EXPECT_TRUE(refuses({"downgrade", "0002_emails", "--from-stored", "--yes"}, 1,
                      {"allow_downgrade = false"}));
}

TEST_P(FromStored, KeepsWhatItCouldNotRevert) {
  database().run("DROP TABLE bills");
  const ProcessResult result = sqlmig({"downgrade", "0002_emails", "--from-stored", "--yes"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "version table:0003_bills/down.sql:1"));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
  EXPECT_EQ(events().back(), "failure 0003_bills");
}

TEST_P(FromStored, RevertsWhatAFileStandsOnToo) {
  write_table(folder_, "0004_taxes", {"0003_bills"});
  EXPECT_TRUE(refuses({"downgrade", "0002_emails"}, 3, {"0003_bills", "sqlmig export 0003_bills"}));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0002_emails", "--from-stored", "--yes"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails"}));
}

// A revision whose stored down stopped after the first of its two statements.
class FromStoredHalfWay : public FromStored {
 protected:
  FromStoredHalfWay() {
    write_table(folder_, "0003_bills", {"0002_emails"});
    write_table(folder_, "0004_taxes", {"0003_bills"});
    write_revision(folder_, {"0005_half",
                             {"0004_taxes"},
                             "CREATE TABLE half (i int);\n",
                             "-- sqlmig: no-transaction\nDROP TABLE half;\nDROP TABLE nowhere;\n"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
    forget("0005_half");
    EXPECT_TRUE(exits(sqlmig({"downgrade", "-1", "--from-stored", "--yes"}), 1));
    EXPECT_EQ(tables(), (Strings{"bills", "emails", "taxes", "users"}));
  }
  [[nodiscard]] nlohmann::json unfinished() const {
    const nlohmann::json object = json({"verify", "--database"});
    for (const nlohmann::json& finding : object["findings"])
      if (finding["code"] == "unfinished") return finding;
    return {{"revision", "(none)"}, {"message", "(none)"}, {"next", "(none)"}};
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, FromStoredHalfWay,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(FromStoredHalfWay, IsShownAsWhatItIs) {
  for (const Arguments& view :
       {Arguments{"status"}, Arguments{"current"}, Arguments{"history", "-i"}}) {
    const ProcessResult result = sqlmig(view);
    EXPECT_TRUE(exits(result, 0));
    EXPECT_TRUE(contains(result.out, "0005_half (unknown here)"));
    EXPECT_TRUE(contains(result.out, "now reverting: 1 of 2 statements ran"));
  }
  EXPECT_EQ(json({"status"})["unknown"][0]["state"], "reverting");
}

TEST_P(FromStoredHalfWay, IsFound) {
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 3));
  const nlohmann::json finding = unfinished();
  EXPECT_EQ(finding["revision"], "0005_half");
  EXPECT_TRUE(contains(finding["message"], "1 of 2 statements ran"));
  EXPECT_TRUE(contains(finding["next"], "sqlmig export 0005_half"));
}

// To finish is to go on down: whoever did so must not record the revision as applied.
TEST_P(FromStoredHalfWay, CanBeFinishedByHand) {
  EXPECT_TRUE(contains(unfinished()["next"],
                       "finish it by hand and say: sqlmig repair --mark-reverted 0005_half"));
  ASSERT_TRUE(
      exits(sqlmig({"repair", "--mark-reverted", "0005_half", "--reason", "dropped the rest"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills", "0004_taxes"}));
}

TEST_P(FromStoredHalfWay, CanBeUndoneByHand) {
  ASSERT_TRUE(exits(sqlmig({"export", "0005_half"}), 0));
  database().run("CREATE TABLE half (i int)");
  EXPECT_TRUE(contains(unfinished()["next"],
                       "undo it by hand and say: sqlmig repair --mark-applied 0005_half"));
  ASSERT_TRUE(
      exits(sqlmig({"repair", "--mark-applied", "0005_half", "--reason", "made it again"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
  EXPECT_EQ(recorded().back(), "0005_half");
  EXPECT_EQ(json({"status"})["applied"].back()["state"], "applied");
}

}  // namespace
}  // namespace sqlmig::test

// sqlmig export: writing what only the database knows back to files.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Export : public DatabaseProjectTest {
 protected:
  Export() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_table(folder_, "0003_bills", {"0002_emails"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  }
  void forget(const std::string& id) const {
    std::filesystem::remove_all(folder_ / ("migrations/" + id));
  }
  // Applies 0004_more with this manifest, up and down, forgets its files and exports them.
  void apply_forget_and_export(const std::string& manifest, const std::string& up,
                               const std::string& down) const {
    folder_.write("migrations/0004_more/manifest.toml", "parents = [\"0003_bills\"]\n" + manifest);
    folder_.write("migrations/0004_more/up.sql", up);
    if (!down.empty()) folder_.write("migrations/0004_more/down.sql", down);
    ASSERT_TRUE(exits(sqlmig({"upgrade", "0004_more"}), 0));
    forget("0004_more");
    ASSERT_TRUE(exits(sqlmig({"export", "0004_more"}), 0));
    expect_as_applied("0004_more");
  }
  // The folder verifies clean and the digest is that of the row.
  void expect_as_applied(const std::string& id) const {
    EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
    EXPECT_EQ(json({"show", id})["revision"]["digest"],
              database().ask("SELECT digest FROM " + version_table("revisions") + " WHERE id = '" +
                             id + "'"));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Export,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Export, WritesTheFilesAsTheyWereApplied) {
  forget("0003_bills");
  ASSERT_TRUE(exits(sqlmig({"export", "0003_bills"}), 0));
  EXPECT_EQ(folder_.read("migrations/0003_bills/up.sql"), "CREATE TABLE bills (i int);\n");
  EXPECT_EQ(folder_.read("migrations/0003_bills/down.sql"), "DROP TABLE bills;\n");
  EXPECT_EQ(json({"show", "0003"})["revision"]["message"], "0003_bills");
  expect_as_applied("0003_bills");
}

TEST_P(Export, WritesWhatCanBeRevertedAndAppliedAgain) {
  forget("0003_bills");
  ASSERT_TRUE(exits(sqlmig({"export", "0003"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "-1"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"bills", "emails", "users"}));
}

TEST_P(Export, BringsWhatTheRevisionStandsOn) {
  for (const char* id : {"0002_emails", "0003_bills"}) forget(id);
  const nlohmann::json exported = json({"export", "0003_bills"})["exported"];
  EXPECT_EQ(ids(exported), (Strings{"0002_emails", "0003_bills"}));
  expect_as_applied("0002_emails");
  expect_as_applied("0003_bills");
}

TEST_P(Export, BringsWhatTheRevisionDependsOn) {
  write_table(folder_, "0004_logs", {}, "depends_on = [\"0003_bills\"]\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  for (const char* id : {"0003_bills", "0004_logs"}) forget(id);
  ASSERT_TRUE(exits(sqlmig({"export", "0004_logs"}), 0));
  EXPECT_EQ(ids(json({"show", "0004_logs"})["revision"]["depends_on"]), Strings{"0003_bills"});
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
}

TEST_P(Export, LeavesWhatStandsOnTheRevision) {
  for (const char* id : {"0002_emails", "0003_bills"}) forget(id);
  ASSERT_TRUE(exits(sqlmig({"export", "0002_emails"}), 0));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "migrations/0003_bills"));
}

TEST_P(Export, TakesSeveral) {
  write_table(folder_, "0004_logs");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  for (const char* id : {"0003_bills", "0004_logs"}) forget(id);
  ASSERT_TRUE(exits(sqlmig({"export", "0003_bills", "0004_logs"}), 0));
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
}

TEST_P(Export, ChangesNothingInTheDatabase) {
  forget("0003_bills");
  const Strings before = events();
  ASSERT_TRUE(exits(sqlmig({"export", "0003_bills"}), 0));
  EXPECT_EQ(events(), before);
  EXPECT_EQ(recorded().size(), 3U);
}

TEST_P(Export, WritesBesideTheParent) {
  std::filesystem::create_directory(folder_ / "migrations/app");
  std::filesystem::rename(folder_ / "migrations/0002_emails",
                          folder_ / "migrations/app/0002_emails");
  forget("0003_bills");
  EXPECT_EQ(json({"export", "0003_bills"})["exported"][0]["files"][0],
            "migrations/app/0003_bills/manifest.toml");
  expect_as_applied("0003_bills");
}

TEST_P(Export, KeepsAMessageWithQuotesAndUtf8) {
  apply_forget_and_export("message = \"a\\\"\\\\ 'ñ' 表\"\n", "SELECT 1;\n", "SELECT 1;\n");
  EXPECT_EQ(json({"show", "0004"})["revision"]["message"], "a\"\\ 'ñ' 表");
}

TEST_P(Export, KeepsWhatIsIrreversible) {
  apply_forget_and_export("irreversible = \"drops data\"\n", "CREATE TABLE more (i int);\n", "");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "migrations/0004_more/down.sql"));
  EXPECT_TRUE(refuses({"downgrade", "-1"}, 1, {"0004_more is irreversible"}));
}

TEST_P(Export, KeepsDirectivesAndComments) {
  const std::string up = "-- sqlmig: no-transaction\n-- größe\n\nSELECT 1;\n\n";
  apply_forget_and_export("", up, "SELECT 1; -- no more\n");
  EXPECT_EQ(folder_.read("migrations/0004_more/up.sql"), up);
}

TEST_P(Export, KeepsAMerge) {
  write_table(folder_, "0004_lefts", {"0003_bills"});
  write_table(folder_, "0004_rights", {"0003_bills"});
  const std::string id = json({"merge"})["revision"];
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  for (const std::string& gone : {id, std::string("0004_lefts")}) forget(gone);
  EXPECT_EQ(ids(json({"export", id})["exported"]), (Strings{"0004_lefts", id}));
  expect_as_applied(id);
}

TEST_P(Export, KeepsAnIdWithADot) {
  write_table(folder_, "v1.2", {"0003_bills"});
  folder_.write("migrations/v1.2/up.sql", "SELECT 1;\n");
  write_revision(folder_, {"v1.3", {"v1.2"}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  for (const char* id : {"v1.2", "v1.3"}) forget(id);
  ASSERT_TRUE(exits(sqlmig({"export", "v1.3"}), 0));
  expect_as_applied("v1.3");
}

TEST_P(Export, RefusesWhatHasFiles) {
  EXPECT_TRUE(refuses({"export", "0003_bills"}, 2,
                      {"0003_bills has its files here: migrations/0003_bills/manifest.toml"}));
}

TEST_P(Export, RefusesWhatNobodyKnows) {
  EXPECT_TRUE(refuses({"export", "0009_none"}, 2, {"'0009_none'"}));
  forget("0003_bills");
  EXPECT_TRUE(refuses({"export", "0003_bills", "0009_none"}, 2, {"'0009_none'"}));
}

TEST_P(Export, RefusesATextThatWasChanged) {
  forget("0003_bills");
  database().run("UPDATE " + version_table("revisions") +
                 " SET up_text = 'DROP TABLE users;' WHERE id = '0003_bills'");
  EXPECT_TRUE(refuses({"export", "0003_bills"}, 1,
                      {"up.sql of 0003_bills", "not the text that was applied"}));
}

TEST_P(Export, NeedsADatabase) {
  forget("0003_bills");
  folder_.write("sqlmig.toml", "migrations = \"migrations\"\n");
  EXPECT_TRUE(refuses({"export", "0003_bills"}, 2, {"no database is configured"}));
}

TEST_P(Export, WritesWhatAFileStandsOn) {
  forget("0002_emails");
  EXPECT_TRUE(refuses({"upgrade"}, 3, {"0002_emails", "sqlmig export 0002_emails"}));
  ASSERT_TRUE(exits(sqlmig({"export", "0002_emails"}), 0));
  EXPECT_EQ(folder_.read("migrations/0002_emails/up.sql"), "CREATE TABLE emails (i int);\n");
  expect_as_applied("0002_emails");
  EXPECT_TRUE(contains(sqlmig({"upgrade"}).out, "nothing to do"));
}

TEST_P(Export, WritesWhatAFileDependsOn) {
  write_table(folder_, "0009_logs", {}, "depends_on = [\"0003_bills\"]\n");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  forget("0003_bills");
  ASSERT_TRUE(exits(sqlmig({"export", "0003_bills"}), 0));
  EXPECT_EQ(json({"status"})["findings"], nlohmann::json::array());
  EXPECT_EQ(ids(json({"show", "0003"})["revision"]["needed_by"]), Strings{"0009_logs"});
}

TEST_P(Export, WritesAChainIntoItsSubFolder) {
  std::filesystem::create_directory(folder_ / "migrations/app");
  std::filesystem::rename(folder_ / "migrations/0001_users", folder_ / "migrations/app/0001_users");
  for (const char* id : {"0002_emails", "0003_bills"}) forget(id);
  const nlohmann::json exported = json({"export", "0003_bills"})["exported"];
  EXPECT_EQ(ids(exported), (Strings{"0002_emails", "0003_bills"}));
  EXPECT_EQ(exported[0]["files"][0], "migrations/app/0002_emails/manifest.toml");
  EXPECT_EQ(exported[1]["files"][0], "migrations/app/0003_bills/manifest.toml");
  expect_as_applied("0002_emails");
  expect_as_applied("0003_bills");
}

}  // namespace
}  // namespace sqlmig::test

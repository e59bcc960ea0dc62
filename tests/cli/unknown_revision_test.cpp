// Revisions that the database has and no file knows: every view goes on, and lists them.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

// Five revisions in a row, of which the files of the last two are gone after they were applied.
class UnknownRevision : public DatabaseProjectTest {
 protected:
  UnknownRevision() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"});
    write_table(folder_, "0003_bills", {"0002_emails"});
    write_table(folder_, "0004_taxes", {"0003_bills"});
    write_table(folder_, "0005_terms", {"0004_taxes"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
    forget("0004_taxes");
    forget("0005_terms");
  }
  void forget(const std::string& id) const {
    std::filesystem::remove_all(folder_ / ("migrations/" + id));
  }
  [[nodiscard]] std::string shown(const Arguments& arguments) const {
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(exits(result, 0)) << testing::PrintToString(arguments);
    return result.out;
  }
  void tamper(const std::string& id) const {
    database().run("UPDATE " + version_table("revisions") +
                   " SET down_text = 'DROP TABLE users;' WHERE id = '" + id + "'");
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, UnknownRevision,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(UnknownRevision, IsListedByEveryView) {
  const std::string row = "SELECT substr(applied_at, 1, 10) || 'T' FROM " +
                          version_table("revisions") + " WHERE id = '0005_terms'";
  const std::string day = is_postgres()
                              ? database().ask(
                                    "SELECT to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') ||"
                                    " 'T' FROM sqlmig.revisions WHERE id = '0005_terms'")
                              : database().ask(row);
  const std::string who = database().ask("SELECT os_user || '@' || host FROM " +
                                         version_table("revisions") + " WHERE id = '0005_terms'");
  for (const Arguments& view : std::vector<Arguments>{{"status"},
                                                      {"current"},
                                                      {"history", "-i"},
                                                      {"history", "-i", "-v"},
                                                      {"history", "--graph", "-i"},
                                                      {"history", "--graph", "-i", "-v"}}) {
    SCOPED_TRACE(testing::PrintToString(view));
    const std::string text = shown(view);
    EXPECT_TRUE(contains(text, "0005_terms (unknown here)"));
    EXPECT_TRUE(contains(text, "applied " + day));
    EXPECT_TRUE(contains(text, "by " + who));
    EXPECT_TRUE(contains(text, "built on 0003_bills"));
  }
}

TEST_P(UnknownRevision, IsShownFromTheDatabase) {
  for (const char* name : {"0005_terms", "0005", "0004_taxes+1"}) {
    const std::string text = shown({"show", name, "--database"});
    EXPECT_TRUE(contains(text, "0005_terms"));
    EXPECT_TRUE(contains(text, "unknown here: only the database has it"));
    EXPECT_TRUE(contains(text, "parent      0004_taxes"));
    EXPECT_TRUE(contains(text, "version table:0005_terms/up.sql"));
    EXPECT_TRUE(contains(text, "applied 20"));
  }
}

TEST_P(UnknownRevision, IsLookedForInTheDatabaseWhenAskedOnly) {
  const std::string elsewhere = "--database also finds what only the database has";
  EXPECT_TRUE(
      refuses({"show", "0005_terms"}, 2, {"'sqlmig history' lists the revisions; " + elsewhere}));
  EXPECT_TRUE(refuses({"show", "0003_bils"}, 2, {"did you mean '0003_bills'? Else " + elsewhere}));
}

TEST_P(UnknownRevision, DoesNotStopAViewOfTheOthers) {
  EXPECT_TRUE(contains(shown({"show", "0003", "--database"}), "applied 20"));
  EXPECT_TRUE(contains(shown({"heads"}), "0003_bills"));
  EXPECT_TRUE(contains(shown({"history"}), "0003_bills"));
  EXPECT_TRUE(contains(shown({"history", "-i", "-r", ":0002_emails"}), "0002_emails (applied)"));
}

TEST_P(UnknownRevision, IsWhatTheDatabaseStandsAt) {
  EXPECT_EQ(ids(json({"current"})["heads"]), Strings{"0005_terms"});
  EXPECT_TRUE(contains(shown({"status"}), "applied   5, up to 0005_terms\n"));
  EXPECT_TRUE(contains(shown({"history", "-i"}), "0003_bills (head, applied)"));
}

TEST_P(UnknownRevision, NamesEachRevisionBelowThatIsKnown) {
  for (const char* id : {"0004_taxes", "0005_terms"}) {
    ASSERT_TRUE(exits(sqlmig({"stamp", "base", "--purge"}), 0));
    write_table(folder_, id, {"0003_bills"});
  }
  write_table(folder_, "0006_merged", {"0004_taxes", "0005_terms"});
  ASSERT_TRUE(exits(sqlmig({"stamp", "head"}), 0));
  forget("0006_merged");
  EXPECT_TRUE(contains(shown({"current"}), "built on 0004_taxes, 0005_terms"));
  EXPECT_TRUE(contains(shown({"current"}), "stamped 20"));
}

TEST_P(UnknownRevision, IsBuiltOnNothingWhereNothingBelowIsKnown) {
  for (const char* id : {"0001_users", "0002_emails", "0003_bills"}) forget(id);
  for (const Arguments& view : std::vector<Arguments>{
           {"status"}, {"current"}, {"history", "-i"}, {"history", "--graph", "-i"}}) {
    EXPECT_TRUE(contains(shown(view), "built on nothing that is known here"));
  }
  EXPECT_TRUE(contains(shown({"show", "0001_users", "--database"}), "0001_users"));
}

TEST_P(UnknownRevision, BetweenKnownOnesIsListedToo) {
  forget("0002_emails");
  write_table(folder_, "0003_bills", {"0001_users"});
  EXPECT_TRUE(contains(shown({"status"}), "0002_emails (unknown here)"));
  EXPECT_TRUE(contains(shown({"history", "-i"}), "0002_emails (unknown here)"));
  EXPECT_TRUE(contains(shown({"show", "0002_emails", "--database"}), "0001_users"));
}

TEST_P(UnknownRevision, ThatStoppedHalfWayIsListedToo) {
  write_table(folder_, "0004_taxes", {"0003_bills"});
  write_table(folder_, "0005_terms", {"0004_taxes"});
  write_revision(folder_, {"0006_half",
                           {"0005_terms"},
                           "-- sqlmig: no-transaction\nCREATE TABLE half (i int);\n"
                           "INSERT INTO nowhere VALUES (1);\n",
                           "DROP TABLE half;\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 1));
  forget("0006_half");
  for (const Arguments& view : std::vector<Arguments>{
           {"status"}, {"current"}, {"history", "-i"}, {"history", "--graph", "-i"}}) {
    EXPECT_TRUE(contains(shown(view), "0006_half (unknown here)"));
  }
  EXPECT_TRUE(contains(shown({"show", "0006_half", "--database"}), "0006_half"));
}

TEST_P(UnknownRevision, WithAnotherStoredTextStopsNoView) {
  tamper("0005_terms");
  for (const Arguments& view : std::vector<Arguments>{{"status"},
                                                      {"current"},
                                                      {"history", "-i"},
                                                      {"history", "--graph", "-i"},
                                                      {"show", "0003_bills", "--database"},
                                                      {"show", "0004_taxes", "--database"}}) {
    EXPECT_TRUE(contains(shown(view), "000"));
  }
}

// Its folder is there: nobody must take it for one of another branch.
TEST_P(UnknownRevision, IsNotOneWhoseManifestCannotBeRead) {
  folder_.write("migrations/0004_taxes/manifest.toml", "parents = [\n");
  folder_.write("migrations/0005_terms/manifest.toml", "parents = [\n");
  EXPECT_EQ(shown({"current"}).find("unknown"), std::string::npos) << shown({"current"});
  EXPECT_EQ(json({"current"})["heads"][0]["known"], nullptr);
}

TEST_P(UnknownRevision, IsListedInJson) {
  const nlohmann::json unknown = json({"status"})["unknown"];
  EXPECT_EQ(ids(unknown), (Strings{"0004_taxes", "0005_terms"}));
  EXPECT_EQ(unknown[1]["built_on"], nlohmann::json{"0003_bills"});
  EXPECT_TRUE(unknown[1].contains("applied_at"));
  EXPECT_TRUE(unknown[1].contains("os_user"));
  EXPECT_EQ(json({"history", "-i"})["unknown"].size(), 2U);
  const nlohmann::json head = json({"current"})["heads"][0];
  EXPECT_EQ(head["known"], false);
  EXPECT_EQ(head["built_on"], nlohmann::json{"0003_bills"});
  EXPECT_EQ(json({"show", "0005", "--database"})["source"], "version-table");
}

TEST_P(UnknownRevision, StopsWhatChangesTheDatabase) {
  write_table(folder_, "0006_next", {"0003_bills"});
  for (const Arguments& change : std::vector<Arguments>{{"upgrade"},
                                                        {"plan"},
                                                        {"downgrade", "0001_users"},
                                                        {"downgrade", "-1"},
                                                        {"downgrade", "base", "--yes"},
                                                        {"downgrade", "--last", "1"},
                                                        {"redo"}}) {
    EXPECT_TRUE(refuses(change, 3, {"missing-revision", "0004_taxes", "0005_terms"}));
  }
}

TEST_P(UnknownRevision, IsShownThoughAFileStandsOnIt) {
  write_table(folder_, "0005_terms", {"0004_taxes"});
  for (const char* name : {"0004_taxes", "0004", "0005_terms-1"}) {
    const std::string text = shown({"show", name, "--database"});
    EXPECT_TRUE(contains(text, "unknown here: only the database has it"));
    EXPECT_TRUE(contains(text, "version table:0004_taxes/up.sql"));
  }
  EXPECT_TRUE(contains(shown({"show", "0003", "--database"}), "migrations/0003_bills/up.sql"));
}

TEST_P(UnknownRevision, IsOneOfThoseThatAShortNameFits) {
  write_table(folder_, "0004_other", {"0003_bills"});
  EXPECT_TRUE(refuses({"show", "0004", "--database"}, 2,
                      {"'0004' fits 2 revisions", "0004_other", "0004_taxes"}));
  EXPECT_TRUE(contains(shown({"show", "0004_t", "--database"}), "0004_taxes"));
  EXPECT_TRUE(contains(shown({"show", "0004"}), "0004_other"));
}

TEST_P(UnknownRevision, MayBeOneOfThousands) {
  const std::string columns =
      "message, up_checksum, down_checksum, digest, up_text, down_text, state, statements_done, "
      "statements_total, applied_at, database_role, os_user, host, duration_ms, sqlmig_version, "
      "origin";
  const std::string revisions = version_table("revisions");
  database().run("INSERT INTO " + revisions + " (id, parents, depends_on, sequence, " + columns +
                 ") WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                 " SELECT 'u' || (10000 + i),"
                 " CASE i WHEN 1 THEN '0005_terms' ELSE 'u' || (9999 + i) END, '', 100 + i, " +
                 columns + " FROM n, " + revisions + " WHERE id = '0005_terms'");
  const nlohmann::json status = json({"status"});
  ASSERT_EQ(status["unknown"].size(), 3002U);
  EXPECT_EQ(status["unknown"].back()["built_on"], nlohmann::json{"0003_bills"});
  EXPECT_TRUE(contains(shown({"status"}), "applied   3005, up to u13000\n"));
  EXPECT_EQ(ids(json({"current"})["heads"]), Strings{"u13000"});
  EXPECT_TRUE(contains(shown({"show", "u12999", "--database"}), "parent      u12998"));
}

}  // namespace
}  // namespace sqlmig::test

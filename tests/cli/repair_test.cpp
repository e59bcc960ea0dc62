// Accepting what the files say now.
#include "cli/project.hpp"
#include "support/postgres_role.hpp"
#include <sqlmig/checksum.hpp>

namespace sqlmig::test {
namespace {

const std::string kOldUp = "CREATE TABLE b (i int);\n";
const std::string kNewUp = "CREATE TABLE b (i int);\n-- one row per b\n";
const std::string kUpFile = "migrations/0002_b/up.sql";
const std::string kDownFile = "migrations/0002_b/down.sql";

class Repair : public DatabaseProjectTest {
 protected:
  Repair() {
    write_revision(folder_, {"0001_a", {}, "CREATE TABLE a (i int);\n", "DROP TABLE a;\n"});
    write_revision(folder_, {"0002_b", {"0001_a"}, kOldUp, "DROP TABLE b;\n"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  }
  static Arguments accepting(Arguments names) {
    Arguments all{"repair", "--accept"};
    all.insert(all.end(), names.begin(), names.end());
    all.insert(all.end(), {"--reason", "reviewed with Kim"});
    return all;
  }
  [[nodiscard]] ProcessResult accept(const std::string& name) const {
    return sqlmig(accepting({name}));
  }
  [[nodiscard]] std::string row(const std::string& column, const std::string& id) const {
    return database().ask("SELECT " + column + " FROM " + version_table("revisions") +
                          " WHERE id = '" + id + "'");
  }
  [[nodiscard]] std::string last_event(const std::string& column) const {
    return database().ask("SELECT " + column + " FROM " + version_table("events") +
                          " ORDER BY id DESC LIMIT 1");
  }
  void set(const std::string& assignment, const std::string& id) const {
    database().run("UPDATE " + version_table("revisions") + " SET " + assignment + " WHERE id = '" +
                   id + "'");
  }
  [[nodiscard]] bool agrees() const {
    return json({"verify", "--database"})["findings"] == nlohmann::json::array();
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Repair,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Repair, TakesOverAnEditedUp) {
  folder_.write(kUpFile, kNewUp);
  ASSERT_FALSE(agrees());
  EXPECT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_TRUE(agrees());
  EXPECT_EQ(row("up_text", "0002_b"), kNewUp);
  EXPECT_EQ(tables(), (Strings{"a", "b"}));
  EXPECT_EQ(recorded(), (Strings{"0001_a", "0002_b"}));
}

TEST_P(Repair, KeepsOldAndNewAndTheReasonInTheEvent) {
  folder_.write(kUpFile, kNewUp);
  ASSERT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_EQ(events().back(), "repair 0002_b");
  EXPECT_EQ(last_event("reason"), "reviewed with Kim");
  EXPECT_TRUE(contains(last_event("detail"),
                       "up " + sha256(kOldUp).text() + " -> " + sha256(kNewUp).text() + "\n"));
  EXPECT_TRUE(contains(last_event("detail"), "\ndigest sha256:"));
}

TEST_P(Repair, LeavesWhenAndByWhomItWasApplied) {
  set("os_user = 'dana'", "0002_b");
  const std::string when = row("applied_at", "0002_b");
  folder_.write(kUpFile, kNewUp);
  ASSERT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_EQ(row("os_user", "0002_b"), "dana");
  EXPECT_EQ(row("applied_at", "0002_b"), when);
}

TEST_P(Repair, ShowsWhatChanges) {
  folder_.write(kUpFile, kNewUp);
  const ProcessResult result = accept("0002_b");
  EXPECT_TRUE(contains(result.out, "0002_b\n  up           was " + sha256(kOldUp).text() +
                                       "\n               now " + sha256(kNewUp).text()));
  EXPECT_TRUE(contains(result.out, "no script was run"));
}

TEST_P(Repair, ShowsTheSameInADryRunAndChangesNothing) {
  folder_.write(kUpFile, kNewUp);
  Arguments dry = accepting({"0002_b"});
  dry.emplace_back("--dry-run");
  EXPECT_TRUE(contains(sqlmig(dry).out, "now " + sha256(kNewUp).text()));
  EXPECT_TRUE(contains(sqlmig(dry).out, "nothing was changed"));
  EXPECT_TRUE(refuses(dry, 0, {}));
  EXPECT_EQ(row("up_text", "0002_b"), kOldUp);
  EXPECT_EQ(json(dry)["dry_run"], true);
}

TEST_P(Repair, HasNothingToDoWhereNothingDiffers) {
  const ProcessResult result = accept("0002_b");
  EXPECT_TRUE(exits(result, 0));
  EXPECT_TRUE(contains(result.out, "nothing to do"));
  EXPECT_EQ(events().size(), 2U);
}

TEST_P(Repair, LetsUpgradeGoOn) {
  folder_.write(kUpFile, kNewUp);
  write_table(folder_, "0003_c", {"0002_b"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 3));
  ASSERT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(tables(), (Strings{"a", "b", "c"}));
}

TEST_P(Repair, LetsDowngradeRunTheNewDown) {
  folder_.write(kDownFile, "DROP TABLE b;\nCREATE TABLE b_is_gone (i int);\n");
  ASSERT_TRUE(exits(sqlmig({"downgrade", "0001_a"}), 3));
  ASSERT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_TRUE(exits(sqlmig({"downgrade", "0001_a"}), 0));
  EXPECT_EQ(tables(), (Strings{"a", "b_is_gone"}));
}

TEST_P(Repair, TakesOverThatARevisionBecameIrreversible) {
  write_revision(folder_, {"0002_b", {"0001_a"}, kOldUp, {}, "irreversible = \"it is\"\n"});
  std::filesystem::remove(folder_ / kDownFile);
  ASSERT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_TRUE(agrees());
  EXPECT_EQ(row("down_text", "0002_b"), "(null)");
  EXPECT_TRUE(contains(last_event("detail"), " -> none (irreversible)"));
}

TEST_P(Repair, TakesOverParentsDependenciesAndTheMessage) {
  write_table(folder_, "0003_c", {"0002_b"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  write_table(folder_, "0003_c", {"0001_a"}, "depends_on = [\"0002_b\"]\n");
  ASSERT_FALSE(agrees());
  ASSERT_TRUE(exits(accept("0003_c"), 0));
  EXPECT_EQ(row("parents", "0003_c"), "0001_a");
  EXPECT_EQ(row("depends_on", "0003_c"), "0002_b");
  EXPECT_TRUE(contains(last_event("detail"), "parents 0002_b -> 0001_a\n"));
  EXPECT_TRUE(contains(last_event("detail"), "depends_on none -> 0002_b\n"));
}

TEST_P(Repair, TakesSeveralAtOnce) {
  folder_.write("migrations/0001_a/down.sql", "DROP TABLE a; -- done\n");
  folder_.write(kUpFile, kNewUp);
  const nlohmann::json object = json(accepting({"0001", "0002_b", "0001_a"}));
  EXPECT_EQ(object["way"], "accept");
  EXPECT_EQ(ids(object["repaired"]), (Strings{"0001_a", "0002_b"}));
  EXPECT_EQ(object["repaired"][0]["changes"][0]["what"], "down");
  EXPECT_EQ(object["repaired"][1]["changes"][0]["before"], sha256(kOldUp).text());
  EXPECT_EQ(object["repaired"][1]["changes"][0]["after"], sha256(kNewUp).text());
  EXPECT_EQ(events().size(), 4U);
  EXPECT_TRUE(agrees());
}

TEST_P(Repair, SaysAllThatIsWrongWithTheNamesAndChangesNone) {
  folder_.write(kUpFile, kNewUp);
  write_table(folder_, "0003_c", {"0002_b"});
  EXPECT_TRUE(refuses(accepting({"0002_b", "0003_c", "nowhere"}), 2,
                      {"0003_c is not applied", "sqlmig upgrade 0003_c", "'nowhere'"}));
  EXPECT_EQ(row("up_text", "0002_b"), kOldUp);
}

TEST_P(Repair, TakesOneRevisionForEachName) {
  write_table(folder_, "0002_other", {"0001_a"});
  ASSERT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_TRUE(refuses(accepting({"heads"}), 2, {"0002_b", "0002_other"}));
}

TEST_P(Repair, RefusesWhatHasNoFiles) {
  std::filesystem::remove_all(folder_ / "migrations/0002_b");
  EXPECT_TRUE(refuses(accepting({"0002_b"}), 2, {"no files here", "sqlmig export 0002_b"}));
}

TEST_P(Repair, RefusesWhatIsUnfinished) {
  set("state = 'reverting', statements_total = 2", "0002_b");
  folder_.write(kUpFile, kNewUp);
  EXPECT_TRUE(refuses(accepting({"0002_b"}), 2, {"reverting", "0 of 2", "--mark-reverted"}));
}

TEST_P(Repair, RefusesParentsThatAreNotApplied) {
  write_table(folder_, "0001_new", {"0001_a"});
  write_revision(folder_, {"0002_b", {"0001_new"}, kOldUp, "DROP TABLE b;\n"});
  EXPECT_TRUE(refuses(accepting({"0002_b"}), 1, {"stands on", "0001_new", "verify --database"}));
}

// The files have to agree among themselves before a database takes them over.
TEST_P(Repair, WantsThePinsToBeRightFirst) {
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "c", "--id", "0003_c"}), 0));  // with a pin
  folder_.write(kUpFile, kNewUp);
  EXPECT_TRUE(refuses(accepting({"0002_b"}), 3, {"pin-mismatch", "sqlmig repin 0002_b"}));
  ASSERT_TRUE(exits(sqlmig({"repin", "0002_b"}), 0));
  EXPECT_TRUE(exits(accept("0002_b"), 0));
}

TEST_P(Repair, PutsStoredTextsRightThatSomebodyChanged) {
  set("up_text = 'DROP TABLE a;'", "0002_b");
  ASSERT_TRUE(exits(accept("0002_b"), 0));
  EXPECT_EQ(row("up_text", "0002_b"), kOldUp);
  EXPECT_TRUE(
      contains(last_event("detail"), "stored up " + sha256("DROP TABLE a;").text() + " -> "));
}

TEST_P(Repair, ShowsNoPassword) {
  Arguments words = accepting({"0002_b"});
  words.insert(words.end(), {"--url", "postgresql://dana:s3cr3t@127.0.0.1:1/nowhere"});
  const ProcessResult result = sqlmig(words);
  EXPECT_TRUE(exits(result, 6));
  EXPECT_EQ((result.out + result.err).find("s3cr3t"), std::string::npos);
}

class PostgresRepair : public Repair {};

INSTANTIATE_TEST_SUITE_P(Databases, PostgresRepair, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresRepair, NeedsNothingButSelectForADryRun) {
  folder_.write(kUpFile, kNewUp);
  const PostgresRole role(database());
  database().run("GRANT USAGE ON SCHEMA sqlmig TO " + role.name());
  database().run("GRANT SELECT ON ALL TABLES IN SCHEMA sqlmig TO " + role.name());
  Arguments words = accepting({"0002_b"});
  words.insert(words.end(), {"--url", role.url()});
  EXPECT_TRUE(exits(sqlmig(words), 1));
  words.emplace_back("--dry-run");
  EXPECT_TRUE(exits(sqlmig(words), 0));
}

}  // namespace
}  // namespace sqlmig::test

// Scripts of --sql: what only psql or only the sqlite3 shell can do.
#include "cli/script_player.hpp"

namespace sqlmig::test {
namespace {

class ScriptForPsql : public DatabaseProjectTest {};
class ScriptForShell : public DatabaseProjectTest {};

INSTANTIATE_TEST_SUITE_P(Databases, ScriptForPsql, testing::Values(DatabaseKind::postgres),
                         kind_name);
INSTANTIATE_TEST_SUITE_P(Databases, ScriptForShell, testing::Values(DatabaseKind::sqlite),
                         kind_name);

TEST_P(ScriptForPsql, LeavesTheDatabaseToAnotherRunner) {
  write_table(folder_, "0001_users");
  const std::string text = sqlmig({"upgrade", "--sql"}).out;
  const auto runner = database().open();
  ASSERT_EQ(runner->try_lock(), std::nullopt);
  const ProcessResult refused = play(database(), text, folder_);
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_TRUE(contains(refused.err, "another runner is at work on this database"));
  EXPECT_EQ(recorded(), Strings{"(absent)"});
  runner->unlock();
  EXPECT_TRUE(exits(play(database(), text, folder_), 0));
}

TEST_P(ScriptForPsql, RunsWithTheSettingsOfTheProjectAndItsDirectives) {
  write_revision(folder_, {"0001_said",
                           {},
                           "-- sqlmig: statement-timeout 2min\n"
                           "CREATE TABLE said AS SELECT current_setting('lock_timeout') ||\n"
                           "  current_setting('statement_timeout') AS both;\n"});
  write_revision(folder_, {"0002_alone",
                           {"0001_said"},
                           "-- sqlmig: no-transaction\n"
                           "INSERT INTO said SELECT current_setting('lock_timeout') ||\n"
                           "  current_setting('statement_timeout');\n"});
  const std::string text = sqlmig({"upgrade", "--sql", "--lock-timeout", "3s"}).out;
  ASSERT_TRUE(exits(play(database(), text, folder_), 0));
  EXPECT_EQ(database().list("SELECT * FROM said"), (Strings{"3s2min", "3s0"}));
}

TEST_P(ScriptForPsql, SaysWhoRanIt) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(play(database(), sqlmig({"upgrade", "--sql"}).out, folder_), 0));
  EXPECT_EQ(database().ask("SELECT (os_user <> '' AND host <> '' AND database_role = session_user)"
                           " FROM sqlmig.revisions"),
            "t");
}

TEST_P(ScriptForPsql, DoesNotCountABrokenIndexAsBuilt) {
  write_revision(folder_, {"0001_index",
                           {},
                           "-- sqlmig: no-transaction\n"
                           "CREATE INDEX CONCURRENTLY IF NOT EXISTS \"Few\" ON few (x);\n"});
  database().run("CREATE TABLE few (x int)");
  database().run("CREATE INDEX \"Few\" ON few (x)");
  database().run("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '\"Few\"'::regclass");
  const ProcessResult stopped = play(database(), sqlmig({"upgrade", "--sql"}).out, folder_);
  EXPECT_EQ(stopped.exit_code, 3);
  EXPECT_TRUE(contains(stopped.err, "the index Few is invalid"));
  EXPECT_EQ(database().ask("SELECT statements_done FROM sqlmig.revisions"), "0");
}

TEST_P(ScriptForShell, RollsBackRowsThatBreakAKey) {
  write_revision(folder_, {"0001_keys",
                           {},
                           "CREATE TABLE a (id INTEGER PRIMARY KEY);\n"
                           "CREATE TABLE b (a INTEGER REFERENCES a (id));\n"
                           "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);\n"});
  write_revision(folder_,
                 {"0002_breaks", {"0001_keys"}, "-- sqlmig: foreign-keys off\nDELETE FROM a;\n"});
  const ProcessResult stopped = play(database(), sqlmig({"upgrade", "--sql"}).out, folder_);
  EXPECT_EQ(stopped.exit_code, 1);
  EXPECT_TRUE(contains(stopped.err, "the script leaves rows that break a foreign key"));
  EXPECT_EQ(recorded(), Strings{"0001_keys"});
  EXPECT_EQ(database().ask("SELECT count(*) FROM a"), "1");
}

TEST_P(ScriptForShell, IsNotWrittenWhereTheShellWouldMisreadIt) {
  write_revision(folder_, {"0001_half", {}, "CREATE VIEW v AS SELECT 4\n/\n2;\n"});
  EXPECT_TRUE(refuses({"upgrade", "--sql"}, 1, {"0001_half/up.sql:2:1", "a line of this alone"}));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
}

TEST_P(ScriptForShell, LeavesNoFileBehind) {
  write_revision(folder_, {"0001_pragma", {}, "PRAGMA cache_size = 5;\nCREATE TABLE t (x);\n"});
  const std::string text = sqlmig({"upgrade", "--sql", "--idempotent"}).out;
  const auto before = files_of(folder_.path());
  ASSERT_TRUE(exits(play(database(), text, folder_), 0));
  EXPECT_EQ(files_of(folder_.path()), before);
}

}  // namespace
}  // namespace sqlmig::test

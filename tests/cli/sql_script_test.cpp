// upgrade --sql and downgrade --sql, with the scripts run by psql and the sqlite3 shell.
#include "cli/script_player.hpp"

namespace sqlmig::test {
namespace {

class SqlScript : public DatabaseProjectTest {
 protected:
  [[nodiscard]] std::string script(Arguments arguments) const {
    const ProcessResult written = sqlmig(arguments);
    EXPECT_TRUE(exits(written, 0));
    return written.out;
  }
  /// Whether the script runs to its end on `on`.
  [[nodiscard]] testing::AssertionResult runs(const TestDatabase& on, const std::string& text) {
    return exits(play(on, text, folder_), 0);
  }
  [[nodiscard]] ProcessResult sqlmig_on(const TestDatabase& on, Arguments arguments) const {
    arguments.insert(arguments.end(), {"--url", on.url()});
    return sqlmig(arguments);
  }
  [[nodiscard]] testing::AssertionResult is_verified(const TestDatabase& on) const {
    return exits(sqlmig_on(on, {"verify", "--database"}), 0);
  }
  // Everything that scripts hold which a client could read in another way.
  void write_everything() const {
    is_postgres() ? write_everything_of_postgres() : write_everything_of_sqlite();
    write_revision(folder_, {"0005_beside",
                             {"0002_data"},
                             "CREATE TABLE beside (x int);\n",
                             "DROP TABLE beside -- it's ü\n"});
    write_revision(folder_,
                   {"0006_merge", {"0004_alone", "0005_beside"}, "-- nothing\n", "-- nothing\n"});
  }

 private:
  void write_everything_of_postgres() const {
    write_revision(
        folder_,
        {"0001_texts",
         {},
         "CREATE TABLE t (a int, b text, c int[]);\n"
         "INSERT INTO t VALUES (1, ':a :''b'' :\"c\" $sqlmig$ \\ x', '{1,2,3}');\n"
         "INSERT INTO t SELECT 2, $x$:DBNAME 'quoted' $sqlmig$ \\n \\\\$x$, c[1:DBNAME]\n"
         "  FROM (SELECT ARRAY[7,8,9] AS c, 2 AS DBNAME) AS q;\n"
         "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;\n"
         "DO $body$ BEGIN EXECUTE 'CREATE TABLE dyn (x int)'; END $body$;\n"
         "SET search_path = pg_catalog; CREATE TEMP TABLE scratch (x int);\n",
         "DROP FUNCTION f; DROP TABLE t, dyn -- the end\n"});
    write_revision(folder_, {"0002_data",
                             {"0001_texts"},
                             "-- sqlmig: lock-timeout 5s\n"
                             "\\restrict dump\n"
                             "COPY t (a, b) FROM stdin;\n"
                             "10\tit's \"q\" $x$ :DBNAME \\\\\n11\t\\N\n12\t; -- '\n\\.\n"
                             "COPY t (a, b) FROM STDIN WITH (FORMAT csv);\n"
                             "20,\"two\nlines ' ;\"\n\\.\n"
                             "\\unrestrict dump\n"
                             "/* a ' comment */ INSERT INTO t VALUES (99, "
                             "current_setting('lock_timeout') || current_setting('search_path'))\n",
                             "DELETE FROM t WHERE a >= 10;\n"});
    write_revision(folder_, {"0003_types",
                             {"0002_data"},
                             "CREATE TYPE mood AS ENUM (':a', '$');\n",
                             "DROP TYPE mood;\n"});
    write_revision(folder_, {"0004_alone",
                             {"0003_types"},
                             "-- sqlmig: no-transaction\n"
                             "CREATE INDEX CONCURRENTLY t_a ON t (a);\n"
                             "SET work_mem = '2MB';\n"
                             "COPY t (a, b) FROM stdin;\n500\tno ' transaction\n\\.\n"
                             "INSERT INTO t SELECT 502, current_setting('work_mem')\n",
                             "-- sqlmig: no-transaction\n"
                             "DROP INDEX CONCURRENTLY t_a; DELETE FROM t WHERE a >= 500;\n"});
  }
  void write_everything_of_sqlite() const {
    write_revision(
        folder_,
        {"0001_texts",
         {},
         "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT \"dq\", c);\n"
         "CREATE TABLE child (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (a));\n"
         "INSERT INTO t VALUES (1, ':a $x @y ?1 ''q''\n.quit\n/\ngo\n# x\n;', x'00ff');\n"
         "INSERT INTO t (a, b) VALUES (2, 'ü – 日本 ; -- no'), (3, \"dq\");\n"
         "INSERT INTO child VALUES (1, 1);\n"
         "/* comment\n.quit\n; ' */\n"
         "CREATE VIEW v AS\n  SELECT a -- with '\n  , \"b\" FROM [t] WHERE `c` IS NOT \"zz\";  \n"
         "CREATE TRIGGER tr AFTER INSERT ON t BEGIN\n  SELECT 'tr; '; SELECT 1;\nEND;\n"
         "/* behind it */\n",
         "DROP TRIGGER IF EXISTS tr; DROP VIEW IF EXISTS v; DROP TABLE child;\nDROP TABLE t -- "
         "x\n"});
    write_revision(folder_, {"0002_data",
                             {"0001_texts"},
                             "-- sqlmig: foreign-keys off\n"
                             "DROP VIEW v;\nCREATE TABLE t2 (a INTEGER PRIMARY KEY, b TEXT, c);\n"
                             "INSERT INTO t2 SELECT a, b, c FROM t;\nDROP TABLE t;\n"
                             "ALTER TABLE t2 RENAME TO t;\n",
                             "-- nothing to undo\nSELECT 1;\n"});
    write_revision(folder_, {"0003_types",
                             {"0002_data"},
                             "PRAGMA user_version = 7;\nPRAGMA case_sensitive_like = ON;\n"
                             "CREATE TEMP TABLE scratch (x);\nPRAGMA query_only = ON;\n",
                             "PRAGMA user_version = 0;\n"});
    write_revision(folder_, {"0004_alone",
                             {"0003_types"},
                             "-- sqlmig: no-transaction\n"
                             "PRAGMA journal_mode = WAL;\n"
                             "CREATE TABLE n AS SELECT 'a' LIKE 'A' AS like_a,\n"
                             "  (SELECT count(*) FROM sqlite_temp_schema WHERE name = 'scratch');\n"
                             "VACUUM\n",
                             "-- sqlmig: no-transaction\nDROP TABLE n;\n"});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, SqlScript,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(SqlScript, DoesWhatSqlmigDoes) {
  write_everything();
  const auto other = make_database(GetParam());
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  ASSERT_TRUE(runs(*other, script({"upgrade", "--sql",
                                   ":"
                                   "head"})));
  EXPECT_EQ(image_of(*other), image_of(database()));
  EXPECT_TRUE(is_verified(*other));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes", "--allow-empty-down"}), 0));
  ASSERT_TRUE(runs(*other, script({"downgrade", "--sql", "head:base", "--allow-empty-down"})));
  EXPECT_EQ(image_of(*other), image_of(database()));
  EXPECT_TRUE(is_verified(*other));
}

TEST_P(SqlScript, GoesOnFromWhatADatabaseHas) {
  write_everything();
  const auto other = make_database(GetParam());
  for (const char* revision : {"0001_texts", "0003_types", "0006_merge"}) {
    ASSERT_TRUE(exits(sqlmig({"upgrade", revision, "--reason", "it's time"}), 0));
    const ProcessResult written =
        sqlmig_on(*other, {"upgrade", "--sql", revision, "--reason", "it's time"});
    ASSERT_TRUE(runs(*other, written.out));
    EXPECT_EQ(image_of(*other), image_of(database())) << revision;
  }
  ASSERT_TRUE(
      runs(database(), script({"downgrade", "--sql", "--last", "2", "--allow-empty-down"})));
  ASSERT_TRUE(
      exits(sqlmig_on(*other, {"downgrade", "--last", "2", "--allow-empty-down", "--yes"}), 0));
  EXPECT_EQ(image_of(*other), image_of(database()));
}

TEST_P(SqlScript, RefusesADatabaseInAnotherState) {
  write_fork(folder_);
  const std::string from_base = script({"upgrade", "--sql", ":0002_bills"});
  const std::string from_users = script({"upgrade", "--sql", "0001_users:0002_bills"});
  const std::string empty = image_of(database());
  const ProcessResult without = play(database(), from_users, folder_);
  EXPECT_NE(without.exit_code, 0);
  EXPECT_EQ(image_of(database()), empty);
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0009_nets"}), 0));
  const std::string before = image_of(database());
  for (const std::string& text : {from_base, from_users}) {
    const ProcessResult refused = play(database(), text, folder_);
    EXPECT_NE(refused.exit_code, 0);
    EXPECT_TRUE(contains(refused.out + refused.err, "0009_nets is applied"));
    EXPECT_TRUE(contains(refused.err, "not in the state that this script was written for"));
    EXPECT_EQ(image_of(database()), before);
  }
}

TEST_P(SqlScript, RefusesARevisionThatWasAppliedAsAnotherOne) {
  write_table(folder_, "0001_users");
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  write_table(folder_, "0001_users", {}, "tags = [\"same\"]\n");
  write_revision(folder_, {"0001_users", {}, "CREATE TABLE users (other int);\n"});
  write_table(folder_, "0002_bills", {"0001_users"});
  const std::string before = image_of(database());
  const ProcessResult refused =
      play(database(), script({"upgrade", "--sql", "0001_users:"}), folder_);
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_TRUE(contains(refused.out + refused.err, "0001_users was applied with other scripts"));
  EXPECT_EQ(image_of(database()), before);
}

TEST_P(SqlScript, StopsAtAFailureAndKeepsWhatWasBeforeIt) {
  write_table(folder_, "0001_users");
  write_revision(folder_,
                 {"0002_bad", {"0001_users"}, "CREATE TABLE bad (x int);\nSELECT nothing;\n"});
  write_table(folder_, "0003_bills", {"0002_bad"});
  const ProcessResult stopped = play(database(), script({"upgrade", "--sql"}), folder_);
  EXPECT_EQ(stopped.exit_code, is_postgres() ? 3 : 1);
  EXPECT_EQ(recorded(), Strings{"0001_users"});
  EXPECT_EQ(tables(), Strings{"users"});
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(SqlScript, ThatStopsHalfWayIsResumedBySqlmig) {
  write_revision(folder_, {"0001_half",
                           {},
                           "-- sqlmig: no-transaction\nCREATE TABLE one (x int);\n"
                           "INSERT INTO two VALUES (1);\nCREATE TABLE three (x int);\n"});
  const std::string text = script({"upgrade", "--sql"});
  EXPECT_NE(play(database(), text, folder_).exit_code, 0);
  EXPECT_EQ(database().ask("SELECT state || statements_done || '/' || statements_total FROM " +
                           version_table("revisions")),
            "applying1/3");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 3));
  EXPECT_NE(play(database(), text, folder_).exit_code, 0);
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--sql"}), 3));
  database().run("CREATE TABLE two (x int)");
  ASSERT_TRUE(exits(sqlmig({"upgrade", "--resume"}), 0));
  EXPECT_EQ(tables(), (Strings{"one", "three", "two"}));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(SqlScript, SaysWhichPlanItIsAndIsTheSameEachTime) {
  write_fork(folder_);
  const std::string text = script({"upgrade", "--sql", "heads"});
  EXPECT_EQ(script({"upgrade", "--sql", "heads"}), text);
  EXPECT_EQ(script({"upgrade", "--sql", ":heads"}), text);
  const std::string checksum = json({"plan", "heads"})["plan"]["checksum"];
  EXPECT_TRUE(contains(text, "-- sqlmig: plan " + checksum + "\n"));
  EXPECT_TRUE(contains(text, "nothing"));
  ASSERT_TRUE(runs(database(), text));
  EXPECT_EQ(database().list("SELECT DISTINCT detail FROM " + version_table("events")),
            Strings{"script " + checksum});
  EXPECT_TRUE(runs(database(), script({"upgrade", "--sql", "heads"})));
}

TEST_P(SqlScript, IsWrittenToAFile) {
  write_table(folder_, "0001_users");
  const std::string text = script({"upgrade", "--sql"});
  const ProcessResult written = sqlmig({"upgrade", "--sql", "-o", "deploy.sql"});
  EXPECT_TRUE(contains(written.out, "wrote deploy.sql: 1 step, plan sha256:"));
  EXPECT_EQ(folder_.read("deploy.sql"), text);
  const nlohmann::json object = json({"upgrade", "--sql"});
  EXPECT_EQ(object["script"], text);
  EXPECT_EQ(object["file"], nullptr);
  EXPECT_EQ(object["plan"]["steps"].size(), 1U);
}

TEST_P(SqlScript, MayHaveNothingToDo) {
  write_table(folder_, "0001_users");
  const std::string text = script({"upgrade", "--sql", "head:head"});
  const std::string empty = image_of(database());
  EXPECT_NE(play(database(), text, folder_).exit_code, 0);
  EXPECT_EQ(image_of(database()), empty);
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const std::string before = image_of(database());
  EXPECT_TRUE(runs(database(), text));
  EXPECT_EQ(image_of(database()), before);
}

TEST_P(SqlScript, IsRefusedWhereItCannotBeMeant) {
  write_fork(folder_);
  EXPECT_TRUE(refuses({"upgrade", "--sql", "0002_bills:0001_users"}, 2, {"nothing leads from"}));
  EXPECT_TRUE(refuses({"upgrade", "--sql", "current:heads"}, 2, {"relative to what a database"}));
  EXPECT_TRUE(refuses({"upgrade", "--sql", ":0002_bills", ":0002_terms"}, 2, {"a range stands"}));
  EXPECT_TRUE(refuses({"downgrade", "--sql", "0002_bills:"}, 2, {"where to go back to"}));
  EXPECT_TRUE(refuses({"downgrade", "--sql", "0001_users:0002_bills"}, 2, {"0002_bills"}));
  EXPECT_TRUE(refuses({"upgrade", "--sql", "heads", "--batch"}, 2, {"--sql and --batch"}));
  EXPECT_TRUE(refuses({"upgrade", "heads", "-o", "x.sql"}, 2, {"--output goes with --sql"}));
  EXPECT_TRUE(refuses({"upgrade", "heads", "--idempotent"}, 2, {"--idempotent goes with --sql"}));
  EXPECT_TRUE(refuses({"upgrade", "0002_bills:"}, 2, {"is a range"}));
  EXPECT_TRUE(refuses({"upgrade", "--sql", ":heads", "--expect",
                       "sha256:0000000000000000000000000000000000000000000000000000000000000000"},
                      7, {"was expected"}));
}

TEST_P(SqlScript, HoldsNoScriptThatSqlmigWouldNotRun) {
  write_revision(folder_, {"0001_bad", {}, "CREATE TABLE t (x int);\nCOMMIT;\n"});
  EXPECT_TRUE(refuses({"upgrade", "--sql"}, 3, {"0001_bad/up.sql:2:1"}));
}

TEST_P(SqlScript, OfARangeAsksNoDatabase) {
  write_table(folder_, "0001_users");
  const std::string nowhere =
      is_postgres() ? "postgresql://nobody@127.0.0.1:1/none" : "sqlite:no/such/folder/x.db";
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--sql", ":head", "--url", nowhere}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--sql", "--idempotent", "--url", nowhere}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--sql", "--url", nowhere}), 6));
}

class ScriptOfNoKind : public ProjectTest {};

TEST_F(ScriptOfNoKind, IsRefusedUntilSomethingSaysIt) {
  write_table(folder_, "0001_users");
  folder_.write("sqlmig.toml", "migrations = \"migrations\"\n");
  EXPECT_TRUE(refuses({"upgrade", "--sql", ":head"}, 2, {"which kind of database", "--url"}));
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--sql", ":head", "--url", "postgresql://"}), 0));
  folder_.write("sqlmig.toml", "[env.a]\nurl = \"postgresql://${A}/x\"\n");
  EXPECT_TRUE(contains(sqlmig({"upgrade", "--sql", ":head"}).out, "psql -X"));
}

}  // namespace
}  // namespace sqlmig::test

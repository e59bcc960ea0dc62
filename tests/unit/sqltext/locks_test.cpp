// What a script locks, as far as it tells. tests/contract/postgres_locks_test.cpp has most of the
// statements, and compares them with the server.
#include "sqltext/locks.hpp"

#include "support/histories.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>

namespace sqlmig::sqltext {
namespace {

std::string locks_in(const std::string& text, SqlDialect dialect = SqlDialect::postgres) {
  std::string all;
  const Locks found = locks_of(test::script_of("up.sql", text), dialect);
  for (const Lock& lock : found.locks) {
    all += fmt::format("{}{} {} at {}", all.empty() ? "" : ", ", lock.object, to_string(lock.mode),
                       lock.position.line);
  }
  for (const Locks::Unread& unread : found.unread)
    all += fmt::format("; {} at {}", unread.head, unread.position.line);
  return all;
}

TEST(Locks, AreTheStrongestOfEachObjectInTheOrderOfTheScript) {
  EXPECT_EQ(locks_in("INSERT INTO b VALUES (1);\nUPDATE a SET i = 1;\nDROP TABLE b;\n"
                     "LOCK TABLE a IN ROW SHARE MODE;\n"),
            "b ACCESS EXCLUSIVE at 3, a ROW EXCLUSIVE at 2");
}

TEST(Locks, LeaveOutWhatTheScriptMade) {
  EXPECT_EQ(locks_in("CREATE TABLE IF NOT EXISTS app.n (i int REFERENCES users);\n"
                     "CREATE INDEX ON app.n (i);\nINSERT INTO APP.\"n\" VALUES (1);\n"
                     "CREATE MATERIALIZED VIEW m AS SELECT 1;\nREFRESH MATERIALIZED VIEW m;\n"),
            "users SHARE ROW EXCLUSIVE at 1");
}

TEST(Locks, KnowATableByItsNewName) {
  EXPECT_EQ(locks_in("ALTER TABLE app.a RENAME TO b;\nALTER TABLE app.b ADD COLUMN i int;\n"
                     "CREATE TABLE app.a (i int);\n"),
            "app.a ACCESS EXCLUSIVE at 1");
}

TEST(Locks, TakeNamesAsTheDatabaseDoes) {
  EXPECT_EQ(
      locks_in("UPDATE Users SET i = 1;\nDELETE FROM \"users\";\nUPDATE \"Users\" SET i = 1;\n"
               "TRUNCATE \"a.b\".\"c \"\"d\";\n"),
      "Users ROW EXCLUSIVE at 1, \"Users\" ROW EXCLUSIVE at 3, "
      "\"a.b\".\"c \"\"d\" ACCESS EXCLUSIVE at 4");
}

TEST(Locks, DoNotReadTextsCommentsAndData) {
  EXPECT_EQ(locks_in("-- DROP TABLE a;\n/* DROP TABLE b; */\nCOPY c (t) FROM STDIN;\n"
                     "DROP TABLE d;\n\\.\nSELECT 'DROP TABLE e', $$DROP TABLE f;$$;\n"),
            "c ROW EXCLUSIVE at 3");
}

TEST(Locks, NameWhatIsNotLookedInto) {
  EXPECT_EQ(locks_in("DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$;\nCALL p();\n"
                     "CREATE OR REPLACE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql;\n"
                     "CREATE EXTENSION IF NOT EXISTS citext;\n"),
            "; DO at 1; CALL at 2; CREATE FUNCTION at 3; CREATE EXTENSION at 4");
}

struct Case {
  const char* statement;
  const char* locks;
};

// By the manual alone: these do not run in a transaction, or take what the statement does not name.
class LocksByTheManual : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    Statements, LocksByTheManual,
    testing::Values(
        Case{"CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", "t SHARE UPDATE EXCLUSIVE"},
        Case{"CREATE INDEX CONCURRENTLY ON t (a)", "t SHARE UPDATE EXCLUSIVE"},
        Case{"DROP INDEX CONCURRENTLY IF EXISTS i",
             "i SHARE UPDATE EXCLUSIVE, the table of i SHARE UPDATE EXCLUSIVE"},
        Case{"REINDEX TABLE CONCURRENTLY t",
             "t SHARE UPDATE EXCLUSIVE, the indexes of t SHARE UPDATE EXCLUSIVE"},
        Case{"REINDEX (VERBOSE, CONCURRENTLY) INDEX i",
             "i SHARE UPDATE EXCLUSIVE, the table of i SHARE UPDATE EXCLUSIVE"},
        Case{"REINDEX (CONCURRENTLY OFF) INDEX i", "i ACCESS EXCLUSIVE, the table of i SHARE"},
        Case{"REINDEX SCHEMA app", "every table of schema app SHARE"},
        Case{"REINDEX DATABASE shop", "every table SHARE"},
        Case{"VACUUM", "every table SHARE UPDATE EXCLUSIVE"},
        Case{"VACUUM FULL a, b", "a ACCESS EXCLUSIVE, b ACCESS EXCLUSIVE"},
        Case{"VACUUM (FULL, ANALYZE) a", "a ACCESS EXCLUSIVE"},
        Case{"VACUUM (FULL false) a (x, y), b",
             "a SHARE UPDATE EXCLUSIVE, b SHARE UPDATE EXCLUSIVE"},
        Case{"VACUUM VERBOSE ANALYZE a", "a SHARE UPDATE EXCLUSIVE"},
        Case{"CLUSTER", "every clustered table ACCESS EXCLUSIVE"},
        Case{"CLUSTER VERBOSE i ON t", "t ACCESS EXCLUSIVE"},
        Case{"ALTER TABLE p DETACH PARTITION a CONCURRENTLY",
             "p SHARE UPDATE EXCLUSIVE, a ACCESS EXCLUSIVE"},
        Case{"ALTER INDEX p ATTACH PARTITION a", "a ACCESS EXCLUSIVE, p SHARE UPDATE EXCLUSIVE"},
        Case{"ALTER INDEX i SET (fillfactor = 50)", "i SHARE UPDATE EXCLUSIVE"},
        Case{"ALTER INDEX i SET TABLESPACE fast", "i ACCESS EXCLUSIVE"},
        Case{"ALTER TABLE ALL IN TABLESPACE slow SET TABLESPACE fast",
             "every table of a tablespace ACCESS EXCLUSIVE"},
        Case{"DROP SCHEMA app CASCADE", "every table of schema app ACCESS EXCLUSIVE"},
        Case{"SECURITY LABEL FOR x ON TABLE t IS 'y'", "t SHARE UPDATE EXCLUSIVE"},
        Case{"ALTER TABLE", ""}, Case{"DROP INDEX", ""}, Case{"CREATE TABLE", ""},
        Case{"REINDEX (", "every table SHARE"}, Case{"LOCK", ""}, Case{"UPDATE", ""},
        Case{"ALTER TYPE state ADD VALUE 'new'", ""}, Case{"SET search_path = a", ""}));

TEST_P(LocksByTheManual, AreFound) {
  std::string all;
  const Script script = test::script_of("up.sql", std::string(GetParam().statement) + ";\n");
  for (const Lock& lock : locks_of(script, SqlDialect::postgres).locks)
    all += fmt::format("{}{} {}", all.empty() ? "" : ", ", lock.object, to_string(lock.mode));
  EXPECT_EQ(all, GetParam().locks) << GetParam().statement;
}

TEST(LocksOnSqlite, AreOneForWhateverWrites) {
  EXPECT_EQ(locks_in("SELECT 1;\nINSERT INTO a VALUES (1);\nDROP TABLE b;\n", SqlDialect::sqlite),
            "the whole database WRITE at 2");
  EXPECT_EQ(locks_in("PRAGMA user_version = 7;\n", SqlDialect::sqlite),
            "the whole database WRITE at 1");
}

TEST(LocksOnSqlite, AreNoneForWhatReads) {
  EXPECT_EQ(
      locks_in("SELECT 1;\nPRAGMA user_version;\nEXPLAIN DELETE FROM a;\n", SqlDialect::sqlite),
      "");
}

}  // namespace
}  // namespace sqlmig::sqltext

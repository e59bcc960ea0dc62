// Several units in one transaction of SQLite.
#include "contract/contract.hpp"

#include <algorithm>
#include <utility>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class SqliteTogether : public ContractTest {
 protected:
  // Runs each text as the script of a unit, all in one transaction.
  Transacted together(const Strings& texts) {
    std::vector<Script> scripts;
    scripts.reserve(texts.size());
    for (const std::string& text : texts) scripts.push_back(script_of("up.sql", text));
    std::vector<Unit> units;
    for (const Script& script : scripts) units.push_back({{}, &script, {}});
    return port().transact(units, Commit::together);
  }
  [[nodiscard]] std::string failure_of(const Transacted& result) {
    if (!result.failure) return "none";
    return std::to_string(result.failure->unit) + ": " + result.failure->error.what();
  }
  [[nodiscard]] std::string tables() const {
    std::string all;
    for (const std::string& name : database().list("SELECT name FROM sqlite_schema ORDER BY name"))
      all += name + " ";
    return all;
  }
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteTogether, testing::Values(DatabaseKind::sqlite),
                         kind_name);

TEST_P(SqliteTogether, CommitsAll) {
  const Transacted result = together({"CREATE TABLE a (i int);", "CREATE TABLE b (i int);"});
  EXPECT_EQ(failure_of(result), "none");
  EXPECT_EQ(result.done, 2U);
  EXPECT_EQ(tables(), "a b ");
}

TEST_P(SqliteTogether, DoesNothingWithoutUnits) { EXPECT_EQ(together({}).done, 0U); }

TEST_P(SqliteTogether, KeepsNothingIfOneFailsAndSaysWhich) {
  const Transacted result =
      together({"CREATE TABLE a (i int);", "SELECT * FROM nowhere;", "CREATE TABLE c (i int);"});
  EXPECT_EQ(failure_of(result), "1: no such table: nowhere");
  EXPECT_EQ(result.done, 0U);
  EXPECT_EQ(tables(), "");
}

TEST_P(SqliteTogether, IsUsableAfterAFailure) {
  static_cast<void>(together({"SELECT * FROM nowhere;"}));
  EXPECT_EQ(failure_of(together({"CREATE TABLE a (i int);"})), "none");
}

TEST_P(SqliteTogether, RunsUnitsWithoutScripts) {
  const Script script = script_of("up.sql", "INSERT INTO a VALUES (2);");
  const std::vector<Unit> units{
      {{{"CREATE TABLE a (i int)", {}}}, nullptr, {{"INSERT INTO a VALUES (1)", {}}}},
      {{}, &script, {{"INSERT INTO a VALUES (3)", {}}}}};
  EXPECT_EQ(port().transact(units, Commit::together).done, 2U);
  EXPECT_EQ(database().ask("SELECT group_concat(i) FROM a"), "1,2,3");
}

TEST_P(SqliteTogether, ReportsADuplicateKeyInBeforeAsAConflict) {
  database().run("CREATE TABLE keys (id integer PRIMARY KEY)");
  database().run("INSERT INTO keys VALUES (1)");
  const std::vector<Unit> units{{{}, nullptr, {{"CREATE TABLE a (i int)", {}}}},
                                {{{"INSERT INTO keys VALUES (1)", {}}}, nullptr, {}}};
  const Transacted result = port().transact(units, Commit::together);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), ErrorCode::conflict);
  EXPECT_EQ(result.failure->unit, 1U);
  EXPECT_FALSE(has_table("a"));
}

TEST_P(SqliteTogether, TakesBackPragmasBetweenScripts) {
  const Transacted result =
      together({"PRAGMA recursive_triggers = ON; PRAGMA case_sensitive_like = ON;"
                "PRAGMA legacy_alter_table = ON; PRAGMA ignore_check_constraints = ON;"
                "PRAGMA cache_size = 7; PRAGMA writable_schema = ON; PRAGMA query_only = ON;",
                "CREATE TABLE seen AS SELECT 'a' LIKE 'A' AS l, *"
                " FROM pragma_recursive_triggers, pragma_legacy_alter_table,"
                " pragma_ignore_check_constraints, pragma_cache_size, pragma_writable_schema;"});
  EXPECT_EQ(failure_of(result), "none");
  EXPECT_EQ(database().ask("SELECT l || recursive_triggers || legacy_alter_table ||"
                           " ignore_check_constraints || cache_size || writable_schema FROM seen"),
            "1000-20000");
}

TEST_P(SqliteTogether, DropsWhatIsTemporaryBetweenScripts) {
  const Transacted result = together(
      {"CREATE TEMP TABLE p (id integer PRIMARY KEY AUTOINCREMENT);\n"
       "CREATE TEMP TABLE c (id integer PRIMARY KEY, p REFERENCES p (id), d REFERENCES c (id));\n"
       "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);\n"
       "CREATE TEMP VIEW v AS SELECT * FROM p; CREATE INDEX temp.i ON c (p);\n"
       "CREATE VIRTUAL TABLE temp.\"a \"\"word\"\"\" USING fts5 (body);\n"
       "CREATE TABLE kept (i int);\n"
       "CREATE TEMP TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM c; END;\n",
       "CREATE TEMP TABLE p (id int); CREATE TEMP TABLE c (id int);\n"
       "CREATE TABLE seen AS SELECT name FROM temp.sqlite_schema\n"
       "WHERE name NOT LIKE 'sqlite%';\n"});
  EXPECT_EQ(failure_of(result), "none");
  EXPECT_EQ(database().list("SELECT name FROM seen ORDER BY name"), (Strings{"c", "p"}));
}

TEST_P(SqliteTogether, HandsNothingToTheScriptBehindIt) {
  EXPECT_EQ(failure_of(together({"PRAGMA recursive_triggers = ON; CREATE TEMP TABLE t (i int);"})),
            "none");
  run_script("CREATE TEMP TABLE t (i int);");
}

TEST_P(SqliteTogether, DoesNotLetAScriptRollBackToASavepointOfTheOneBefore) {
  const Transacted result =
      together({"SAVEPOINT mine; CREATE TABLE a (i int);", "ROLLBACK TO mine;"});
  EXPECT_EQ(failure_of(result), "1: no such savepoint: mine");
}

TEST_P(SqliteTogether, DoesNotLetAScriptTouchTheSavepointAroundIt) {
  for (const char* statement : {"RELEASE sqlmig_unit;", "ROLLBACK TO \"SQLMIG_UNIT\";"}) {
    const Transacted result = together({statement});
    EXPECT_EQ(failure_of(result), "0: the savepoint sqlmig_unit is sqlmig's own") << statement;
  }
}

TEST_P(SqliteTogether, RollsAllBackForAScriptThatEndsTheTransaction) {
  const Transacted result = together(
      {"CREATE TABLE a (i integer PRIMARY KEY); INSERT INTO a VALUES (1);",
       "CREATE TABLE b (i int); INSERT OR ROLLBACK INTO a VALUES (1); CREATE TABLE c (i int);",
       "CREATE TABLE d (i int);"});
  EXPECT_EQ(failure_of(result), "1: UNIQUE constraint failed: a.i");
  EXPECT_EQ(tables(), "");
}

TEST_P(SqliteTogether, EnforcesForeignKeys) {
  const Transacted result = together({"CREATE TABLE p (id integer PRIMARY KEY);",
                                      "CREATE TABLE c (p REFERENCES p (id));\n"
                                      "INSERT INTO c VALUES (7);"});
  EXPECT_EQ(failure_of(result), "1: FOREIGN KEY constraint failed");
}

TEST_P(SqliteTogether, NamesTheScriptThatLeavesADeferredViolation) {
  for (const char* deferred : {"c (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)",
                               "c (p REFERENCES p (id)); PRAGMA defer_foreign_keys = ON"}) {
    const Transacted result =
        together({"CREATE TABLE p (id integer PRIMARY KEY);",
                  std::string("CREATE TABLE ") + deferred + "; INSERT INTO c VALUES (7);",
                  "INSERT INTO p VALUES (7);"});
    EXPECT_EQ(failure_of(result), "1: the script leaves rows that break a foreign key");
    EXPECT_EQ(tables(), "");
  }
}

TEST_P(SqliteTogether, RefusesAScriptWithForeignKeysOff) {
  const Transacted result =
      together({"CREATE TABLE a (i int);", "-- sqlmig: foreign-keys off\nSELECT 1;"});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->error.code(), ErrorCode::refused);
  EXPECT_EQ(result.failure->unit, 1U);
  EXPECT_EQ(tables(), "");
}

TEST_P(SqliteTogether, ComesBackToForeignKeysAfterAScriptThatHadThemOff) {
  run_script("-- sqlmig: foreign-keys off\nCREATE TABLE p (id integer PRIMARY KEY);");
  const Transacted result =
      together({"CREATE TABLE c (p REFERENCES p (id)); INSERT INTO c VALUES (7);"});
  EXPECT_EQ(failure_of(result), "0: FOREIGN KEY constraint failed");
}

TEST_P(SqliteTogether, MakesTheFileIfThereIsNone) {
  EXPECT_EQ(failure_of(together({"CREATE TABLE a (i int);"})), "none");
  EXPECT_TRUE(has_table("a"));
}

class SqliteEach : public SqliteTogether {};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteEach, testing::Values(DatabaseKind::sqlite), kind_name);

TEST_P(SqliteEach, KeepsTheUnitsBeforeTheOneThatFails) {
  const Script good = script_of("up.sql", "CREATE TABLE a (i int);");
  const Script bad = script_of("up.sql", "SELECT * FROM nowhere;");
  const Script later = script_of("up.sql", "CREATE TABLE c (i int);");
  const std::vector<Unit> units{{{}, &good, {}}, {{}, &bad, {}}, {{}, &later, {}}};
  const Transacted result = port().transact(units, Commit::each);
  EXPECT_EQ(result.done, 1U);
  EXPECT_EQ(failure_of(result), "1: no such table: nowhere");
  EXPECT_EQ(tables(), "a ");
}

}  // namespace
}  // namespace sqlmig::test

// What only SQLite has: foreign keys that can be off, and statements that end a transaction.
#include "contract/contract.hpp"

namespace sqlmig::test {
namespace {

class SqliteScript : public ContractTest {
 protected:
  // Two children of one parent.
  void make_family() {
    run_script(
        "CREATE TABLE parent (id integer PRIMARY KEY, name text);\n"
        "CREATE TABLE child (id integer PRIMARY KEY,\n"
        "  parent integer NOT NULL REFERENCES parent (id) ON DELETE CASCADE);\n"
        "INSERT INTO parent VALUES (1, 'one');\n"
        "INSERT INTO child VALUES (10, 1), (11, 1);\n");
  }
  // A child of a parent that is not there.
  void break_a_row() const {
    database().run("PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (12, 99)");
  }
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteScript, testing::Values(DatabaseKind::sqlite), kind_name);

constexpr const char* kRebuild =
    "-- sqlmig: foreign-keys off\n"
    "CREATE TABLE new_parent (id integer PRIMARY KEY, name text NOT NULL);\n"
    "INSERT INTO new_parent SELECT id, name FROM parent;\n"
    "DROP TABLE parent;\n"
    "ALTER TABLE new_parent RENAME TO parent;\n";

TEST_P(SqliteScript, RebuildingATableWithForeignKeysOffKeepsTheChildren) {
  make_family();
  run_script(kRebuild);
  EXPECT_EQ(database().list("SELECT id FROM child ORDER BY id"),
            (std::vector<std::string>{"10", "11"}));
}

TEST_P(SqliteScript, EnforcesForeignKeysAgainAfterAScriptWithForeignKeysOff) {
  make_family();
  run_script(kRebuild);
  const Error error = caught([&] { run_script("INSERT INTO child VALUES (13, 99);"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
}

TEST_P(SqliteScript, EnforcesForeignKeysAgainAfterAScriptWithForeignKeysOffFailed) {
  make_family();
  caught([&] { run_script("-- sqlmig: foreign-keys off\nSELECT * FROM no_such_table;"); });
  const Error error = caught([&] { run_script("INSERT INTO child VALUES (13, 99);"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
}

TEST_P(SqliteScript, RefusesANewViolationWithForeignKeysOff) {
  make_family();
  const Error error =
      caught([&] { run_script("-- sqlmig: foreign-keys off\nDELETE FROM parent;"); });
  EXPECT_NE(std::string(error.what()).find("2 rows"), std::string::npos) << error.what();
  EXPECT_EQ(database().ask("SELECT count(*) FROM parent"), "1");
}

TEST_P(SqliteScript, IsNotBlockedByAnOldViolation) {
  make_family();
  break_a_row();
  run_script("-- sqlmig: foreign-keys off\nCREATE TABLE later (i int);");
  EXPECT_TRUE(has_table("later"));
}

TEST_P(SqliteScript, IsNotBlockedByAnOldViolationInARebuiltTable) {
  make_family();
  break_a_row();
  run_script(kRebuild);
  EXPECT_EQ(database().ask("SELECT count(*) FROM child"), "3");
}

TEST_P(SqliteScript, RebuildingATableWithForeignKeysOffAndNoTransactionKeepsTheChildren) {
  make_family();
  EXPECT_FALSE(
      upgrade(history_of({{"a", {}, std::string("-- sqlmig: no-transaction\n") + kRebuild}}))
          .failed);
  EXPECT_EQ(database().ask("SELECT count(*) FROM child"), "2");
}

TEST_P(SqliteScript, APragmaInAScriptWithoutTransactionHoldsForTheStatementsBehindIt) {
  make_family();
  const History history =
      history_of({{"a",
                   {},
                   "-- sqlmig: no-transaction\nPRAGMA foreign_keys = OFF;\n"
                   "CREATE TABLE new_parent (id integer PRIMARY KEY, name text);\n"
                   "INSERT INTO new_parent SELECT id, name FROM parent;\n"
                   "DROP TABLE parent;\n"
                   "ALTER TABLE new_parent RENAME TO parent;\n"}});
  static_cast<void>(upgrade(history));
  EXPECT_EQ(database().ask("SELECT count(*) FROM child"), "2");
}

TEST_P(SqliteScript, EnforcesForeignKeysInTheRevisionBehindOneThatTurnedThemOff) {
  make_family();
  const History history =
      history_of({{"a", {}, "-- sqlmig: no-transaction\nPRAGMA foreign_keys = OFF;\n"},
                  {"b", {"a"}, "-- sqlmig: no-transaction\nINSERT INTO child VALUES (13, 99);\n"}});
  EXPECT_TRUE(upgrade(history).failed);
}

TEST_P(SqliteScript, CatchesInsertOrRollback) {
  run_script("CREATE TABLE a (i integer PRIMARY KEY); INSERT INTO a VALUES (1);");
  const Error error = caught([&] {
    run_script(
        "CREATE TABLE b (i int); INSERT OR ROLLBACK INTO a VALUES (1); CREATE TABLE c (i int);");
  });
  EXPECT_EQ(error.code(), ErrorCode::sql);
  EXPECT_EQ(error.sql->offset, 24U);
  EXPECT_FALSE(has_table("b"));
  EXPECT_FALSE(has_table("c"));
}

TEST_P(SqliteScript, CatchesATriggerThatRollsBack) {
  run_script(
      "CREATE TABLE a (i int);\n"
      "CREATE TRIGGER no_sevens BEFORE INSERT ON a WHEN NEW.i = 7\n"
      "BEGIN SELECT RAISE(ROLLBACK, 'no sevens'); END;\n");
  const Error error = caught([&] {
    run_script("CREATE TABLE b (i int); INSERT INTO a VALUES (7); CREATE TABLE c (i int);");
  });
  EXPECT_STREQ(error.what(), "no sevens");
  EXPECT_EQ(error.sql->offset, 24U);
  EXPECT_FALSE(has_table("b"));
  EXPECT_FALSE(has_table("c"));
}

TEST_P(SqliteScript, RunsATriggerWithABody) {
  run_script(
      "CREATE TABLE a (i int); CREATE TABLE log (i int);\n"
      "CREATE TRIGGER log_a AFTER INSERT ON a\n"
      "BEGIN\n  INSERT INTO log VALUES (NEW.i);\n  UPDATE log SET i = i + CASE WHEN 1 THEN 1 END;\n"
      "END;\n"
      "INSERT INTO a VALUES (41);");
  EXPECT_EQ(database().ask("SELECT i FROM log"), "42");
}

TEST_P(SqliteScript, ExplainsThatAScriptMustNotCommit) {
  const Error error = caught([&] { run_script("SELECT 1; COMMIT;"); });
  EXPECT_NE(std::string(error.what()).find("transaction"), std::string::npos) << error.what();
  EXPECT_FALSE(error.advice.empty());
}

TEST_P(SqliteScript, RefusesThePragmaThatWouldDoNothing) {
  const Error error = caught([&] { run_script("PRAGMA foreign_keys = OFF; SELECT 1;"); });
  EXPECT_NE(error.advice.find("foreign-keys off"), std::string::npos) << error.advice;
}

TEST_P(SqliteScript, RefusesToAttachADatabase) {
  const Error error = caught([&] { run_script("ATTACH ':memory:' AS other;"); });
  EXPECT_EQ(error.code(), ErrorCode::sql);
}

TEST_P(SqliteScript, SaysThatAnotherProgramWrites) {
  ConnectOptions impatient;
  impatient.lock_wait = std::chrono::milliseconds(50);
  run_script("CREATE TABLE t (i int);");
  const auto second = connect(database().url(), impatient);
  port().query({"BEGIN IMMEDIATE", {}}, [](Row) {});
  const Error error = caught([&] {
    second->transact({{{"CREATE TABLE a (i int)", {}}}, nullptr, {}});
  });
  EXPECT_EQ(error.code(), ErrorCode::locked);
}

}  // namespace
}  // namespace sqlmig::test

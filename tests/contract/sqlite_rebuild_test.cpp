// Rebuilding a table that others refer to, which is how SQLite changes most of a table.
#include "contract/contract.hpp"

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

class SqliteRebuild : public ContractTest {
 protected:
  // A parent with two children; `action` is what the key does when the parent goes.
  void make_family(const std::string& action, const std::string& table_options = "") {
    run_script(
        "CREATE TABLE parent (id integer PRIMARY KEY, name text);\n"
        "CREATE TABLE child (id integer PRIMARY KEY, parent REFERENCES parent (id) " +
        action + ") " + table_options +
        ";\n"
        "INSERT INTO parent VALUES (1, 'one'), (2, 'two');\n"
        "INSERT INTO child VALUES (10, 1), (11, 1);\n");
  }
  [[nodiscard]] Strings children() const {
    return database().list("SELECT id || ' of ' || parent FROM child ORDER BY id");
  }
};

INSTANTIATE_TEST_SUITE_P(OnSqlite, SqliteRebuild, testing::Values(DatabaseKind::sqlite), kind_name);

const std::string kForeignKeysOff = "-- sqlmig: foreign-keys off\n";
const std::string kRebuild =
    "CREATE TABLE new_parent (id integer PRIMARY KEY, name text NOT NULL);\n"
    "INSERT INTO new_parent SELECT id, name FROM parent;\n"
    "DROP TABLE parent;\n"
    "ALTER TABLE new_parent RENAME TO parent;\n";
const std::string kRebuildByRenaming =
    "ALTER TABLE parent RENAME TO old_parent;\n"
    "CREATE TABLE parent (id integer PRIMARY KEY, name text NOT NULL);\n"
    "INSERT INTO parent SELECT id, name FROM old_parent;\n"
    "DROP TABLE old_parent;\n";
const Strings kBoth{"10 of 1", "11 of 1"};

TEST_P(SqliteRebuild, KeepsTheChildrenWithForeignKeysOff) {
  for (const char* action : {"", "ON DELETE CASCADE", "ON DELETE SET NULL"}) {
    database().run("DROP TABLE IF EXISTS child");
    database().run("DROP TABLE IF EXISTS parent");
    make_family(action);
    run_script(kForeignKeysOff + kRebuild);
    EXPECT_EQ(children(), kBoth) << action;
    EXPECT_EQ(database().ask("SELECT sql FROM sqlite_schema WHERE name = 'child'").find("new_"),
              std::string::npos);
  }
}

TEST_P(SqliteRebuild, IsRefusedWhereItWouldDeleteTheChildren) {
  make_family("ON DELETE CASCADE");
  const Error error = caught([&] { run_script(kRebuild); });
  EXPECT_STREQ(error.what(),
               "DROP TABLE parent deleted or changed 2 rows of tables that refer to it (child)");
  EXPECT_NE(error.advice.find("-- sqlmig: foreign-keys off"), std::string::npos) << error.advice;
  ASSERT_TRUE(error.sql && error.sql->offset);
  EXPECT_EQ(*error.sql->offset, kRebuild.find("DROP TABLE"));
  EXPECT_EQ(children(), kBoth);
}

TEST_P(SqliteRebuild, IsRefusedWhereItWouldChangeTheChildren) {
  for (const char* action : {"ON DELETE SET NULL", "ON DELETE SET DEFAULT"}) {
    database().run("DROP TABLE IF EXISTS child");
    database().run("DROP TABLE IF EXISTS parent");
    make_family(action);
    caught([&] { run_script(kRebuild); });
    EXPECT_EQ(children(), kBoth) << action;
  }
}

TEST_P(SqliteRebuild, IsRefusedForChildrenWithoutRowids) {
  make_family("ON DELETE CASCADE", "WITHOUT ROWID");
  caught([&] { run_script(kRebuild); });
  EXPECT_EQ(children(), kBoth);
}

TEST_P(SqliteRebuild, IsRefusedWhereTheOldTableWasRenamed) {
  make_family("ON DELETE CASCADE");
  const Error error = caught([&] { run_script(kRebuildByRenaming); });
  EXPECT_NE(std::string(error.what()).find("DROP TABLE old_parent"), std::string::npos);
  EXPECT_EQ(children(), kBoth);
}

TEST_P(SqliteRebuild, NamesTheDirectiveWhereTheForeignKeyForbidsIt) {
  make_family("");
  const Error error = caught([&] { run_script(kRebuild); });
  EXPECT_STREQ(error.what(), "FOREIGN KEY constraint failed");
  EXPECT_NE(error.advice.find("-- sqlmig: foreign-keys off"), std::string::npos) << error.advice;
}

TEST_P(SqliteRebuild, NeedsNoDirectiveWhereNoRowIsLost) {
  make_family("ON DELETE CASCADE");
  run_script("DELETE FROM child;");
  run_script(kRebuild);
  EXPECT_EQ(database().ask("SELECT count(*) FROM parent"), "2");
}

TEST_P(SqliteRebuild, OfATableThatRefersToItselfIsRefusedWhereItWouldEmptyIt) {
  run_script(
      "CREATE TABLE tree (id integer PRIMARY KEY, up REFERENCES tree (id) ON DELETE CASCADE);\n"
      "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 2);\n");
  const std::string rebuild =
      "CREATE TABLE new_tree (id integer PRIMARY KEY, name text,\n"
      "  up REFERENCES tree (id) ON DELETE CASCADE);\n"
      "INSERT INTO new_tree SELECT id, 'x', up FROM tree;\n"
      "DROP TABLE tree;\n"
      "ALTER TABLE new_tree RENAME TO tree;\n";
  caught([&] { run_script(rebuild); });
  EXPECT_EQ(database().ask("SELECT count(*) FROM tree"), "3");
  run_script(kForeignKeysOff + rebuild);
  EXPECT_EQ(database().ask("SELECT count(*) FROM tree WHERE name = 'x'"), "3");
}

TEST_P(SqliteRebuild, MayDropATableThatRefersToItself) {
  run_script(
      "CREATE TABLE tree (id integer PRIMARY KEY, up REFERENCES tree (id) ON DELETE CASCADE);\n"
      "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 2);\n");
  run_script("DROP TABLE tree;\nCREATE TABLE tree (up REFERENCES tree (id));\n");
  EXPECT_EQ(database().ask("SELECT count(*) FROM tree"), "0");
}

TEST_P(SqliteRebuild, MayDropATableAndItsChildrenInAnyOrder) {
  make_family("ON DELETE CASCADE");
  run_script("DROP TABLE parent;\nDROP TABLE child;\n");
  EXPECT_FALSE(has_table("child"));
}

TEST_P(SqliteRebuild, KeepsViewsTriggersAndIndexesThatAreMadeAgain) {
  make_family("ON DELETE CASCADE");
  run_script(
      "CREATE INDEX parent_name ON parent (name);\n"
      "CREATE TABLE log (what text);\n"
      "CREATE VIEW names AS SELECT name FROM parent;\n"
      "CREATE TRIGGER parent_log AFTER UPDATE ON parent\n"
      "BEGIN INSERT INTO log VALUES (NEW.name); END;\n");
  run_script(kForeignKeysOff + "DROP VIEW names;\n" + kRebuild +
             "CREATE INDEX parent_name ON parent (name);\n"
             "CREATE TRIGGER parent_log AFTER UPDATE ON parent\n"
             "BEGIN INSERT INTO log VALUES (NEW.name); END;\n"
             "CREATE VIEW names AS SELECT name FROM parent;\n");
  run_script("UPDATE parent SET name = 'new' WHERE id = 1;");
  EXPECT_EQ(database().list("SELECT name FROM names ORDER BY name"), (Strings{"new", "two"}));
  EXPECT_EQ(database().ask("SELECT what FROM log"), "new");
  EXPECT_EQ(children(), kBoth);
}

TEST_P(SqliteRebuild, FailsWhereAViewOnTheTableIsLeft) {
  make_family("ON DELETE CASCADE");
  run_script("CREATE VIEW names AS SELECT name FROM parent;");
  caught([&] { run_script(kForeignKeysOff + kRebuild); });
  EXPECT_EQ(children(), kBoth);
  run_script(kForeignKeysOff + "PRAGMA legacy_alter_table = ON;\n" + kRebuild);
  EXPECT_EQ(database().ask("SELECT count(*) FROM names"), "2");
}

}  // namespace
}  // namespace sqlmig::test

// What keeps the record right when scripts or people get in its way.
#include "contract/contract.hpp"

#include <gtest/gtest.h>

namespace sqlmig::test {
namespace {

class Bookkeeping : public ContractTest {
 protected:
  [[nodiscard]] static std::string table(const std::string& name) {
    return (is_postgres() ? "sqlmig." : "sqlmig_") + name;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Bookkeeping,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Bookkeeping, StopsARunWhoseRowIsTakenAway) {
  const Report report =
      upgrade(history_of({{"a",
                           {},
                           "-- sqlmig: no-transaction\nDELETE FROM " + table("revisions") +
                               ";\nCREATE TABLE later (i int);\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_FALSE(has_table("later"));
}

TEST_P(Bookkeeping, GoesOnNumberingAfterTheEventsWereThinnedOut) {
  ASSERT_FALSE(upgrade(history_of({{"a", {}}})).failed);
  database().run("DELETE FROM " + table("events"));
  ASSERT_FALSE(upgrade(history_of({{"a", {}}, {"b", {"a"}}})).failed);
  EXPECT_EQ(database().ask("SELECT max(sequence) FROM " + table("revisions")), "2");
}

TEST_P(Bookkeeping, HandsNoTemporaryTableToTheNextRevision) {
  const Report report = upgrade(history_of({{"a", {}, "CREATE TEMP TABLE scratch (i int);\n"},
                                            {"b", {"a"}, "INSERT INTO scratch VALUES (1);\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
}

class SqliteBookkeeping : public ContractTest {};
INSTANTIATE_TEST_SUITE_P(Databases, SqliteBookkeeping, testing::Values(DatabaseKind::sqlite),
                         kind_name);

TEST_P(SqliteBookkeeping, HandsNoPragmaToTheNextRevision) {
  const Report report = upgrade(history_of(
      {{"a", {}, "PRAGMA ignore_check_constraints = ON;\nCREATE TABLE t (i int CHECK (i > 0));\n"},
       {"b", {"a"}, "INSERT INTO t VALUES (-1);\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
}

TEST_P(SqliteBookkeeping, CountsViolationsInTablesWithoutRowids) {
  database().run("CREATE TABLE p (i INTEGER PRIMARY KEY)");
  database().run("CREATE TABLE c (k TEXT PRIMARY KEY, i REFERENCES p) WITHOUT ROWID");
  run_script("-- sqlmig: foreign-keys off\nSELECT 1;\n");
  database().run("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES ('old', 7)");
  EXPECT_THROW(run_script("-- sqlmig: foreign-keys off\nINSERT INTO c VALUES ('new', 8);\n"),
               Error);
}

TEST_P(SqliteBookkeeping, FindsTheVersionTableWhateverItsCase) {
  ASSERT_FALSE(upgrade(history_of({{"a", {}}})).failed);
  ConnectOptions options;
  options.version_schema = "SQLMIG";
  EXPECT_EQ(engine::read_applied(*connect(database().url(), options)).rows.size(), 1U);
}

class PostgresBookkeeping : public ContractTest {};
INSTANTIATE_TEST_SUITE_P(Databases, PostgresBookkeeping, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresBookkeeping, PassesOverTheRestrictLinesOfADump) {
  run_script("\\restrict abc123\nCREATE TABLE t (i int);\n\\unrestrict abc123\n");
  EXPECT_TRUE(has_table("t"));
}

TEST_P(PostgresBookkeeping, LeavesBackslashesInCommentsAlone) {
  run_script("CREATE TABLE t (i int);\n/* restrict c:\\temp */\nCREATE TABLE u (i int);\n");
  EXPECT_TRUE(has_table("u"));
}

TEST_P(PostgresBookkeeping, HandsNoPreparedStatementToTheNextRevision) {
  const Report report =
      upgrade(history_of({{"a", {}, "PREPARE p AS SELECT 1;\n"}, {"b", {"a"}, "EXECUTE p;\n"}}));
  ASSERT_TRUE(report.failed);
  EXPECT_EQ(report.failed->step.id.text(), "b");
}

}  // namespace
}  // namespace sqlmig::test

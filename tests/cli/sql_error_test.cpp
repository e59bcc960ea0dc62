// What is said about an error in a script: place, line and caret.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class SqlErrorText : public DatabaseProjectTest {
 protected:
  // What upgrade says about a revision with this script.
  std::string said_about(const std::string& up) {
    write_revision(folder_, {"0001_a", {}, up});
    const ProcessResult result = sqlmig({"upgrade"});
    EXPECT_TRUE(exits(result, 1));
    return result.err;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, SqlErrorText,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(SqlErrorText, NamesFileLineAndColumn) {
  EXPECT_TRUE(contains(said_about("SELECT 1;\nCREATE TABEL a (i int);\n"),
                       "migrations/0001_a/up.sql:2:8: ERROR "));
}

TEST_P(SqlErrorText, ShowsTheLineWithACaret) {
  EXPECT_TRUE(contains(said_about("SELECT 1;\nCREATE TABEL a (i int);\n"),
                       "  CREATE TABEL a (i int);\n"
                       "         ^\n"));
}

TEST_P(SqlErrorText, CountsCharactersNotBytes) {
  EXPECT_TRUE(contains(said_about("SELECT 'größe 表', nope FROM (SELECT 1 AS a) AS t;\n"),
                       "up.sql:1:19: ERROR "));
}

TEST_P(SqlErrorText, PutsTheCaretBelowBehindUtf8) {
  EXPECT_TRUE(contains(said_about("SELECT 'ö', nope FROM (SELECT 1 AS a) AS t;\n"),
                       "  SELECT 'ö', nope FROM (SELECT 1 AS a) AS t;\n"
                       "              ^\n"));
}

TEST_P(SqlErrorText, KeepsTabsBelowTabs) {
  EXPECT_TRUE(contains(said_about("SELECT 1;\n\tCREATE\tTABEL a (i int);\n"),
                       "  \tCREATE\tTABEL a (i int);\n"
                       "  \t      \t^\n"));
}

TEST_P(SqlErrorText, CountsLinesOfAFileWithCarriageReturns) {
  EXPECT_TRUE(
      contains(said_about("SELECT 1;\r\n\r\nCREATE TABEL a (i int);\r\n"), "up.sql:3:8: ERROR "));
}

TEST_P(SqlErrorText, ShowsNoCarriageReturn) {
  EXPECT_EQ(said_about("SELECT 1;\r\nCREATE TABEL a (i int);\r\n").find('\r'), std::string::npos);
}

TEST_P(SqlErrorText, CountsLinesOfAFileWithAByteOrderMark) {
  EXPECT_TRUE(contains(said_about("\xEF\xBB\xBF"
                                  "CREATE TABEL a (i int);\n"),
                       "up.sql:1:8: ERROR "));
}

TEST_P(SqlErrorText, NamesTheCodeOfTheDatabase) {
  EXPECT_TRUE(contains(said_about("CREATE TABEL a (i int);\n"),
                       is_postgres() ? "ERROR 42601: " : "ERROR SQLITE_ERROR: "));
}

TEST_P(SqlErrorText, PointsAtTheStatementThatFailedWhileItRan) {
  EXPECT_TRUE(contains(said_about("CREATE TABLE a (i int PRIMARY KEY);\n"
                                  "INSERT INTO a VALUES (1);\n\n"
                                  "  INSERT INTO a VALUES (1);\n"),
                       "up.sql:4:3: ERROR "));
}

TEST_P(SqlErrorText, IsTheSameForADownScript) {
  write_revision(folder_, {"0001_a", {}, "SELECT 1;\n", "SELECT 1;\nDROP TABEL a;\n"});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const ProcessResult result = sqlmig({"downgrade", "base", "--yes"});
  EXPECT_TRUE(exits(result, 1));
  EXPECT_TRUE(contains(result.err, "migrations/0001_a/down.sql:2:6: ERROR "));
}

TEST_P(SqlErrorText, IsKeptInTheEvents) {
  said_about("SELECT * FROM nowhere;\n");
  EXPECT_TRUE(contains(database().ask(is_postgres() ? "SELECT error FROM sqlmig.events"
                                                    : "SELECT error FROM sqlmig_events"),
                       "nowhere"));
}

}  // namespace
}  // namespace sqlmig::test

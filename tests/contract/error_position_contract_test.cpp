// Where an error of a script is said to be.
#include "contract/contract.hpp"
#include "engine/sql_error.hpp"

namespace sqlmig::test {
namespace {

using Precision = SqlDiagnostic::Precision;

class ErrorPositionContract : public ContractTest {
 protected:
  // The error of running `sql`, with its place in the file.
  Error error_in(const std::string& sql) {
    const Script script = script_of("up.sql", sql);
    return engine::with_position(caught([&] { port().transact({{}, &script, {}}); }), script);
  }
  // The text from the offset of the error on.
  std::string text_at_error(const std::string& sql) {
    const Error error = error_in(sql);
    if (!error.sql || !error.sql->offset) return "(no offset)";
    return sql.substr(*error.sql->offset);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, ErrorPositionContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(ErrorPositionContract, PointsAtTheTokenOfASyntaxError) {
  EXPECT_EQ(text_at_error("SELECT 1;\nCREATE TABEL a (i int);\n"), "TABEL a (i int);\n");
}

TEST_P(ErrorPositionContract, CountsLinesAndColumnsFromOne) {
  const Error error = error_in("SELECT 1;\nCREATE TABEL a (i int);\n");
  ASSERT_TRUE(error.position);
  EXPECT_EQ(to_string(*error.position), "up.sql:2:8");
}

TEST_P(ErrorPositionContract, PointsAtASyntaxErrorBehindUtf8) {
  EXPECT_EQ(text_at_error("SELECT 'größe 表 🐘';\nSELECT 'ä' FROM x y z;\n"), "z;\n");
}

TEST_P(ErrorPositionContract, CountsColumnsInCharacters) {
  const Error error = error_in("SELECT '🐘', nope FROM (SELECT 1 AS a) AS t;\n");
  ASSERT_TRUE(error.position);
  EXPECT_EQ(to_string(*error.position), "up.sql:1:13");
}

TEST_P(ErrorPositionContract, NamesTheLineOfAnUnknownTable) {
  const Error error = error_in("SELECT 1;\n\nSELECT *\n  FROM nowhere;\n");
  ASSERT_TRUE(error.position);
  EXPECT_GE(error.position->line, 3U);
  EXPECT_LE(error.position->line, 4U);
}

TEST_P(ErrorPositionContract, PointsAtTheStatementThatFailedWhileItRan) {
  const std::string sql =
      "CREATE TABLE a (i int PRIMARY KEY);\nINSERT INTO a VALUES (1);\n"
      "-- the same again\nINSERT INTO a VALUES (1);\nSELECT 1;\n";
  EXPECT_EQ(text_at_error(sql), "INSERT INTO a VALUES (1);\nSELECT 1;\n");
}

TEST_P(ErrorPositionContract, SaysThatOnlyTheStatementIsKnown) {
  const Error error =
      error_in("CREATE TABLE a (i int PRIMARY KEY);\nINSERT INTO a VALUES (1), (1);\n");
  ASSERT_TRUE(error.sql);
  EXPECT_EQ(error.sql->precision, Precision::statement);
}

TEST_P(ErrorPositionContract, PointsAtTheStatementThatFailedBehindUtf8) {
  EXPECT_EQ(text_at_error("SELECT 'größe 表 🐘';\n/* ü */ CREATE TABLE a (i int PRIMARY KEY);\n"
                          "INSERT INTO a VALUES (1), (1);\n"),
            "INSERT INTO a VALUES (1), (1);\n");
}

TEST_P(ErrorPositionContract, PointsAtTheStatementThatFailedBehindEmptyOnes) {
  EXPECT_EQ(text_at_error(";;\nCREATE TABLE a (i int PRIMARY KEY);;\n;\n"
                          "INSERT INTO a VALUES (1), (1);\n"),
            "INSERT INTO a VALUES (1), (1);\n");
}

TEST_P(ErrorPositionContract, ShowsTheLineWithACaret) {
  EXPECT_EQ(error_in("SELECT 1;\n\tCREATE TABEL a (i int);\n").excerpt,
            "  \tCREATE TABEL a (i int);\n  \t       ^\n");
}

TEST_P(ErrorPositionContract, PointsIntoAStatementThatIsRunAlone) {
  const std::string sql = "SELECT 'ä', 1 FROM nowhere_at all x";
  const Error error = caught([&] { port().run_alone(sql); });
  ASSERT_TRUE(error.sql && error.sql->offset);
  EXPECT_LT(*error.sql->offset, sql.size());
}

TEST_P(ErrorPositionContract, PutsAnUnfinishedStatementIntoTheFile) {
  const Error error = error_in("SELECT 1;\nCREATE TABLE a (i int");
  ASSERT_TRUE(error.position);
  EXPECT_EQ(error.position->line, 2U);
}

TEST_P(ErrorPositionContract, NamesTheFileWhereADeferredConstraintFails) {
  const Error error = error_in(
      "CREATE TABLE p (id int PRIMARY KEY);\n"
      "CREATE TABLE c (id int REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED);\n"
      "INSERT INTO c VALUES (7);\n");
  ASSERT_TRUE(error.position);
  EXPECT_EQ(error.position->file, "up.sql");
}

}  // namespace
}  // namespace sqlmig::test

// Which statement compare_scripts names, and where.
#include "unit/sqltext/script_edits.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace sqlmig::sqltext {
namespace {

// The statement and the offset that `after` differs from `before` at, in both dialects.
void expect_first(const Edit& edit, std::size_t statement, std::size_t offset) {
  const ScriptChange expected{Extent::statements, statement, offset};
  EXPECT_EQ(compare_scripts(edit.before, edit.after, kPostgres), expected) << edit.after;
  EXPECT_EQ(compare_scripts(edit.before, edit.after, kSqlite), expected) << edit.after;
}

TEST(CompareScripts, NamesTheFirstStatementThatDiffers) {
  expect_first({"SELECT 1;", "SELECT 2;"}, 1, 0);
  expect_first({"SELECT 1;", "-- one\nSELECT 2;"}, 1, 7);
  expect_first({"SELECT 1;\nSELECT 2;", "SELECT 1;\nSELECT 3;"}, 2, 10);
  expect_first({"SELECT 1; SELECT 2;", ";; SELECT 1 ; /* a */ SELECT 3"}, 2, 22);
  expect_first({"SELECT 1; SELECT 2;", "SELECT 1, 2; SELECT 2;"}, 1, 0);
  expect_first({"SELECT 1, 2; SELECT 2;", "SELECT 1; SELECT 2;"}, 1, 0);
  expect_first({"SELECT 1 FROM t", "SELECT 1"}, 1, 0);
  expect_first({"SELECT 1", "SELECT 1 FROM t"}, 1, 0);
}

TEST(CompareScripts, NamesTheFirstOfStatementsInAnotherOrder) {
  expect_first({"SELECT 1; SELECT 2; SELECT 3;", "SELECT 1; SELECT 3; SELECT 2;"}, 2, 10);
  expect_first({"SELECT 1; SELECT 2;", "SELECT 2; SELECT 1;"}, 1, 0);
}

TEST(CompareScripts, NamesAStatementThatCameInBetween) {
  expect_first({"SELECT 1; SELECT 2;", "SELECT 1; SELECT 9; SELECT 2;"}, 2, 10);
  expect_first({"SELECT 1; SELECT 2;", "SELECT 9; SELECT 1; SELECT 2;"}, 1, 0);
  expect_first({"SELECT 1; SELECT 2;", "SELECT 1; SELECT 2; SELECT 9;"}, 3, 20);
  expect_first({"-- nothing\n", "-- nothing\nSELECT 1;"}, 1, 11);
}

TEST(CompareScripts, NamesWhatFollowsAStatementThatIsGone) {
  expect_first({"SELECT 1; SELECT 2; SELECT 3;", "SELECT 2; SELECT 3;"}, 1, 0);
  expect_first({"SELECT 1; SELECT 2; SELECT 3;", "SELECT 1; SELECT 3;"}, 2, 10);
}

TEST(CompareScripts, PointsPastTheLastStatementWhereTheEndWasCutOff) {
  expect_first({"SELECT 1; SELECT 2;", "SELECT 1;\n"}, 2, 10);
  expect_first({"SELECT 1; SELECT 2; SELECT 3;", "SELECT 1"}, 2, 8);
  expect_first({"SELECT 1;", ""}, 1, 0);
  expect_first({"SELECT 1;", "-- gone\n"}, 1, 8);
}

TEST(CompareScripts, NamesStatementsJoinedOrParted) {
  expect_first({"SELECT 1; SELECT 2;", "SELECT 1 SELECT 2;"}, 1, 0);
  expect_first({"SELECT 1 SELECT 2;", "SELECT 1; SELECT 2;"}, 1, 0);
}

TEST(CompareScripts, CountsATriggerOfSqliteAsOneStatement) {
  const std::string head = "CREATE TRIGGER t AFTER INSERT ON a ";
  const std::string before = head + "BEGIN SELECT 1; SELECT 2; END; SELECT 3;";
  const auto change = [&](std::string_view body) {
    return compare_scripts(before, head + std::string(body), kSqlite);
  };
  EXPECT_EQ(change("BEGIN SELECT 1; SELECT 2; END; SELECT 4;"),
            (ScriptChange{Extent::statements, 2, 66}));
  EXPECT_EQ(change("BEGIN SELECT 1; SELECT 9; END; SELECT 3;"),
            (ScriptChange{Extent::statements, 1, 0}));
  EXPECT_EQ(change("BEGIN SELECT 1;; SELECT 2; END; SELECT 3;"),
            (ScriptChange{Extent::statements, 1, 0}));
  EXPECT_EQ(change("\nBEGIN\n  SELECT 1; -- one\n  SELECT 2;\nEND;\nSELECT 3").extent,
            Extent::layout);
}

TEST(CompareScripts, CountsABeginAtomicBodyAsOneStatement) {
  const std::string head = "CREATE FUNCTION f() RETURNS int ";
  const std::string before = head + "BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3;";
  const auto change = [&](std::string_view body) {
    return compare_scripts(before, head + std::string(body), kPostgres);
  };
  EXPECT_EQ(change("BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 4;"),
            (ScriptChange{Extent::statements, 2, 70}));
  EXPECT_EQ(change("BEGIN ATOMIC SELECT 1; SELECT 9; END; SELECT 3;"),
            (ScriptChange{Extent::statements, 1, 0}));
  EXPECT_EQ(change("BEGIN ATOMIC SELECT 1;; SELECT 2; END; SELECT 3;"),
            (ScriptChange{Extent::statements, 1, 0}));
  EXPECT_EQ(change("\nBEGIN ATOMIC\n  SELECT 1; -- one\n  SELECT 2;\nEND;\nSELECT 3").extent,
            Extent::layout);
}

TEST(CompareScripts, PutsStatementsBeforeDirectives) {
  expect_first({"SELECT 1;", "-- sqlmig: no-transaction\nSELECT 2;"}, 1, 26);
}

TEST(CompareScripts, PointsAtTheFirstByteOfWhatIsNoStatement) {
  EXPECT_EQ(compare_scripts("SELECT 1; -- a\n", "SELECT 1; -- b\n", kPostgres),
            (ScriptChange{Extent::layout, 0, 13}));
  EXPECT_EQ(compare_scripts("SELECT 1; -- a\n", "SELECT 1;", kPostgres),
            (ScriptChange{Extent::layout, 0, 9}));
  EXPECT_EQ(compare_scripts("VACUUM;", "-- sqlmig: no-transaction\nVACUUM;", kSqlite),
            (ScriptChange{Extent::directives, 0, 0}));
}

TEST(CompareScripts, PointsAtAnotherCommandOfPsql) {
  const auto change = [](std::string_view before, std::string_view after) {
    return compare_scripts(before, after, kPostgres);
  };
  EXPECT_EQ(change("SELECT 1;\n\\i a\nSELECT 2;", "SELECT 1;\n\\i b\nSELECT 2;"),
            (ScriptChange{Extent::statements, 2, 10}));
  EXPECT_EQ(change("SELECT 1;\n\\i a\nSELECT 2;", "SELECT 1;\nSELECT 2;"),
            (ScriptChange{Extent::statements, 2, 10}));
  EXPECT_EQ(change("SELECT 1;\n", "SELECT 1;\n\\i a\n"), (ScriptChange{Extent::statements, 2, 10}));
  EXPECT_EQ(change("SELECT 1;\n\\i a\n", "SELECT 1;\n"), (ScriptChange{Extent::statements, 2, 10}));
  EXPECT_EQ(change("\\i a\n-- b\n", "\\i a -- b\n"), (ScriptChange{Extent::statements, 1, 0}));
}

}  // namespace
}  // namespace sqlmig::sqltext

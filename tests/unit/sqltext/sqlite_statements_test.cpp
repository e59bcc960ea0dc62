#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

TEST(SplitSqliteStatements, KeepsQuotedIdentifiersWhole) {
  expect_whole({"SELECT `a;b`;", "SELECT `a``;b`;", "SELECT [a;b];", "SELECT [a[;b];"},
               SqlDialect::sqlite);
  EXPECT_EQ(sqlite("SELECT [a]]; SELECT 2;"), (Texts{"SELECT [a]];", "SELECT 2;"}));
}

TEST(SplitSqliteStatements, HasNoDollarQuotesEscapesPsqlCommandsOrParenthesisRule) {
  EXPECT_EQ(sqlite("SELECT $a$; $a$;"), (Texts{"SELECT $a$;", "$a$;"}));
  EXPECT_EQ(sqlite("SELECT E'\\'; SELECT '"), (Texts{"SELECT E'\\';", "SELECT '"}));
  EXPECT_EQ(sqlite("\\d; SELECT (1; SELECT 2);"), (Texts{"\\d;", "SELECT (1;", "SELECT 2);"}));
  EXPECT_EQ(problems_of("\\d; SELECT $$", SqlDialect::sqlite), Problems{});
}

TEST(SplitSqliteStatements, DoesNotNestComments) {
  EXPECT_EQ(sqlite("/* a /* b; */ SELECT 1; */"), (Texts{"SELECT 1;", "*/"}));
}

TEST(SplitSqliteStatements, EndsALineCommentAtALineFeedOnly) {
  EXPECT_EQ(sqlite("SELECT 1 -- a\r; b\n; SELECT 2"), (Texts{"SELECT 1 -- a\r; b\n;", "SELECT 2"}));
}

TEST(SplitSqliteStatements, KeepsATriggerWhole) {
  expect_whole(
      {"CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; INSERT INTO c VALUES (1); END;",
       "create temp trigger t after insert on a begin select 1; end ;",
       "CREATE TEMPORARY TRIGGER t DELETE ON a BEGIN SELECT 1; /* x */ END -- y\n;",
       "CREATE TRIGGER t UPDATE ON a BEGIN UPDATE a SET b = CASE WHEN c THEN 1 END; END;",
       "CREATE TRIGGER t UPDATE ON a BEGIN SELECT CASE WHEN c THEN 1 END; SELECT 2; END;",
       "CREATE TRIGGER t UPDATE ON a BEGIN SELECT 1; SELECT \"end\"; END;",
       "EXPLAIN CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; END;",
       "EXPLAIN QUERY PLAN CREATE TEMP TRIGGER t DELETE ON a BEGIN SELECT 1; END;"},
      SqlDialect::sqlite);
}

TEST(SplitSqliteStatements, EndsATriggerNowhereButAtEnd) {
  EXPECT_EQ(sqlite("CREATE TRIGGER t BEGIN SELECT 1; END; SELECT 2"),
            (Texts{"CREATE TRIGGER t BEGIN SELECT 1; END;", "SELECT 2"}));
  const std::string open = "CREATE TRIGGER t BEGIN SELECT 1; END SELECT 2; SELECT 3;";
  EXPECT_EQ(sqlite(open), Texts{open});
}

TEST(SplitSqliteStatements, TakesOnlyCreateTriggerForATrigger) {
  for (const std::string first :
       {"CREATE TABLE trigger (a);", "CREATE TABLE t (a); ", "SELECT 1 AS \"create\";",
        "CREATE \"trigger\" (a);", "DROP TRIGGER t;", "EXPLAIN SELECT 1;",
        "CREATE TEMP TABLE t (a);", "EXPLAIN TEMP CREATE TRIGGER t;"}) {
    EXPECT_EQ(sqlite(first + "SELECT 2;").size(), 2U) << first;
  }
}

TEST(SplitSqliteStatements, ReportsUnterminatedIdentifiers) {
  EXPECT_EQ(problems_of("SELECT `a``", SqlDialect::sqlite),
            (Problems{{LexProblemKind::unterminated_identifier, 7}}));
  EXPECT_EQ(problems_of("SELECT [a;", SqlDialect::sqlite),
            (Problems{{LexProblemKind::unterminated_identifier, 7}}));
}

}  // namespace
}  // namespace sqlmig::sqltext

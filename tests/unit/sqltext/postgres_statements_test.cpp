#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

TEST(SplitStatements, KeepsADollarQuotedBodyWhole) {
  expect_whole({"DO $$ BEGIN PERFORM 1; END $$;", "DO $body$ a; $$ b; $$ c; $body$;",
                "DO $a$ $A$; $a$;", "DO $a$ ;$ab$; $a$;", "SELECT $é1_$ ; $é1_$;", "DO $a$ x$a$;",
                "DO $$ -- ' \n $$;", "DO $a$;$b$a$;", "SELECT 1$x$;$x$;"},
               SqlDialect::postgres);
}

TEST(SplitStatements, DoesNotTakeEveryDollarForAQuote) {
  EXPECT_EQ(postgres("SELECT $1.ident$x$; SELECT 2;"), (Texts{"SELECT $1.ident$x$;", "SELECT 2;"}));
  EXPECT_EQ(postgres("SELECT a$b$; SELECT $b$;$b$;"), (Texts{"SELECT a$b$;", "SELECT $b$;$b$;"}));
  EXPECT_EQ(postgres("SELECT $1; SELECT $2; $a; $"),
            (Texts{"SELECT $1;", "SELECT $2;", "$a;", "$"}));
}

TEST(SplitStatements, NestsCommentsOfPostgres) {
  EXPECT_EQ(postgres("/* a /* b; */ c; */ SELECT 1; /*/* */ ; */;"), Texts{"SELECT 1;"});
  EXPECT_EQ(problems_of("SELECT 1; /* a /* b */", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_comment, 10}}));
}

TEST(SplitStatements, TakesAHundredThousandNestedComments) {
  const std::string script = repeated("/*", 100'000) + ";" + repeated("*/", 100'000) + "SELECT 1;";
  EXPECT_EQ(postgres(script), Texts{"SELECT 1;"});
  EXPECT_EQ(problems_of(script.substr(1), SqlDialect::postgres), Problems{});
  EXPECT_EQ(problems_of("/*" + script, SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_comment, 0}}));
}

TEST(SplitStatements, EndsALineCommentOfPostgresAtACarriageReturnToo) {
  EXPECT_EQ(postgres("SELECT 1 -- a\r; SELECT 2"), (Texts{"SELECT 1 -- a\r;", "SELECT 2"}));
}

TEST(SplitStatements, MindsTheBackslashInEscapeStringsOnly) {
  expect_whole({R"(SELECT E'a\';b';)", R"(SELECT e'\\';)", R"(SELECT E'a'';\';';)",
                R"(SELECT '\';)", R"(SELECT B'\';)", R"(SELECT N'\';)", R"(SELECT U&'\';)",
                R"(SELECT U&"\";)", R"(SELECT nameE'\';)"},
               SqlDialect::postgres);
}

TEST(SplitStatements, ContinuesAnEscapeStringInTheNextLine) {
  expect_whole({"SELECT E'a'\n'\\';b';", "SELECT E'a' -- c\r'b' -- d\n\n'\\';';"},
               SqlDialect::postgres);
  EXPECT_EQ(postgres("SELECT E'a' '\\'; SELECT 2;"), (Texts{"SELECT E'a' '\\';", "SELECT 2;"}));
  EXPECT_EQ(postgres("SELECT E'a'\n/**/'\\'; SELECT 2;"),
            (Texts{"SELECT E'a'\n/**/'\\';", "SELECT 2;"}));
}

TEST(SplitStatements, KeepsParenthesesTogether) {
  expect_whole({"CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT (2););"},
               SqlDialect::postgres);
}

TEST(SplitStatements, LeavesUnbalancedParenthesesToTheServer) {
  EXPECT_EQ(postgres("SELECT (1; SELECT 2;"), Texts{"SELECT (1; SELECT 2;"});
  EXPECT_EQ(postgres("SELECT 1); SELECT (2);"), (Texts{"SELECT 1);", "SELECT (2);"}));
}

TEST(SplitStatements, KeepsABeginAtomicBodyWhole) {
  expect_whole(
      {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
       "create or replace function f() returns int begin /* a */ atomic select 1; end;",
       "CREATE PROCEDURE p() BEGIN ATOMIC END;",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END;",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT x END; END;",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT \"end\"; END;",
       "CREATE FUNCTION begin() RETURNS begin LANGUAGE sql BEGIN ATOMIC SELECT begin atomic; END;",
       "CREATE FUNCTION f() BEGIN ATOMIC CREATE FUNCTION g() BEGIN ATOMIC SELECT 1; END; END;"},
      SqlDialect::postgres);
}

TEST(SplitStatements, OpensABodyNowhereElse) {
  for (const std::string first :
       {"SELECT begin atomic FROM t;", "CREATE VIEW v AS SELECT begin atomic;",
        "CREATE FUNCTION begin() LANGUAGE sql AS 'SELECT 1';", "BEGIN ATOMIC;",
        "CREATE FUNCTION f(a int DEFAULT (begin atomic)) AS 'SELECT 1';",
        "CREATE FUNCTION f() \"begin\" atomic;", "CREATE FUNCTION f() BEGIN; ATOMIC;"}) {
    EXPECT_EQ(postgres(first + " SELECT 2;").back(), "SELECT 2;") << first;
  }
}

TEST(SplitStatements, ReportsPsqlCommandsAndGoesOn) {
  EXPECT_EQ(problems_of("\\i a;b.sql\nSELECT 1 \\gexec\n; SELECT '\\d'; -- \\d\n\\q",
                        SqlDialect::postgres),
            (Problems{{LexProblemKind::meta_command, 0},
                      {LexProblemKind::meta_command, 20},
                      {LexProblemKind::meta_command, 48}}));
  EXPECT_EQ(postgres("\\i a;b.sql\nSELECT 1 \\gexec\n; SELECT 2 \\gx"),
            (Texts{"SELECT 1 \\gexec\n;", "SELECT 2"}));
}

TEST(SplitStatements, IgnoresTheGuardsOfPgDump) {
  const std::string_view dump = "\\restrict aB1;\r\nSELECT 1;\n\\unrestrict aB1;\n";
  EXPECT_EQ(postgres(dump), Texts{"SELECT 1;"});
  EXPECT_EQ(problems_of(dump, SqlDialect::postgres), Problems{});
  EXPECT_EQ(content_of("\\restrict aB1\n\\unrestrict aB1\n", SqlDialect::postgres), Content::blank);
}

TEST(SplitStatements, ReportsAGuardInsideAStatementOrOfAnotherName) {
  EXPECT_EQ(problems_of("SELECT 1\n\\restrict a\n;", SqlDialect::postgres),
            (Problems{{LexProblemKind::meta_command, 9}}));
  EXPECT_EQ(problems_of("\\restricted a\n", SqlDialect::postgres),
            (Problems{{LexProblemKind::meta_command, 0}}));
}

TEST(SplitStatements, ReportsUnterminatedConstructsOfPostgres) {
  EXPECT_EQ(problems_of("SELECT E'a\\'", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_string, 7}}));
  EXPECT_EQ(problems_of("SELECT E'a'\n'\\'", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_string, 7}}));
  EXPECT_EQ(problems_of("SELECT E'\\", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_string, 7}}));
  EXPECT_EQ(problems_of("SELECT u&'a", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_string, 7}}));
  EXPECT_EQ(problems_of("SELECT U&\"a", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_identifier, 7}}));
  EXPECT_EQ(problems_of("DO $a$ $A$ $b$ $$", SqlDialect::postgres),
            (Problems{{LexProblemKind::unterminated_dollar_quote, 3}}));
  EXPECT_EQ(problems_of("\\d\nDO $$", SqlDialect::postgres),
            (Problems{{LexProblemKind::meta_command, 0},
                      {LexProblemKind::unterminated_dollar_quote, 6}}));
}

TEST(SplitStatements, TakesSyntaxOfLaterServers) {
  expect_whole({"SELECT 1_000_000, 0xFF, 0b101;", "SELECT JSON_TABLE('{}', '$' COLUMNS (a int));"},
               SqlDialect::postgres);
}

TEST(SplitStatements, TakesBackticksAndBracketsOfPostgresForOperators) {
  EXPECT_EQ(postgres("SELECT a[1;2]; SELECT `;`"), (Texts{"SELECT a[1;", "2];", "SELECT `;", "`"}));
}

}  // namespace
}  // namespace sqlmig::sqltext

#include "sqltext/statements.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

// How GoogleTest shows a problem when an expectation fails.
std::ostream& operator<<(std::ostream& out, const LexProblem& problem) {
  return out << "problem " << static_cast<int>(problem.kind) << " at byte " << problem.offset;
}

namespace {

using Texts = std::vector<std::string>;
using Problems = std::vector<LexProblem>;

Texts split_texts(std::string_view script, SqlDialect dialect) {
  Texts texts;
  for (const SqlStatement& statement : split_statements(script, dialect).statements) {
    texts.emplace_back(script.substr(statement.begin, statement.end - statement.begin));
  }
  return texts;
}

Texts postgres(std::string_view script) { return split_texts(script, SqlDialect::postgres); }
Texts sqlite(std::string_view script) { return split_texts(script, SqlDialect::sqlite); }

Problems problems_of(std::string_view script, SqlDialect dialect) {
  return split_statements(script, dialect).problems;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// Scripts of which each is to be one statement as a whole.
void expect_whole(const Texts& scripts, SqlDialect dialect) {
  for (const std::string& script : scripts) {
    EXPECT_EQ(split_texts(script, dialect), Texts{script});
    EXPECT_EQ(problems_of(script, dialect), Problems{}) << script;
    EXPECT_EQ(split_texts(script + "\nSELECT 2;", dialect), (Texts{script, "SELECT 2;"}));
  }
}

class SplitStatementsOfEitherDialect : public testing::TestWithParam<SqlDialect> {};

INSTANTIATE_TEST_SUITE_P(Dialects, SplitStatementsOfEitherDialect,
                         testing::Values(SqlDialect::postgres, SqlDialect::sqlite),
                         [](const auto& dialect) {
                           return dialect.param == SqlDialect::postgres ? "postgres" : "sqlite";
                         });

TEST_P(SplitStatementsOfEitherDialect, CutsAfterEachSemicolon) {
  EXPECT_EQ(split_texts("SELECT 1; SELECT 2;SELECT 3;", GetParam()),
            (Texts{"SELECT 1;", "SELECT 2;", "SELECT 3;"}));
}

TEST_P(SplitStatementsOfEitherDialect, TakesALastStatementWithoutSemicolon) {
  EXPECT_EQ(split_texts("SELECT 1;\nSELECT 2\n", GetParam()), (Texts{"SELECT 1;", "SELECT 2"}));
}

TEST_P(SplitStatementsOfEitherDialect, LeavesOutBlanksAndCommentsAroundAStatement) {
  EXPECT_EQ(
      split_texts("\t-- a;\n/* b; */ SELECT 1 -- c;\n ; -- d\nSELECT 2 /* e */ -- f", GetParam()),
      (Texts{"SELECT 1 -- c;\n ;", "SELECT 2"}));
}

TEST_P(SplitStatementsOfEitherDialect, GivesByteOffsets) {
  const Statements split = split_statements(" SELECT 'é' ;\r\nSELECT 2", GetParam());
  EXPECT_EQ(split.statements, (std::vector<SqlStatement>{{1, 14}, {16, 24}}));
}

TEST_P(SplitStatementsOfEitherDialect, FindsNothingInABlankScript) {
  for (const std::string script :
       {"", " ", ";", ";;\n;", "-- a", "-- a;\n", "/* a; */;", "\r\n\f"}) {
    EXPECT_EQ(split_texts(script, GetParam()), Texts{}) << script;
    EXPECT_EQ(problems_of(script, GetParam()), Problems{}) << script;
    EXPECT_EQ(content_of(script, GetParam()), Content::blank) << script;
  }
}

TEST_P(SplitStatementsOfEitherDialect, FindsContentBehindCommentsAndEmptyStatements) {
  for (const std::string script :
       {"SELECT 1", ";; SELECT 1", "-- a\nx", "/* a */ 'b", "(", "\"a"}) {
    EXPECT_EQ(content_of(script, GetParam()), Content::statements) << script;
  }
}

TEST_P(SplitStatementsOfEitherDialect, KeepsQuotedTextWhole) {
  expect_whole({"SELECT 'a;b';", "SELECT 'a'';b';", "SELECT ''';''';", R"(SELECT "a;b";)",
                R"(SELECT "a"";b";)", R"(SELECT 'a\';)", "SELECT x'ab', X'cd';",
                "SELECT '--', '/*';", "SELECT 'a\n;\n';", R"(SELECT "a--;";)"},
               GetParam());
}

TEST_P(SplitStatementsOfEitherDialect, SkipsCommentsNextToOperators) {
  EXPECT_EQ(split_texts("SELECT 1+--;\n2; SELECT 3*/*;*/4; SELECT 5-1/2;", GetParam()),
            (Texts{"SELECT 1+--;\n2;", "SELECT 3*/*;*/4;", "SELECT 5-1/2;"}));
}

TEST_P(SplitStatementsOfEitherDialect, DoesNotTakeSlashStarSlashForAWholeComment) {
  EXPECT_EQ(split_texts("/*/ SELECT 1; */ SELECT 2; /**/ SELECT 3; /***/", GetParam()),
            (Texts{"SELECT 2;", "SELECT 3;"}));
}

TEST_P(SplitStatementsOfEitherDialect, ReportsWhereAnUnterminatedConstructOpens) {
  EXPECT_EQ(problems_of("SELECT 1; SELECT 'a;", GetParam()),
            (Problems{{LexProblemKind::unterminated_string, 17}}));
  EXPECT_EQ(problems_of("SELECT 'a''", GetParam()),
            (Problems{{LexProblemKind::unterminated_string, 7}}));
  EXPECT_EQ(problems_of("SELECT x'", GetParam()),
            (Problems{{LexProblemKind::unterminated_string, 7}}));
  EXPECT_EQ(problems_of("SELECT \"a;", GetParam()),
            (Problems{{LexProblemKind::unterminated_identifier, 7}}));
  EXPECT_EQ(problems_of("SELECT 1; /* a;", GetParam()),
            (Problems{{LexProblemKind::unterminated_comment, 10}}));
  EXPECT_EQ(problems_of("/*", GetParam()), (Problems{{LexProblemKind::unterminated_comment, 0}}));
}

TEST_P(SplitStatementsOfEitherDialect, KeepsAnUnterminatedStringButNotACommentInItsStatement) {
  EXPECT_EQ(split_texts("SELECT 1; SELECT 'a; \n", GetParam()),
            (Texts{"SELECT 1;", "SELECT 'a; \n"}));
  EXPECT_EQ(split_texts("SELECT 1; SELECT 2 /* a; \n", GetParam()),
            (Texts{"SELECT 1;", "SELECT 2"}));
}

TEST_P(SplitStatementsOfEitherDialect, AcceptsAnyBytes) {
  std::string all;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string script{static_cast<char>(first), static_cast<char>(second)};
      EXPECT_LE(split_statements(script, GetParam()).statements.size(), 2U);
      all += script;
    }
  }
  EXPECT_GE(split_statements(all, GetParam()).statements.size(), 1U);
}

// Each of these took some splitter quadratic time. Ten seconds is far above linear time even in a
// sanitized build on a busy machine, and far below the square of the sizes.
TEST_P(SplitStatementsOfEitherDialect, TakesLinearTimeWhateverTheInput) {
  constexpr std::size_t kMany = 300'000;
  const Texts scripts = {
      repeated("/*", kMany),
      repeated("/*", kMany) + repeated("*/", kMany) + "SELECT 1;",
      repeated("(", kMany),
      repeated("$a", kMany),
      repeated("$a$b", kMany),
      "$" + repeated("a", kMany) + "$" + repeated("$" + std::string(1000, 'a'), kMany / 1000),
      repeated("E'a'\n--\n", kMany),
      repeated("E'a'\n'b' ", kMany),
      repeated("'", kMany),
      repeated("\\", kMany),
      repeated("\\\n", kMany),
      repeated("SELECT 1;", kMany),
      "CREATE FUNCTION f() " + repeated("BEGIN ATOMIC CREATE FUNCTION f() ", kMany),
      "CREATE TRIGGER t BEGIN " + repeated("SELECT 1;", kMany),
  };
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& script : scripts) (void)split_statements(script, GetParam());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

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

TEST(LeadingWords, AreInUpperCaseWithCommentsSkipped) {
  EXPECT_EQ(
      leading_words("create /* a */ Index -- b\n CONCURRENTLY i ON t", SqlDialect::postgres, 3),
      (Texts{"CREATE", "INDEX", "CONCURRENTLY"}));
}

TEST(LeadingWords, StopAtTheFirstTokenThatIsNoWord) {
  struct Row {
    std::string_view statement;
    Texts words;
  };
  const std::vector<Row> rows = {
      {"", {}},
      {"VACUUM;", {"VACUUM"}},
      {"ALTER TYPE \"a\" ADD VALUE", {"ALTER", "TYPE"}},
      {"ALTER TYPE U&\"a\" ADD", {"ALTER", "TYPE"}},
      {"SELECT E'a' FROM t", {"SELECT"}},
      {"SELECT b'0' FROM t", {"SELECT"}},
      {"SELECT $$a$$ FROM t", {"SELECT"}},
      {"SELECT 1 FROM t", {"SELECT"}},
      {"(SELECT 1)", {}},
      {"drop table größe_1$", {"DROP", "TABLE", "GRößE_1$"}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(leading_words(row.statement, SqlDialect::postgres, 9), row.words) << row.statement;
  }
}

TEST(LeadingWords, FollowTheDialect) {
  EXPECT_EQ(leading_words("DROP `a` b", SqlDialect::sqlite, 3), Texts{"DROP"});
  EXPECT_EQ(leading_words("SELECT e'a'", SqlDialect::sqlite, 3), (Texts{"SELECT", "E"}));
  EXPECT_EQ(leading_words("/* /* */ SELECT */", SqlDialect::sqlite, 3), Texts{"SELECT"});
  EXPECT_EQ(leading_words("/* /* */ SELECT */", SqlDialect::postgres, 3), Texts{});
}

TEST(TransactionControlOf, NamesWhatAStatementOfPostgresDoes) {
  struct Row {
    std::string_view statement;
    TransactionControl control;
  };
  const std::vector<Row> rows = {
      {"BEGIN;", TransactionControl::begins},
      {"begin isolation level serializable", TransactionControl::begins},
      {"START TRANSACTION READ ONLY", TransactionControl::begins},
      {"COMMIT", TransactionControl::ends},
      {"COMMIT AND CHAIN", TransactionControl::ends},
      {"/* a */ commit -- b\n work;", TransactionControl::ends},
      {"END TRANSACTION;", TransactionControl::ends},
      {"ABORT;", TransactionControl::ends},
      {"ROLLBACK;", TransactionControl::ends},
      {"ROLLBACK WORK;", TransactionControl::ends},
      {"ROLLBACK AND NO CHAIN;", TransactionControl::ends},
      {"PREPARE TRANSACTION 'a';", TransactionControl::ends},
      {"PREPARE TRANSACTION $$a$$;", TransactionControl::ends},
      {"COMMIT PREPARED 'a';", TransactionControl::ends},
      {"ROLLBACK PREPARED 'a';", TransactionControl::ends},
      {"SAVEPOINT a;", TransactionControl::savepoint},
      {"RELEASE a;", TransactionControl::savepoint},
      {"RELEASE SAVEPOINT a;", TransactionControl::savepoint},
      {"ROLLBACK TO a;", TransactionControl::savepoint},
      {"ROLLBACK WORK TO SAVEPOINT a;", TransactionControl::savepoint},
      {"ROLLBACK TRANSACTION TO a;", TransactionControl::savepoint},
      {"", TransactionControl::none},
      {";", TransactionControl::none},
      {"SELECT 1", TransactionControl::none},
      {"PREPARE transaction AS SELECT 1", TransactionControl::none},
      {"PREPARE a AS SELECT 1", TransactionControl::none},
      {"START", TransactionControl::none},
      {"\"commit\"", TransactionControl::none},
      {"SET TRANSACTION READ ONLY", TransactionControl::none},
      {"CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END", TransactionControl::none},
      {"DO $$ BEGIN COMMIT; END $$", TransactionControl::none},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(transaction_control(row.statement, SqlDialect::postgres), row.control)
        << row.statement;
  }
}

TEST(TransactionControlOf, NamesWhatAStatementOfSqliteDoes) {
  struct Row {
    std::string_view statement;
    TransactionControl control;
  };
  const std::vector<Row> rows = {
      {"BEGIN IMMEDIATE", TransactionControl::begins},
      {"END", TransactionControl::ends},
      {"COMMIT TRANSACTION a", TransactionControl::ends},
      {"ROLLBACK TRANSACTION a", TransactionControl::ends},
      {"ROLLBACK TRANSACTION `to`", TransactionControl::ends},
      {"ROLLBACK TRANSACTION a TO b", TransactionControl::savepoint},
      {"ROLLBACK TO SAVEPOINT [a]", TransactionControl::savepoint},
      {"SAVEPOINT a", TransactionControl::savepoint},
      {"RELEASE a", TransactionControl::savepoint},
      {"EXPLAIN COMMIT", TransactionControl::none},
      {"INSERT OR ROLLBACK INTO t VALUES (1)", TransactionControl::none},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(transaction_control(row.statement, SqlDialect::sqlite), row.control) << row.statement;
  }
}

}  // namespace
}  // namespace sqlmig::sqltext

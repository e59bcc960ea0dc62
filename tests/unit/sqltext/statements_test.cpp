#include "sqltext/statements.hpp"

#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

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

}  // namespace
}  // namespace sqlmig::sqltext

// COPY … FROM STDIN in scripts: where its data is, and that the data means nothing.
#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

constexpr auto kPostgres = SqlDialect::postgres;

// The data of each statement; "none" where it takes none.
Texts data_of(std::string_view script) {
  Texts texts;
  for (const SqlStatement& statement : split_statements(script, kPostgres).statements) {
    const bool takes_data = statement.next > statement.end;
    texts.emplace_back(
        takes_data ? script.substr(statement.data_begin, statement.data_end - statement.data_begin)
                   : "none");
  }
  return texts;
}

TEST(SplitCopy, FindsTheDataBehindTheStatement) {
  const std::string_view script = "SELECT 1;\nCOPY t FROM STDIN;\n1\ta\n2\t\\N\n\\.\nSELECT 2;\n";
  EXPECT_EQ(postgres(script), (Texts{"SELECT 1;", "COPY t FROM STDIN;", "SELECT 2;"}));
  EXPECT_EQ(data_of(script), (Texts{"none", "1\ta\n2\t\\N\n", "none"}));
  EXPECT_EQ(problems_of(script, kPostgres), Problems{});
}

TEST(SplitCopy, GivesByteOffsets) {
  const std::string_view script = "COPY t FROM STDIN; --\n1\n\\.\n";
  EXPECT_EQ(split_statements(script, kPostgres).statements,
            (std::vector<SqlStatement>{{0, 18, 22, 24, 27}}));
}

TEST(SplitCopy, GivesTheEndOfAStatementWithoutDataFiveTimes) {
  EXPECT_EQ(split_statements("COPY t TO STDOUT;\n", kPostgres).statements,
            (std::vector<SqlStatement>{{0, 17, 17, 17, 17}}));
}

TEST(SplitCopy, KnowsTheStatementInAllItsForms) {
  for (const std::string copy :
       {"COPY t FROM STDIN", "copy t from stdin", "COPY public.t (a, b) FROM stdin",
        "COPY BINARY t FROM STDIN", "COPY t FROM STDOUT", "COPY \"from\" FROM STDIN",
        "COPY s.from FROM STDIN", "COPY t\n  FROM -- where from\n  STDIN",
        "COPY t FROM STDIN WITH (FORMAT csv, HEADER)", "COPY t FROM STDIN CSV QUOTE ';'",
        "COPY t FROM STDIN WHERE a > (1)", "COPY copy FROM STDIN"}) {
    EXPECT_EQ(data_of(copy + ";\n1\n\\.\n"), Texts{"1\n"}) << copy;
    EXPECT_EQ(problems_of(copy + ";\n1\n\\.\n", kPostgres), Problems{}) << copy;
  }
}

TEST(SplitCopy, TakesNoDataForWhatOnlyLooksLikeIt) {
  for (const std::string statement :
       {"COPY (SELECT a FROM stdin) TO STDOUT", "COPY t FROM '/tmp/f'", "COPY t FROM PROGRAM 'cat'",
        "COPY t TO STDIN", "COPY t (\"FROM\", stdin) TO STDOUT", "COPY t FROM \"stdin\"",
        "COPY t FROM '/tmp/f' WHERE a IS DISTINCT FROM stdin", "SELECT copy FROM stdin",
        "COPY s.from stdin", "COPY (a FROM STDIN)", "COPY (SELECT 1) FROM STDIN", "COPY FROM STDIN",
        "EXPLAIN COPY t FROM STDIN", "COPY t FROM E'stdin'"}) {
    const Texts statements = postgres(statement + ";\nSELECT 2;\n");
    EXPECT_EQ(statements.back(), "SELECT 2;") << statement;
  }
}

TEST(SplitCopy, TakesEverythingUpToTheLineThatEndsIt) {
  for (const std::string data :
       {"it's; -- sqlmig: no-transaction\n", "\\.x\n", " \\.\n", "\\\\.\n", "x\\.\n", "$$\n/*\n",
        "\\i file.sql\n", "\\restrict a\n", "\n\n", "COPY u FROM STDIN;\n", "\"a\nb\"\n"}) {
    const std::string script = "COPY t FROM STDIN;\n" + data + "\\.\nSELECT 2;\n";
    EXPECT_EQ(data_of(script), (Texts{data, "none"})) << data;
    EXPECT_EQ(problems_of(script, kPostgres), Problems{}) << data;
  }
}

TEST(SplitCopy, TakesEmptyData) {
  EXPECT_EQ(data_of("COPY t FROM STDIN;\n\\.\nSELECT 2;"), (Texts{"", "none"}));
}

TEST(SplitCopy, TakesAnEndWithoutLineEndAtTheEndOfTheText) {
  EXPECT_EQ(data_of("COPY t FROM STDIN;\n1\n\\."), Texts{"1\n"});
  EXPECT_EQ(problems_of("COPY t FROM STDIN;\n1\n\\.", kPostgres), Problems{});
}

TEST(SplitCopy, TakesSeveral) {
  EXPECT_EQ(data_of("COPY t FROM STDIN;\n1\n\\.\nCOPY u FROM STDIN;\n2\n\\.\n"),
            (Texts{"1\n", "2\n"}));
}

TEST(SplitCopy, AllowsACommentBetweenStatementAndData) {
  for (const std::string comment : {" ", " -- rows; of t", " /* rows */ ", "\t--"}) {
    const std::string script = "COPY t FROM STDIN;" + comment + "\n1\n\\.\n";
    EXPECT_EQ(data_of(script), Texts{"1\n"}) << comment;
    EXPECT_EQ(problems_of(script, kPostgres), Problems{}) << comment;
  }
}

TEST(SplitCopy, ReportsWhatElseStandsThere) {
  for (const std::string text : {"SELECT 1;", "1", ";", "\\.", "/* rows", "'"}) {
    const std::string script = "COPY t FROM STDIN; " + text + "\n1\n\\.\nSELECT 2;\n";
    EXPECT_EQ(problems_of(script, kPostgres), (Problems{{LexProblemKind::text_before_data, 19}}))
        << text;
    EXPECT_EQ(data_of(script), (Texts{"1\n", "none"})) << text;
  }
}

TEST(SplitCopy, ReportsDataThatDoesNotEnd) {
  for (const std::string script :
       {"SELECT 1;\nCOPY t FROM STDIN;\n1\nSELECT 2;\n", "SELECT 1;\nCOPY t FROM STDIN;",
        "SELECT 1;\nCOPY t FROM STDIN", "SELECT 1;\nCOPY t FROM STDIN;\n\\. \n"}) {
    EXPECT_EQ(problems_of(script, kPostgres), (Problems{{LexProblemKind::unterminated_copy, 10}}))
        << script;
    EXPECT_EQ(postgres(script).size(), 2U) << script;
  }
  EXPECT_EQ(data_of("COPY t FROM STDIN;\n1\n2"), Texts{"1\n2"});
}

TEST(SplitCopy, ReportsItsProblemsInTheOrderOfTheText) {
  EXPECT_EQ(problems_of("COPY t \\x\nFROM STDIN; 2\n1\n", kPostgres),
            (Problems{{LexProblemKind::unterminated_copy, 0},
                      {LexProblemKind::meta_command, 7},
                      {LexProblemKind::text_before_data, 22}}));
  EXPECT_EQ(problems_of("COPY t FROM STDIN\n1\n\\.\n'", kPostgres),
            (Problems{{LexProblemKind::unterminated_copy, 0},
                      {LexProblemKind::meta_command, 20},
                      {LexProblemKind::unterminated_string, 23}}));
}

TEST(SplitCopy, FindsTheSameDataInTheStatementByItself) {
  const std::string_view script = "SELECT 1; COPY t FROM STDIN; --\n1\n2\n\\.\nSELECT 2;";
  const SqlStatement copy = split_statements(script, kPostgres).statements.at(1);
  const std::string_view alone = script.substr(copy.begin, copy.next - copy.begin);
  EXPECT_EQ(postgres(alone), Texts{"COPY t FROM STDIN;"});
  EXPECT_EQ(data_of(alone), Texts{"1\n2\n"});
}

TEST(SplitCopy, KnowsNoDataInSqlite) {
  EXPECT_EQ(sqlite("COPY t FROM STDIN;\nSELECT 1;\n"), (Texts{"COPY t FROM STDIN;", "SELECT 1;"}));
}

TEST(SplitCopy, TakesLinearTimeWhateverTheData) {
  constexpr std::size_t kMany = 300'000;
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& script :
       {"COPY t FROM STDIN;\n" + repeated("\\.", kMany),
        "COPY t FROM STDIN;\n" + repeated("\\.x\n", kMany),
        repeated("COPY t FROM STDIN;\n\\.\n", kMany),
        repeated("COPY t FROM STDIN; x\n\\.\n", kMany), repeated("COPY t FROM STDIN;", kMany)}) {
    (void)split_statements(script, kPostgres);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

}  // namespace
}  // namespace sqlmig::sqltext

#include "sqltext/directives.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

using Texts = std::vector<std::string>;

Texts messages_of(std::string_view script) {
  Texts messages;
  for (const DirectiveProblem& problem : scan_directives(script).problems) {
    messages.push_back(problem.message);
  }
  return messages;
}

bool runs_alone(std::string_view script) {
  return scan_directives(script).directives.transaction == TransactionMode::none;
}

TEST(Directives, AreNoneWithoutComments) {
  const DirectiveScan scan = scan_directives("SELECT 1;\n");
  EXPECT_EQ(scan.directives.transaction, TransactionMode::transactional);
  EXPECT_EQ(scan.directives.foreign_keys, ForeignKeys::enforced);
  EXPECT_TRUE(scan.problems.empty());
}

TEST(Directives, TakeAScriptOutOfTheTransaction) {
  EXPECT_TRUE(runs_alone("-- sqlmig: no-transaction\nVACUUM;\n"));
}

TEST(Directives, TurnForeignKeysOff) {
  EXPECT_EQ(scan_directives("-- sqlmig: foreign-keys off\n").directives.foreign_keys,
            ForeignKeys::off);
}

TEST(Directives, MayBeWrittenAnyWay) {
  const Texts rows{
      "-- sqlmig: no-transaction\n",        "--sqlmig:no-transaction\n",
      "-- sqlmig: no-transaction",          "  \t-- sqlmig : no-transaction  \t\n",
      "-- SQLMIG: no-transaction\n",        "-- Sqlmig: no-transaction\n",
      "-- sqlmig: no-transaction\r\n",      "\n\n-- about this\n\n-- sqlmig: no-transaction\n",
      "/* a */\n-- sqlmig: no-transaction", "/* a\n b\n */\n-- sqlmig: no-transaction\nVACUUM;\n",
  };
  for (const std::string& row : rows) {
    EXPECT_TRUE(runs_alone(row)) << row;
    EXPECT_EQ(messages_of(row), Texts{}) << row;
  }
}

TEST(Directives, AreNotSeenInOtherComments) {
  const Texts rows{
      "-- sqlmig runs this in a transaction\n",
      "-- the directive sqlmig: no-transaction\n",
      "/* sqlmig: no-transaction */\n",
      "-- sqlmigrate: no-transaction\n",
      "# sqlmig: no-transaction\n",
      "-- see sqlmig\n",
  };
  for (const std::string& row : rows) {
    EXPECT_FALSE(runs_alone(row)) << row;
    EXPECT_EQ(messages_of(row), Texts{}) << row;
  }
}

TEST(Directives, AreRefusedIfUnknown) {
  EXPECT_EQ(messages_of("-- sqlmig: explode\n"), Texts{"unknown directive 'explode'"});
}

TEST(Directives, SuggestWhatWasMeant) {
  struct Row {
    std::string_view script;
    std::string_view advice;
  };
  const std::vector<Row> rows{
      {"-- sqlmig: no-transactions\n", "did you mean 'no-transaction'?"},
      {"-- sqlmig: no transaction\n", "did you mean 'no-transaction'?"},
      {"-- sqlmig: foreign-keys of\n", "did you mean 'foreign-keys off'?"},
      {"-- sqlmig: explode\n",
       "known are: no-transaction, foreign-keys off, lock-timeout, statement-timeout"},
      {"-- sqlmig:\n",
       "known are: no-transaction, foreign-keys off, lock-timeout, statement-timeout"},
  };
  for (const Row& row : rows) {
    const DirectiveScan scan = scan_directives(row.script);
    ASSERT_EQ(scan.problems.size(), 1U) << row.script;
    EXPECT_EQ(scan.problems[0].advice, row.advice) << row.script;
  }
}

TEST(Directives, NeedTheirColon) {
  EXPECT_EQ(messages_of("-- sqlmig no-transaction\n"),
            Texts{"directive 'no-transaction' lacks its colon"});
}

TEST(Directives, AreRefusedAfterTheFirstStatement) {
  EXPECT_EQ(messages_of("SELECT 1;\n-- sqlmig: no-transaction\n"),
            Texts{"directive 'no-transaction' stands after the first statement, where it has no "
                  "effect"});
}

TEST(Directives, AreRowsInTheDataOfCopy) {
  const DirectiveScan scan = scan_directives(
      "SELECT 1;\nCOPY t FROM STDIN;\n-- sqlmig: no-transaction\n\\.\n-- sqlmig: foreign-keys "
      "off\n");
  ASSERT_EQ(scan.problems.size(), 1U);
  EXPECT_EQ(scan.problems[0].offset, 58U);
  EXPECT_EQ(scan.directives, Directives{});
}

TEST(Directives, HaveNoEffectAfterTheFirstStatement) {
  EXPECT_FALSE(runs_alone("SELECT 1;\n-- sqlmig: no-transaction\n"));
}

TEST(Directives, AreRefusedAfterAStatementBehindAComment) {
  for (const char* script : {"/* a */ SELECT 1;\n-- sqlmig: no-transaction\n",
                             "/* a\n */ SELECT 1;\n-- sqlmig: no-transaction\n"}) {
    EXPECT_FALSE(runs_alone(script)) << script;
    EXPECT_EQ(messages_of(script).size(), 1U) << script;
  }
}

TEST(Directives, AreNotSeenInsideABlockComment) {
  EXPECT_FALSE(runs_alone("/*\n-- sqlmig: no-transaction\n*/\nSELECT 1;\n"));
}

TEST(Directives, AreSeenAfterABlockCommentThatStartsAnother) {
  EXPECT_TRUE(runs_alone("/* a */ /* b\n*/\n-- sqlmig: no-transaction\n"));
}

TEST(Directives, AreRefusedTwice) {
  EXPECT_EQ(messages_of("-- sqlmig: no-transaction\n-- sqlmig: no-transaction\n"),
            Texts{"directive 'no-transaction' is given twice"});
}

TEST(Directives, ExcludeEachOther) {
  EXPECT_EQ(messages_of("-- sqlmig: no-transaction\n-- sqlmig: foreign-keys off\n"),
            Texts{"the directives no-transaction and foreign-keys off exclude each other"});
}

TEST(Directives, PointAtTheirComment) {
  const DirectiveScan scan = scan_directives("-- é\n  -- sqlmig: explode\n");
  ASSERT_EQ(scan.problems.size(), 1U);
  EXPECT_EQ(scan.problems[0].offset, 8U);
}

TEST(Directives, ReportEveryProblemInOneRun) {
  EXPECT_EQ(messages_of("-- sqlmig: a\n-- sqlmig: b\nSELECT 1;\n-- sqlmig: no-transaction\n"),
            (Texts{"unknown directive 'a'", "unknown directive 'b'",
                   "directive 'no-transaction' stands after the first statement, where it has no "
                   "effect"}));
}

TEST(Directives, KeepWhatCouldBeUnderstood) {
  EXPECT_TRUE(runs_alone("-- sqlmig: explode\n-- sqlmig: no-transaction\n"));
}

}  // namespace
}  // namespace sqlmig::sqltext

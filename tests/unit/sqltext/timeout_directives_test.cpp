// lock-timeout and statement-timeout, the directives that take a duration.
#include "sqltext/directives.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

using std::chrono::milliseconds;

Directives directives_of(std::string_view script) { return scan_directives(script).directives; }

struct Problem {
  std::string_view script;
  std::string_view message;
  std::string_view advice;
};

void expect_problem(const Problem& row) {
  const DirectiveScan scan = scan_directives(row.script);
  ASSERT_EQ(scan.problems.size(), 1U) << row.script;
  EXPECT_EQ(scan.problems[0].message, row.message);
  EXPECT_EQ(scan.problems[0].advice, row.advice) << row.script;
  EXPECT_EQ(scan.directives.lock_timeout, std::nullopt) << row.script;
  EXPECT_EQ(scan.directives.statement_timeout, std::nullopt) << row.script;
}

TEST(TimeoutDirectives, AreNoneUnlessTheyAreGiven) {
  EXPECT_EQ(directives_of("SELECT 1;\n").lock_timeout, std::nullopt);
  EXPECT_EQ(directives_of("SELECT 1;\n").statement_timeout, std::nullopt);
}

TEST(TimeoutDirectives, SayHowLong) {
  const DirectiveScan scan = scan_directives(
      "-- sqlmig: lock-timeout 5s\n-- sqlmig: statement-timeout 10min\nSELECT 1;\n");
  EXPECT_TRUE(scan.problems.empty());
  EXPECT_EQ(scan.directives.lock_timeout, milliseconds(5000));
  EXPECT_EQ(scan.directives.statement_timeout, milliseconds(600'000));
}

TEST(TimeoutDirectives, MaySayWithoutEnd) {
  EXPECT_EQ(directives_of("-- sqlmig: lock-timeout 0\n").lock_timeout, milliseconds(0));
}

TEST(TimeoutDirectives, GoWithTheOthers) {
  const DirectiveScan scan =
      scan_directives("-- sqlmig: no-transaction\n-- sqlmig: lock-timeout 1h\nVACUUM;\n");
  EXPECT_TRUE(scan.problems.empty());
  EXPECT_EQ(scan.directives.transaction, TransactionMode::none);
  EXPECT_EQ(scan.directives.lock_timeout, milliseconds(3'600'000));
}

TEST(TimeoutDirectives, MayHaveAnyBlanks) {
  for (const char* script : {"--sqlmig:lock-timeout 5s", "-- sqlmig:  lock-timeout \t 5s \r\n",
                             "  -- SQLMIG : lock-timeout\t5s\n"}) {
    EXPECT_EQ(directives_of(script).lock_timeout, milliseconds(5000)) << script;
    EXPECT_TRUE(scan_directives(script).problems.empty()) << script;
  }
}

TEST(TimeoutDirectives, AreRefusedWithAValueThatIsNone) {
  expect_problem({"-- sqlmig: lock-timeout\n", "directive 'lock-timeout' does not say how long",
                  "write -- sqlmig: lock-timeout 5s"});
  expect_problem({"-- sqlmig: lock-timeout 5\n", "directive 'lock-timeout': '5' lacks a unit",
                  "write 5s for seconds, 5ms for milliseconds or 5min for minutes"});
  expect_problem({"-- sqlmig: statement-timeout 5 s\n",
                  "directive 'statement-timeout': '5 s' is in no known unit",
                  "the units are ms, s, min, h and d, as in 5min"});
  expect_problem({"-- sqlmig: statement-timeout 40d\n",
                  "directive 'statement-timeout': '40d' is longer than a database can wait",
                  "the longest is 2147483647ms, which is 24 days; 0 is without end"});
}

TEST(TimeoutDirectives, AreRefusedIfMisspelled) {
  expect_problem({"-- sqlmig: lock_timeout 5s\n", "unknown directive 'lock_timeout 5s'",
                  "did you mean 'lock-timeout'?"});
  expect_problem({"-- sqlmig: statment-timeout 5s\n", "unknown directive 'statment-timeout 5s'",
                  "did you mean 'statement-timeout'?"});
  expect_problem({"-- sqlmig: lock-timeout: 5s\n", "unknown directive 'lock-timeout: 5s'",
                  "did you mean 'lock-timeout'?"});
  expect_problem({"-- sqlmig: lock-timeout=5s\n", "unknown directive 'lock-timeout=5s'",
                  "did you mean 'lock-timeout'?"});
}

TEST(TimeoutDirectives, AreRefusedTwiceWhateverTheySay) {
  const DirectiveScan scan =
      scan_directives("-- sqlmig: lock-timeout 5s\n-- sqlmig: lock-timeout 6s\n");
  ASSERT_EQ(scan.problems.size(), 1U);
  EXPECT_EQ(scan.problems[0].message, "directive 'lock-timeout' is given twice");
  EXPECT_EQ(scan.problems[0].offset, 27U);
  EXPECT_EQ(scan.directives.lock_timeout, milliseconds(5000));
}

TEST(TimeoutDirectives, NeedTheirColon) {
  expect_problem({"-- sqlmig lock-timeout 5s\n", "directive 'lock-timeout 5s' lacks its colon",
                  "write -- sqlmig: lock-timeout 5s"});
}

TEST(TimeoutDirectives, AreNotSeenInProse) {
  EXPECT_TRUE(
      scan_directives("-- sqlmig lock-timeout is not needed here\nSELECT 1;\n").problems.empty());
}

TEST(TimeoutDirectives, AreRefusedAfterTheFirstStatement) {
  expect_problem({"SELECT 1;\n-- sqlmig: lock-timeout 5s\n",
                  "directive 'lock-timeout 5s' stands after the first statement, where it has no "
                  "effect",
                  "move it to the top of the file"});
}

TEST(TimeoutDirectives, MakeScriptsDiffer) {
  EXPECT_EQ(directives_of("-- sqlmig: lock-timeout 60s\n"),
            directives_of("-- sqlmig: lock-timeout 1min\n"));
  EXPECT_NE(directives_of("-- sqlmig: lock-timeout 5s\n"),
            directives_of("-- sqlmig: lock-timeout 6s\n"));
  EXPECT_NE(directives_of("-- sqlmig: lock-timeout 0\n"), directives_of("SELECT 1;\n"));
}

}  // namespace
}  // namespace sqlmig::sqltext

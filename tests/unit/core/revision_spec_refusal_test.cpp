#include "support/caught.hpp"
#include <sqlmig/revision_spec.hpp>

#include <gtest/gtest.h>

#include <string>

namespace sqlmig {
namespace {

using test::caught;

std::string refusal(const std::string& text) {
  const Error error = caught([&] { (void)parse_revision_spec(text); });
  EXPECT_EQ(error.code(), ErrorCode::usage) << text;
  return error.what();
}

std::string advice_for(const std::string& text) {
  return caught([&] { (void)parse_revision_spec(text); }).advice;
}

TEST(RevisionSpecParser, RefusesEveryOtherForm) {
  const std::vector<std::string> rows{
      // nothing
      "",
      " ",
      ":",
      "@",
      "::",
      "@:",
      ":@",
      // steps
      "+",
      "-",
      "head+",
      "head-",
      "head+-1",
      "head--1",
      "a--1",
      "+-1",
      "-+1",
      "++1",
      "head+1-1",
      "head+x",
      "head+1x",
      "head+ 1",
      "-1.5",
      "-0x10",
      "head-1 ",
      "+2147483648",
      "-2147483648",
      "head-99999999999999999999",
      "2147483648+2147483648",
      // branches
      "@head",
      "@-1",
      "a@",
      "a@b@c",
      "a@@head",
      "a@head@head",
      "head@x",
      "heads@head",
      "base@head",
      "current@head",
      "+1@head",
      "a+1@head",
      "a-1@head",
      "a@+",
      "a@b c",
      "a b@head",
      ".a@head",
      // ranges
      "a:b:c",
      "a::b",
      ":a:",
      "a:b@",
      "@a:b",
      "a+:b",
      "a: b",
      "a:b c",
      // names
      "head 1",
      "a b",
      ".hidden",
      "a/b",
      "a,b",
      "é",
      "caf\xe9",
      "head\n",
      std::string("a\0b", 3),
      std::string(129, 'x'),
      std::string(129, 'x') + "@head",
  };
  for (const std::string& row : rows) (void)refusal(row);
}

TEST(RevisionSpecParser, QuotesWhatItRefuses) {
  EXPECT_EQ(refusal("a b"),
            "'a b' is not a revision: only the characters A-Z a-z 0-9 _ . are allowed");
  EXPECT_EQ(refusal("a@"), "'a@' is not a revision: there is no name");
  EXPECT_EQ(refusal("aaaa:.b"), "'.b' is not a revision: it starts with a dot");
}

TEST(RevisionSpecParser, ShowsHowStepsAreWritten) {
  EXPECT_EQ(refusal("head-"), "'head-' is not a revision: after - comes a number");
  EXPECT_EQ(advice_for("head-"), "write it as in 'head-2' or '+1'; a name holds no + and no -");
}

TEST(RevisionSpecParser, ShowsHowABranchIsWritten) {
  EXPECT_EQ(refusal("head@billing"),
            "'head@billing' is not a revision: before @ stands a label or a revision");
  EXPECT_EQ(advice_for("head@billing"), "write it as in 'billing@head'");
}

TEST(RevisionSpecParser, ShowsHowARangeIsWritten) {
  EXPECT_EQ(refusal(":"), "the range ':' has no end");
  EXPECT_EQ(advice_for(":"), "write FROM:TO, FROM: or :TO");
}

}  // namespace
}  // namespace sqlmig

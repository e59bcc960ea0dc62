#include "unit/core/resolving.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

TEST(ResolveRange, HoldsBothEndsAndWhatIsBetween) {
  const std::vector<Row> rows{
      {"a001:c001", {"a001", "b001", "c001"}},
      {"a001:a001", {"a001"}},
      {"b001:m001", {"b001", "c001", "d001", "m001"}},
      {"c001:t001", {"c001", "m001", "t001"}},
      {"head-1:head", {"m001", "t001"}},
      {"c001:d001+1", {"c001", "m001"}},
  };
  for (const Row& row : rows) EXPECT_EQ(range(forked(), row.text), row.ids) << row.text;
}

TEST(ResolveRange, IsOpenWhereAnEndIsLeftOut) {
  const std::vector<Row> rows{
      {"m001:", {"m001", "t001"}},
      {":b001", {"a001", "b001"}},
      {"base:b001", {"a001", "b001"}},
      {"base:", {"a001", "b001", "c001", "d001", "m001", "t001"}},
      {":head", {"a001", "b001", "c001", "d001", "m001", "t001"}},
      {":base", {}},
  };
  for (const Row& row : rows) EXPECT_EQ(range(forked(), row.text), row.ids) << row.text;
}

TEST(ResolveRange, IsOpenTowardsEveryHead) {
  EXPECT_EQ(range(shop(), "users_1:"),
            (Ids{"users_1", "billing_1", "billing_2", "orders_1", "orders_2"}));
}

TEST(ResolveRange, HoldsDependenciesWhereItStartsAtTheBase) {
  EXPECT_EQ(range(shop(), ":billing@head"), (Ids{"audit_1", "users_1", "billing_1", "billing_2"}));
  EXPECT_EQ(range(shop(), "billing_1:billing_2"), (Ids{"billing_1", "billing_2"}));
}

TEST(ResolveRange, StartsAtTheBasesOfABranch) {
  EXPECT_EQ(range(shop(), "billing@base:billing_1"), (Ids{"users_1", "billing_1"}));
  EXPECT_EQ(range(shop(), "billing@base:"), (Ids{"users_1", "billing_1", "billing_2"}));
}

TEST(ResolveRange, MayBeRelativeToADatabase) {
  const Ids applied{"a001", "b001", "c001"};
  EXPECT_EQ(range(forked(), "-2:current", applied), (Ids{"a001", "b001", "c001"}));
  EXPECT_EQ(range(forked(), "current:+1", applied), (Ids{"c001", "m001"}));
  EXPECT_EQ(range(forked(), "current:", applied), (Ids{"c001", "m001", "t001"}));
  EXPECT_EQ(range(forked(), ":-1", applied), (Ids{"a001", "b001"}));
  EXPECT_EQ(range(forked(), ":current", {}), Ids{});
}

TEST(ResolveRange, StartsAtEachOfSeveralAppliedHeads) {
  EXPECT_EQ(range(forked(), "current:m001", {"a001", "b001", "c001", "d001"}),
            (Ids{"c001", "d001", "m001"}));
}

TEST(ResolveRange, DoesNotLeadAlongADependency) {
  EXPECT_STREQ(range_refusal(shop(), "audit_1:billing_2").what(),
               "nothing leads from one end of 'audit_1:billing_2' to the other: billing_2 is not "
               "built on audit_1");
  EXPECT_EQ(range(shop(), "audit_1:"), Ids{"audit_1"});
}

TEST(ResolveRange, StartsAtThoseBasesOfABranchThatLeadToItsEnd) {
  const History history =
      history_of({{"a001"}, {"b001"}, labelled("m001", {"a001", "b001"}, {"x"})});
  EXPECT_EQ(range(history, "x@base:a001"), Ids{"a001"});
}

TEST(ResolveRange, TakesNoSingleRevision) {
  const Error error = range_refusal(forked(), "c001");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(), "'c001' is a revision, and a range is wanted");
  EXPECT_EQ(error.advice, "write FROM:TO, FROM: or :TO; 'sqlmig show' shows one revision");
}

TEST(ResolveRange, RefusesToRunBackwards) {
  const Error error = range_refusal(forked(), "c001:a001");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(),
               "nothing leads from one end of 'c001:a001' to the other: a001 is not built on c001");
  EXPECT_EQ(error.advice, "the older end comes first, as in 'OLD:NEW'");
}

TEST(ResolveRange, RefusesEndsOnDifferentBranches) {
  EXPECT_EQ(range_refusal(forked(), "c001:d001").code(), ErrorCode::usage);
  EXPECT_EQ(range_refusal(forked(), "c001:base").code(), ErrorCode::usage);
}

TEST(ResolveRange, RefusesAnEndAsItRefusesTheRevision) {
  EXPECT_EQ(range_refusal(shop(), "head:").code(), ErrorCode::ambiguous_revision);
  EXPECT_EQ(range_refusal(shop(), ":nowhere").code(), ErrorCode::unknown_revision);
  EXPECT_EQ(range_refusal(shop(), "-3:current").code(), ErrorCode::usage);
}

TEST(ResolveRange, NamesTheEndThatNeedsADatabase) {
  EXPECT_STREQ(range_refusal(shop(), "-3:head").what(),
               "'-3' is relative to what a database has applied");
}

}  // namespace
}  // namespace sqlmig::test

#include "unit/core/resolving.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

TEST(ResolveOnABranch, FindsWhatAFormMeans) {
  const std::vector<Row> rows{
      {"orders@head", {"orders_2"}},
      {"orders@heads", {"orders_2"}},
      {"orders@base", {}},
      {"orders@head-1", {"orders_1"}},
      {"orders@head-2", {"users_1"}},
      {"orders@head-3", {}},
      {"orders@base+2", {"orders_1"}},
      {"billing@base+1", {"users_1"}},
      {"users_1@heads", {"billing_2", "orders_2"}},
      {"audit_1@head", {"audit_1"}},
      {"audit_1@base+1", {"audit_1"}},
      {"orders_2@head", {"orders_2"}},
      {"user@heads", {"billing_2", "orders_2"}},
      {"v2@head-1", {"orders_1"}},
      {"orders@users_1", {"users_1"}},
      {"orders@users_1+1", {"orders_1"}},
      {"orders@orders_2", {"orders_2"}},
  };
  for (const Row& row : rows) EXPECT_EQ(target(shop(), row.text), row.ids) << row.text;
}

TEST(ResolveOnABranch, FindsWhatAFormMeansToADatabase) {
  const std::vector<AppliedRow> rows{
      {"orders@current", {"users_1", "orders_1", "billing_1"}, {"orders_1"}},
      {"orders@current", {}, {}},
      {"orders@+1", {}, {"users_1"}},
      {"orders@+1", {"users_1"}, {"orders_1"}},
      {"orders@+1", {"users_1", "billing_1"}, {"orders_1"}},
      {"orders@+2", {"users_1", "billing_1"}, {"orders_2"}},
      {"orders@-1", {"users_1", "orders_1", "billing_1"}, {"users_1"}},
      {"orders@-2", {"users_1", "orders_1", "billing_1"}, {}},
      {"billing@-1", {"users_1", "audit_1", "billing_1", "billing_2"}, {"billing_1"}},
      {"audit_1@-1", {"users_1", "audit_1", "billing_1", "billing_2"}, {}},
  };
  for (const AppliedRow& row : rows) {
    EXPECT_EQ(target(shop(), row.text, row.applied), row.ids) << row.text;
  }
}

TEST(ResolveOnABranch, IsConfinedToTheLineageOfTheBranch) {
  for (const char* text : {"orders@head", "orders@base", "orders@-1", "orders@+1", "orders@v2"}) {
    EXPECT_EQ(branch(shop(), text, {"users_1", "orders_1"}), "orders_1") << text;
  }
}

TEST(ResolveOnABranch, StepsBackFromAMergeToTheBranch) {
  const Ids all{"a001", "b001", "c001", "d001", "m001"};
  EXPECT_EQ(target(forked(), "c001@-1", all), Ids{"c001"});
  EXPECT_EQ(target(forked(), "d001@head-2"), Ids{"d001"});
}

// Where the branch itself is not begun, the lineage is applied up to where it will begin.
TEST(ResolveOnABranch, HasAsCurrentWhatIsAppliedBelowIt) {
  EXPECT_EQ(target(shop(), "orders@current", {"users_1", "billing_1"}), Ids{"users_1"});
}

TEST(ResolveOnABranch, RefusesARevisionOfAnotherBranch) {
  const Error error = refusal(shop(), "orders@billing_1");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(), "billing_1 is not in the lineage of 'orders'");
}

TEST(ResolveOnABranch, OffersARangeThatShowsTheLineage) {
  const std::string advice = refusal(shop(), "orders@billing_1").advice;
  const std::size_t begin = advice.find("-r ") + 3;
  const std::string offered = advice.substr(begin, advice.find('\'', begin) - begin);
  EXPECT_EQ(range(shop(), offered), (Ids{"users_1", "orders_1", "orders_2"})) << advice;
}

TEST(ResolveOnABranch, CountsADependencyInNoLineage) {
  EXPECT_EQ(refusal(shop(), "billing@audit_1").code(), ErrorCode::usage);
}

TEST(ResolveOnABranch, DoesNotLeaveTheLineage) {
  const Error error = refusal(shop(), "orders@head+1");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(),
               "'orders@head+1' leads out of the history: no step is possible in the lineage of "
               "'orders'");
}

}  // namespace
}  // namespace sqlmig::test

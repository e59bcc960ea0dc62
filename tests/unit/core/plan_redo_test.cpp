#include "support/caught.hpp"
#include "unit/core/plans.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

Plan revert(const History& history, const Texts& applied, const Texts& revisions) {
  return plan_revert(history, applied_of(history, applied), DatabaseKind::sqlite,
                     indices(history, revisions));
}
Plan redo(const History& history, const Texts& applied, const Texts& revisions) {
  return plan_redo(history, applied_of(history, applied), DatabaseKind::sqlite,
                   indices(history, revisions));
}

TEST(PlanRevert, RevertsTheNewestFirst) {
  EXPECT_EQ(steps_of(revert(merging(), {"a", "b", "c"}, {"b", "c"})), (Texts{"down c", "down b"}));
}

TEST(PlanRevert, RefusesToLeaveAnAppliedChildBehind) {
  const Error error = caught([] { (void)revert(merging(), {"a", "b", "c"}, {"b"}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_STREQ(error.what(), "these applied revisions stand on what would be reverted: c");
}

TEST(PlanRevert, RefusesToLeaveAnAppliedDependentBehind) {
  const Error error = caught([] { (void)revert(merging(), {"a", "x", "b", "d"}, {"x"}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
}

TEST(PlanRevert, DoesNotMindAChildThatIsNotApplied) {
  EXPECT_EQ(steps_of(revert(merging(), {"a", "b"}, {"b"})), Texts{"down b"});
}

TEST(PlanRedo, RevertsTheNewestFirstAndAppliesTheOldestFirst) {
  EXPECT_EQ(steps_of(redo(merging(), {"a", "b", "c"}, {"b", "c"})),
            (Texts{"down c", "down b", "up b", "up c"}));
}

TEST(PlanRedo, SaysWhyEachStepIsThere) {
  EXPECT_EQ(reasons_of(redo(merging(), {"a"}, {"a"})),
            (Texts{"a: among the last applied", "a: applied again"}));
}

TEST(PlanRedo, NamesTheScriptOfEachDirection) {
  const Plan plan = redo(merging(), {"a"}, {"a"});
  ASSERT_EQ(plan.steps.size(), 2U);
  EXPECT_EQ(plan.steps[0].path, "migrations/a/down.sql");
  EXPECT_EQ(plan.steps[1].path, "migrations/a/up.sql");
}

TEST(PlanRedo, TakesTheTransactionModeOfEachScript) {
  const History history =
      history_of({{"a", {}, "-- sqlmig: no-transaction\nVACUUM;\n", "SELECT 1;\n"}});
  const Plan plan = redo(history, {"a"}, {"a"});
  ASSERT_EQ(plan.steps.size(), 2U);
  EXPECT_EQ(plan.steps[0].transaction, TransactionMode::transactional);
  EXPECT_EQ(plan.steps[1].transaction, TransactionMode::none);
}

TEST(PlanRedo, RefusesToLeaveAnAppliedChildBehind) {
  EXPECT_EQ(caught([] { (void)redo(merging(), {"a", "b"}, {"a"}); }).code(), ErrorCode::refused);
}

TEST(PlanRedo, OfNothingIsEmpty) { EXPECT_EQ(steps_of(redo(merging(), {"a"}, {})), Texts{}); }

}  // namespace
}  // namespace sqlmig::test

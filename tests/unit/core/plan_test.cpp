#include "support/caught.hpp"
#include "support/histories.hpp"
#include <sqlmig/plan.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::applied_of;
using test::caught;
using test::history_of;
using Texts = std::vector<std::string>;

// a - b - c - m - t
//      \ d /          `d` also depends on `x`, which stands alone.
const History& forked() {
  static const History kHistory = history_of({{"a"},
                                              {"b", {"a"}},
                                              {"c", {"b"}},
                                              {"d", {"b"}, "SELECT 1;\n", "SELECT 1;\n", {"x"}},
                                              {"m", {"c", "d"}},
                                              {"t", {"m"}},
                                              {"x"}});
  return kHistory;
}

std::vector<Graph::Index> indices(const History& history, const Texts& ids) {
  std::vector<Graph::Index> result;
  for (const std::string& id : ids) result.push_back(history.graph.find(id).value());
  return result;
}

// Each step as "up a".
Texts steps_of(const Plan& plan) {
  Texts steps;
  for (const Step& step : plan.steps) {
    steps.push_back(std::string(to_string(step.direction)) + " " + step.id.text());
  }
  return steps;
}

Texts reasons_of(const Plan& plan) {
  Texts reasons;
  for (const Step& step : plan.steps) reasons.push_back(step.id.text() + ": " + step.reason);
  return reasons;
}

Plan upgrade(const History& history, const Texts& applied, const Texts& targets) {
  return plan_upgrade(history, applied_of(history, applied), DatabaseKind::sqlite,
                      indices(history, targets));
}
Plan downgrade(const History& history, const Texts& applied, const Texts& targets) {
  return plan_downgrade(history, applied_of(history, applied), DatabaseKind::sqlite,
                        indices(history, targets));
}
Plan revert(const History& history, const Texts& applied, const Texts& revisions) {
  return plan_revert(history, applied_of(history, applied), DatabaseKind::sqlite,
                     indices(history, revisions));
}

TEST(PlanUpgrade, AppliesAllThatTheTargetStandsOn) {
  EXPECT_EQ(steps_of(upgrade(forked(), {}, {"t"})),
            (Texts{"up a", "up b", "up c", "up x", "up d", "up m", "up t"}));
}

TEST(PlanUpgrade, LeavesOutWhatIsApplied) {
  EXPECT_EQ(steps_of(upgrade(forked(), {"a", "b", "c"}, {"m"})), (Texts{"up x", "up d", "up m"}));
}

TEST(PlanUpgrade, StopsAtTheTarget) {
  EXPECT_EQ(steps_of(upgrade(forked(), {}, {"c"})), (Texts{"up a", "up b", "up c"}));
}

TEST(PlanUpgrade, FillsAGapBelowWhatIsApplied) {
  EXPECT_EQ(steps_of(upgrade(forked(), {"a", "c"}, {"c"})), Texts{"up b"});
}

TEST(PlanUpgrade, JoinsSeveralTargets) {
  EXPECT_EQ(steps_of(upgrade(forked(), {"a", "b"}, {"d", "c"})), (Texts{"up c", "up x", "up d"}));
}

TEST(PlanUpgrade, IsEmptyIfTheTargetIsApplied) {
  EXPECT_EQ(steps_of(upgrade(forked(), {"a", "b"}, {"b"})), Texts{});
}

TEST(PlanUpgrade, IsEmptyWithoutATarget) {
  EXPECT_EQ(steps_of(upgrade(forked(), {"a"}, {})), Texts{});
}

TEST(PlanUpgrade, SaysWhyEachStepIsThere) {
  EXPECT_EQ(reasons_of(upgrade(forked(), {}, {"b", "x"})),
            (Texts{"a: an ancestor of b", "b: the target", "x: the target"}));
}

TEST(PlanUpgrade, CallsADependencyAnAncestor) {
  EXPECT_EQ(reasons_of(upgrade(forked(), {"a", "b"}, {"d"})),
            (Texts{"x: an ancestor of d", "d: the target"}));
}

TEST(PlanUpgrade, NamesTheUpScript) {
  const Plan plan = upgrade(forked(), {}, {"a"});
  ASSERT_EQ(plan.steps.size(), 1U);
  EXPECT_EQ(plan.steps[0].path, "migrations/a/up.sql");
}

TEST(PlanUpgrade, TakesTheTransactionModeOfTheUpScript) {
  const History history =
      history_of({{"a", {}, "-- sqlmig: no-transaction\nVACUUM;\n", "SELECT 1;\n"}});
  EXPECT_EQ(upgrade(history, {}, {"a"}).steps.at(0).transaction, TransactionMode::none);
  EXPECT_EQ(downgrade(history, {"a"}, {}).steps.at(0).transaction, TransactionMode::transactional);
}

TEST(PlanUpgrade, StartsFromTheAppliedHeads) {
  const Plan plan = upgrade(forked(), {"a", "b", "x"}, {"t"});
  const std::vector<Checksum> all = history_checksums(forked());
  std::vector<Checksum> expected;
  for (const Graph::Index i : indices(forked(), {"b", "x"})) expected.push_back(all[i]);
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(plan.from, expected);
}

TEST(PlanDowngrade, RevertsEveryAppliedDescendantOnAllBranches) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "x", "b", "c", "d", "m"}, {"b"})),
            (Texts{"down m", "down d", "down c"}));
}

TEST(PlanDowngrade, KeepsTheTargetAndItsSiblings) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "x", "b", "c", "d", "m", "t"}, {"c"})),
            (Texts{"down t", "down m"}));
}

TEST(PlanDowngrade, RevertsWhatDependsOnTheTarget) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "x", "b", "d"}, {"x"})), Texts{"down d"});
}

TEST(PlanDowngrade, LeavesOutWhatIsNotApplied) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "b", "c"}, {"a"})), (Texts{"down c", "down b"}));
}

TEST(PlanDowngrade, RevertsEverythingWithoutATarget) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "b", "x"}, {})),
            (Texts{"down x", "down b", "down a"}));
}

TEST(PlanDowngrade, KeepsEveryTarget) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "b", "c"}, {"a", "b"})), Texts{"down c"});
}

TEST(PlanDowngrade, IsEmptyIfNothingStandsOnTheTarget) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "b"}, {"b"})), Texts{});
}

TEST(PlanDowngrade, SaysWhyEachStepIsThere) {
  EXPECT_EQ(reasons_of(downgrade(forked(), {"a", "b", "c"}, {"b"})), Texts{"c: a descendant of b"});
}

TEST(PlanDowngrade, SaysThatEverythingGoes) {
  EXPECT_EQ(reasons_of(downgrade(forked(), {"a"}, {})), Texts{"a: everything goes"});
}

TEST(PlanDowngrade, NamesTheDownScript) {
  EXPECT_EQ(downgrade(forked(), {"a"}, {}).steps.at(0).path, "migrations/a/down.sql");
}

TEST(PlanRevert, RevertsTheNewestFirst) {
  EXPECT_EQ(steps_of(revert(forked(), {"a", "b", "c"}, {"b", "c"})), (Texts{"down c", "down b"}));
}

TEST(PlanRevert, RefusesToLeaveAnAppliedChildBehind) {
  const Error error = caught([] { (void)revert(forked(), {"a", "b", "c"}, {"b"}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_STREQ(error.what(), "these applied revisions stand on what would be reverted: c");
}

TEST(PlanRevert, RefusesToLeaveAnAppliedDependentBehind) {
  const Error error = caught([] { (void)revert(forked(), {"a", "x", "b", "d"}, {"x"}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
}

TEST(PlanRevert, DoesNotMindAChildThatIsNotApplied) {
  EXPECT_EQ(steps_of(revert(forked(), {"a", "b"}, {"b"})), Texts{"down b"});
}

}  // namespace
}  // namespace sqlmig

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
// `branch` is a revision whose lineage the downgrade is confined to; empty: all.
Plan downgrade(const History& history, const Texts& applied, const Texts& targets,
               const std::string& branch = "") {
  return plan_downgrade(history, applied_of(history, applied), DatabaseKind::sqlite,
                        {indices(history, targets), history.graph.find(branch)});
}
Plan revert(const History& history, const Texts& applied, const Texts& revisions) {
  return plan_revert(history, applied_of(history, applied), DatabaseKind::sqlite,
                     indices(history, revisions));
}
Plan redo(const History& history, const Texts& applied, const Texts& revisions) {
  return plan_redo(history, applied_of(history, applied), DatabaseKind::sqlite,
                   indices(history, revisions));
}

// The ids that a downgrade to `targets` reverts first.
Texts roots(const History& history, const Texts& targets, const std::string& branch = "") {
  Texts ids;
  for (const Graph::Index i :
       downgrade_roots(history.graph, {indices(history, targets), history.graph.find(branch)})) {
    ids.push_back(history.graph.id(i).text());
  }
  return ids;
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

TEST(PlanDowngrade, KeepsWhatOnlyDependsOnTheTarget) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "x", "b", "d"}, {"x"})), Texts{});
}

// l1 - l2 - l3       `o2` depends on `l2`
// o1 - o2 - o3
const History& two_lines() {
  static const History kHistory = history_of({{"l1"},
                                              {"l2", {"l1"}},
                                              {"l3", {"l2"}},
                                              {"o1"},
                                              {"o2", {"o1"}, "SELECT 1;\n", "SELECT 1;\n", {"l2"}},
                                              {"o3", {"o2"}}});
  return kHistory;
}
const Texts kBothLines{"l1", "l2", "l3", "o1", "o2", "o3"};

TEST(PlanDowngrade, RevertsWhatDependsOnWhatIsReverted) {
  EXPECT_EQ(steps_of(downgrade(two_lines(), kBothLines, {"l1"})),
            (Texts{"down o3", "down o2", "down l3", "down l2"}));
}

TEST(PlanDowngrade, LeavesAnotherLineAlone) {
  EXPECT_EQ(steps_of(downgrade(two_lines(), kBothLines, {"l2"})), Texts{"down l3"});
  EXPECT_EQ(steps_of(downgrade(two_lines(), kBothLines, {"o1"})), (Texts{"down o3", "down o2"}));
}

TEST(PlanDowngrade, TellsWhatIsBuiltOnTheTargetFromWhatDependsOnIt) {
  EXPECT_EQ(reasons_of(downgrade(two_lines(), kBothLines, {"l1"})),
            (Texts{"o3: depends on what is reverted", "o2: depends on what is reverted",
                   "l3: built on l1", "l2: built on l1"}));
}

TEST(PlanDowngrade, RevertsOneLineageToItsBase) {
  EXPECT_EQ(steps_of(downgrade(two_lines(), kBothLines, {}, "o2")),
            (Texts{"down o3", "down o2", "down o1"}));
  EXPECT_EQ(reasons_of(downgrade(two_lines(), {"o1"}, {}, "o2")),
            Texts{"o1: in the lineage of o2"});
}

TEST(PlanDowngrade, DoesNotCallANeighbourAMemberOfTheLineage) {
  // `d` is no part of the lineage of `c`; it goes because it is built on `b`.
  for (const std::string& reason : reasons_of(downgrade(forked(), {"a", "b", "d"}, {}, "c"))) {
    EXPECT_NE(reason, "d: in the lineage of c");
  }
}

TEST(PlanDowngrade, RevertsOneSideOfAForkOnRequest) {
  const Texts applied{"a", "b", "c", "d", "x"};
  EXPECT_EQ(steps_of(downgrade(forked(), applied, {"b"}, "c")), Texts{"down c"});
  EXPECT_EQ(steps_of(downgrade(forked(), applied, {"b"}, "d")), Texts{"down d"});
}

TEST(PlanDowngrade, RevertsTheMergeAboveTheSideThatGoes) {
  EXPECT_EQ(steps_of(downgrade(forked(), {"a", "b", "c", "d", "x", "m"}, {"b"}, "c")),
            (Texts{"down m", "down c"}));
}

TEST(DowngradeRoots, AreTheChildrenOfTheTarget) {
  EXPECT_EQ(roots(forked(), {"b"}), (Texts{"c", "d"}));
  EXPECT_EQ(roots(forked(), {"t"}), Texts{});
}

TEST(DowngradeRoots, AreTheBasesForTheBase) { EXPECT_EQ(roots(forked(), {}), (Texts{"a", "x"})); }

TEST(DowngradeRoots, AreConfinedToTheLineageOfTheBranch) {
  EXPECT_EQ(roots(forked(), {"b"}, "c"), Texts{"c"});
  EXPECT_EQ(roots(forked(), {}, "d"), Texts{"a"});
  EXPECT_EQ(roots(forked(), {"b"}, "a"), (Texts{"c", "d"}));
}

TEST(DowngradeRoots, HoldEachRevisionOnce) { EXPECT_EQ(roots(forked(), {"c", "d"}), Texts{"m"}); }

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
  EXPECT_EQ(reasons_of(downgrade(forked(), {"a", "b", "c"}, {"b"})), Texts{"c: built on b"});
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

TEST(PlanRedo, RevertsTheNewestFirstAndAppliesTheOldestFirst) {
  EXPECT_EQ(steps_of(redo(forked(), {"a", "b", "c"}, {"b", "c"})),
            (Texts{"down c", "down b", "up b", "up c"}));
}

TEST(PlanRedo, SaysWhyEachStepIsThere) {
  EXPECT_EQ(reasons_of(redo(forked(), {"a"}, {"a"})),
            (Texts{"a: among the last applied", "a: applied again"}));
}

TEST(PlanRedo, NamesTheScriptOfEachDirection) {
  const Plan plan = redo(forked(), {"a"}, {"a"});
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
  EXPECT_EQ(caught([] { (void)redo(forked(), {"a", "b"}, {"a"}); }).code(), ErrorCode::refused);
}

TEST(PlanRedo, OfNothingIsEmpty) { EXPECT_EQ(steps_of(redo(forked(), {"a"}, {})), Texts{}); }

}  // namespace
}  // namespace sqlmig

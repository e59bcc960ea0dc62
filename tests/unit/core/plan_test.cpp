#include "support/caught.hpp"
#include "unit/core/plans.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

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
  EXPECT_EQ(steps_of(upgrade(merging(), {}, {"t"})),
            (Texts{"up a", "up b", "up c", "up x", "up d", "up m", "up t"}));
}

TEST(PlanUpgrade, LeavesOutWhatIsApplied) {
  EXPECT_EQ(steps_of(upgrade(merging(), {"a", "b", "c"}, {"m"})), (Texts{"up x", "up d", "up m"}));
}

TEST(PlanUpgrade, StopsAtTheTarget) {
  EXPECT_EQ(steps_of(upgrade(merging(), {}, {"c"})), (Texts{"up a", "up b", "up c"}));
}

TEST(PlanUpgrade, FillsAGapBelowWhatIsApplied) {
  EXPECT_EQ(steps_of(upgrade(merging(), {"a", "c"}, {"c"})), Texts{"up b"});
}

TEST(PlanUpgrade, JoinsSeveralTargets) {
  EXPECT_EQ(steps_of(upgrade(merging(), {"a", "b"}, {"d", "c"})), (Texts{"up c", "up x", "up d"}));
}

TEST(PlanUpgrade, IsEmptyIfTheTargetIsApplied) {
  EXPECT_EQ(steps_of(upgrade(merging(), {"a", "b"}, {"b"})), Texts{});
}

TEST(PlanUpgrade, IsEmptyWithoutATarget) {
  EXPECT_EQ(steps_of(upgrade(merging(), {"a"}, {})), Texts{});
}

TEST(PlanUpgrade, SaysWhyEachStepIsThere) {
  EXPECT_EQ(reasons_of(upgrade(merging(), {}, {"b", "x"})),
            (Texts{"a: an ancestor of b", "b: the target", "x: the target"}));
}

TEST(PlanUpgrade, CallsADependencyAnAncestor) {
  EXPECT_EQ(reasons_of(upgrade(merging(), {"a", "b"}, {"d"})),
            (Texts{"x: an ancestor of d", "d: the target"}));
}

TEST(PlanUpgrade, NamesTheUpScript) {
  const Plan plan = upgrade(merging(), {}, {"a"});
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
  const Plan plan = upgrade(merging(), {"a", "b", "x"}, {"t"});
  const std::vector<Checksum> all = history_checksums(merging());
  std::vector<AppliedHead> expected;
  for (const Graph::Index i : indices(merging(), {"b", "x"}))
    expected.push_back({merging().graph.id(i), all[i]});
  std::sort(expected.begin(), expected.end(),
            [](const AppliedHead& a, const AppliedHead& b) { return a.history < b.history; });
  EXPECT_EQ(plan.from, expected);
}

TEST(PlanDowngrade, RevertsEveryAppliedDescendantOnAllBranches) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "x", "b", "c", "d", "m"}, {"b"})),
            (Texts{"down m", "down d", "down c"}));
}

TEST(PlanDowngrade, KeepsTheTargetAndItsSiblings) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "x", "b", "c", "d", "m", "t"}, {"c"})),
            (Texts{"down t", "down m"}));
}

TEST(PlanDowngrade, KeepsWhatOnlyDependsOnTheTarget) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "x", "b", "d"}, {"x"})), Texts{});
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
  for (const std::string& reason : reasons_of(downgrade(merging(), {"a", "b", "d"}, {}, "c"))) {
    EXPECT_NE(reason, "d: in the lineage of c");
  }
}

TEST(PlanDowngrade, RevertsOneSideOfAForkOnRequest) {
  const Texts applied{"a", "b", "c", "d", "x"};
  EXPECT_EQ(steps_of(downgrade(merging(), applied, {"b"}, "c")), Texts{"down c"});
  EXPECT_EQ(steps_of(downgrade(merging(), applied, {"b"}, "d")), Texts{"down d"});
}

TEST(PlanDowngrade, RevertsTheMergeAboveTheSideThatGoes) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "b", "c", "d", "x", "m"}, {"b"}, "c")),
            (Texts{"down m", "down c"}));
}

TEST(DowngradeRoots, AreTheChildrenOfTheTarget) {
  EXPECT_EQ(roots(merging(), {"b"}), (Texts{"c", "d"}));
  EXPECT_EQ(roots(merging(), {"t"}), Texts{});
}

TEST(DowngradeRoots, AreTheBasesForTheBase) { EXPECT_EQ(roots(merging(), {}), (Texts{"a", "x"})); }

TEST(DowngradeRoots, AreConfinedToTheLineageOfTheBranch) {
  EXPECT_EQ(roots(merging(), {"b"}, "c"), Texts{"c"});
  EXPECT_EQ(roots(merging(), {}, "d"), Texts{"a"});
  EXPECT_EQ(roots(merging(), {"b"}, "a"), (Texts{"c", "d"}));
}

TEST(DowngradeRoots, HoldEachRevisionOnce) { EXPECT_EQ(roots(merging(), {"c", "d"}), Texts{"m"}); }

TEST(PlanDowngrade, LeavesOutWhatIsNotApplied) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "b", "c"}, {"a"})), (Texts{"down c", "down b"}));
}

TEST(PlanDowngrade, RevertsEverythingWithoutATarget) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "b", "x"}, {})),
            (Texts{"down x", "down b", "down a"}));
}

TEST(PlanDowngrade, KeepsEveryTarget) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "b", "c"}, {"a", "b"})), Texts{"down c"});
}

TEST(PlanDowngrade, IsEmptyIfNothingStandsOnTheTarget) {
  EXPECT_EQ(steps_of(downgrade(merging(), {"a", "b"}, {"b"})), Texts{});
}

TEST(PlanDowngrade, SaysWhyEachStepIsThere) {
  EXPECT_EQ(reasons_of(downgrade(merging(), {"a", "b", "c"}, {"b"})), Texts{"c: built on b"});
}

TEST(PlanDowngrade, SaysThatEverythingGoes) {
  EXPECT_EQ(reasons_of(downgrade(merging(), {"a"}, {})), Texts{"a: everything goes"});
}

TEST(PlanDowngrade, NamesTheDownScript) {
  EXPECT_EQ(downgrade(merging(), {"a"}, {}).steps.at(0).path, "migrations/a/down.sql");
}

}  // namespace
}  // namespace sqlmig::test

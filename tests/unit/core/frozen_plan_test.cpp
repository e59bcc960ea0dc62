#include "support/caught.hpp"
#include "unit/core/plans.hpp"
#include <sqlmig/frozen_plan.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace sqlmig::test {
namespace {

constexpr DatabaseKind kKind = DatabaseKind::postgres;

std::vector<Draft> line() {
  return {{"a"}, {"b", {"a"}, "SELECT 2;\n"}, {"c", {"b"}, "SELECT 3;\n"}, {"d", {"c"}}};
}

Plan up(const History& history, const Texts& applied, const Texts& targets) {
  return plan_upgrade(history, applied_of(history, applied), kKind, indices(history, targets));
}

Plan down(const History& history, const Texts& applied, const Texts& revisions) {
  return plan_revert(history, applied_of(history, applied), kKind, indices(history, revisions));
}

// From `a` up to `c`.
FrozenPlan frozen_up() {
  const History history = history_of(line());
  return freeze(up(history, {"a"}, {"c"}), Direction::up, history);
}

// From `c` down to `a`.
FrozenPlan frozen_down() {
  const History history = history_of(line());
  return freeze(down(history, {"a", "b", "c"}, {"b", "c"}), Direction::down, history);
}

Texts differences(const FrozenPlan& plan, const std::vector<Draft>& drafts, const Texts& applied,
                  DatabaseKind kind = kKind) {
  const History history = history_of(drafts);
  const Error error =
      caught([&] { (void)thaw(plan, history, applied_of(history, applied), kind); });
  EXPECT_EQ(error.code(), ErrorCode::plan_mismatch);
  return error.notes;
}

Draft& find(std::vector<Draft>& drafts, const std::string& id) {
  return *std::find_if(drafts.begin(), drafts.end(),
                       [&](const Draft& draft) { return draft.id == id; });
}

TEST(FrozenPlan, HasTheChecksumOfThePlan) {
  const History history = history_of(line());
  EXPECT_EQ(plan_checksum(frozen_up()), plan_checksum(up(history, {"a"}, {"c"})));
  EXPECT_EQ(plan_checksum(frozen_down()),
            plan_checksum(down(history, {"a", "b", "c"}, {"b", "c"})));
}

TEST(FrozenPlan, IsThePlanAgain) {
  const History history = history_of(line());
  const Plan plan = up(history, {"a"}, {"c"});
  const Plan again = thaw(frozen_up(), history, applied_of(history, {"a"}), kKind);
  EXPECT_EQ(steps_of(again), (Texts{"up b", "up c"}));
  EXPECT_EQ(reasons_of(again), reasons_of(plan));
  EXPECT_EQ(plan_checksum(again), plan_checksum(plan));
}

TEST(FrozenPlan, IsThePlanAgainOnTheWayDown) {
  const History history = history_of(line());
  const Plan again = thaw(frozen_down(), history, applied_of(history, {"a", "b", "c"}), kKind);
  EXPECT_EQ(steps_of(again), (Texts{"down c", "down b"}));
}

TEST(FrozenPlan, DoesNotCareForRevisionsThatCameSince) {
  std::vector<Draft> drafts = line();
  drafts.push_back({"0", {}});
  drafts.push_back({"aa", {"a"}});
  drafts.push_back({"e", {"d"}});
  const History history = history_of(drafts);
  EXPECT_EQ(steps_of(thaw(frozen_up(), history, applied_of(history, {"a"}), kKind)),
            (Texts{"up b", "up c"}));
}

TEST(FrozenPlan, NamesAScriptThatWasEdited) {
  std::vector<Draft> drafts = line();
  find(drafts, "b").up = "SELECT 4;\n";
  const Texts notes = differences(frozen_up(), drafts, {"a"});
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].find("files: migrations/b/up.sql was edited: sha256:"), 0U) << notes[0];
}

TEST(FrozenPlan, NamesTheOtherScriptAndTheParentsToo) {
  std::vector<Draft> drafts = line();
  find(drafts, "b").down = "SELECT 4;\n";
  EXPECT_EQ(
      differences(frozen_up(), drafts, {"a"}),
      Texts{"files: b has other parents, dependencies or another down script than in the plan"});
  drafts = line();
  drafts.push_back({"x"});
  find(drafts, "c").depends_on = {"x"};
  EXPECT_EQ(
      differences(frozen_up(), drafts, {"a"}),
      Texts{"files: c has other parents, dependencies or another down script than in the plan"});
}

TEST(FrozenPlan, NamesARevisionThatIsGone) {
  std::vector<Draft> drafts = line();
  drafts.resize(2);
  EXPECT_EQ(differences(frozen_up(), drafts, {"a"}), Texts{"files: there is no revision c"});
}

TEST(FrozenPlan, NamesAScriptThatIsElsewhere) {
  FrozenPlan plan = frozen_up();
  plan.steps[0].path = "migrations/harmless/up.sql";
  EXPECT_EQ(differences(plan, line(), {"a"}),
            Texts{"files: b is run from migrations/b/up.sql, not from migrations/harmless/up.sql"});
}

TEST(FrozenPlan, NamesWhereTheDatabaseStandsInstead) {
  EXPECT_EQ(differences(frozen_up(), line(), {}),
            Texts{"database: the plan starts from a, which is no applied head now"});
  EXPECT_EQ(differences(frozen_up(), line(), {"a", "b"}),
            (Texts{"database: the plan starts from a, which is no applied head now",
                   "database: it stands at b, which the plan does not start from"}));
}

TEST(FrozenPlan, NamesAHistoryThatWasAnother) {
  const History history = history_of(line());
  AppliedRevisions rows = applied_of(history, {"a"});
  rows.rows[0].digest = sha256("as it was before an edit");
  const Error error = caught([&] { (void)thaw(frozen_up(), history, rows, kKind); });
  ASSERT_EQ(error.notes.size(), 1U);
  EXPECT_EQ(error.notes[0].find("database: a is applied with another history: sha256:"), 0U);
}

TEST(FrozenPlan, NamesTheKindOfDatabase) {
  EXPECT_EQ(differences(frozen_up(), line(), {"a"}, DatabaseKind::sqlite),
            Texts{"database: the plan is for postgresql, and this is sqlite"});
}

TEST(FrozenPlan, NamesAnOrderThatCannotBe) {
  FrozenPlan plan = frozen_up();
  std::swap(plan.steps[0], plan.steps[1]);
  EXPECT_EQ(differences(plan, line(), {"a"}),
            Texts{"order: step 1 is c in the plan, and b has to come first"});
}

TEST(FrozenPlan, NamesWhatIsMissingInIt) {
  FrozenPlan plan = frozen_up();
  plan.steps.erase(plan.steps.begin());
  EXPECT_EQ(differences(plan, line(), {"a"}),
            Texts{"steps: b would have to run too: an ancestor of c"});
}

TEST(FrozenPlan, NamesWhatStandsInItTwice) {
  FrozenPlan plan = frozen_up();
  plan.steps.push_back(plan.steps.back());
  EXPECT_EQ(differences(plan, line(), {"a"}), Texts{"steps: a revision stands in the plan twice"});
}

TEST(FrozenPlan, CannotLeaveOutWhatStandsOnWhatItReverts) {
  FrozenPlan plan = frozen_down();
  plan.steps.erase(plan.steps.begin());
  const Texts notes = differences(plan, line(), {"a", "b", "c"});
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].find("steps: these applied revisions stand on"), 0U) << notes[0];
}

TEST(FrozenPlan, NamesAllDifferences) {
  std::vector<Draft> drafts = line();
  find(drafts, "b").up = "SELECT 4;\n";
  find(drafts, "c").up = "SELECT 5;\n";
  EXPECT_EQ(differences(frozen_up(), drafts, {}, DatabaseKind::sqlite).size(), 4U);
}

TEST(RestOfAPlan, IsAllOfItWhereNothingIsDone) {
  const History history = history_of(line());
  EXPECT_EQ(steps_of(thaw_rest(frozen_up(), history, applied_of(history, {"a"}), kKind)),
            (Texts{"up b", "up c"}));
}

TEST(RestOfAPlan, IsWhatIsNotDone) {
  const History history = history_of(line());
  EXPECT_EQ(steps_of(thaw_rest(frozen_up(), history, applied_of(history, {"a", "b"}), kKind)),
            Texts{"up c"});
  EXPECT_EQ(steps_of(thaw_rest(frozen_down(), history, applied_of(history, {"a", "b"}), kKind)),
            Texts{"down b"});
  EXPECT_EQ(steps_of(thaw_rest(frozen_down(), history, applied_of(history, {"a"}), kKind)),
            Texts{});
}

TEST(RestOfAPlan, HoldsTheStepThatStoppedHalfWay) {
  const History history = history_of(line());
  AppliedRevisions rows = applied_of(history, {"a", "b"});
  rows.rows[1].state = RevisionState::applying;
  EXPECT_EQ(steps_of(thaw_rest(frozen_up(), history, rows, kKind)), (Texts{"up b", "up c"}));
}

TEST(RestOfAPlan, IsRefusedWhereTheBeginningWasAnother) {
  const History history = history_of(line());
  for (const Texts& applied : {Texts{}, Texts{"a", "c"}, Texts{"a", "b", "c", "d"}}) {
    const Error error =
        caught([&] { (void)thaw_rest(frozen_up(), history, applied_of(history, applied), kKind); });
    EXPECT_EQ(error.code(), ErrorCode::plan_mismatch);
  }
}

}  // namespace
}  // namespace sqlmig::test

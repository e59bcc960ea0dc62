// What a plan's checksum depends on, and what not, over histories by chance.
#include "unit/core/samples.hpp"
#include <sqlmig/frozen_plan.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace sqlmig::test {
namespace {

constexpr DatabaseKind kKind = DatabaseKind::postgres;

Plan plan_of(const std::vector<Draft>& drafts, const Set& applied, const Set& targets) {
  const History history = history_of(drafts);
  std::vector<Graph::Index> wanted;
  for (const std::string& id : targets) wanted.push_back(history.graph.find(id).value());
  std::sort(wanted.begin(), wanted.end());
  RevisionSet set(history.graph.size());
  for (const std::string& id : applied) set.insert(history.graph.find(id).value());
  return plan_upgrade(history, applied_as_if(history, set), kKind, wanted);
}

Set ids_in(const Plan& plan) {
  Set ids;
  for (const Step& step : plan.steps) ids.insert(step.id.text());
  return ids;
}

// One of the edits that change what a revision is.
void edit(std::mt19937& random, Draft& draft) {
  switch (below(random, 3)) {
    case 0:
      draft.up = "SELECT 'edited';\n";
      return;
    case 1:
      draft.down = "SELECT 'edited';\n";
      return;
    default:
      draft.up = "-- sqlmig: no-transaction\n" + draft.up;
  }
}

TEST(PlanChecksumProperty, ChangesWithEveryEditOfWhatIsRun) {
  for_random_histories(1000, 12, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Set targets = sample.some(40);
    const Plan plan = plan_of(sample.drafts, applied, targets);
    const Set running = ids_in(plan);
    for (std::size_t i = 0; i < sample.drafts.size(); ++i) {
      if (!running.contains(sample.drafts[i].id)) continue;
      std::vector<Draft> drafts = sample.drafts;
      edit(sample.random, drafts[i]);
      EXPECT_NE(plan_checksum(plan_of(drafts, applied, targets)), plan_checksum(plan))
          << drafts[i].id << "\n"
          << shown(sample);
    }
  });
}

TEST(PlanChecksumProperty, DoesNotChangeWithWhatIsNeitherRunNorApplied) {
  for_random_histories(1000, 12, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Set targets = sample.some(20);
    const Plan plan = plan_of(sample.drafts, applied, targets);
    const Set running = ids_in(plan);
    std::vector<Draft> drafts = sample.drafts;
    for (Draft& draft : drafts) {
      if (!running.contains(draft.id) && !applied.contains(draft.id)) edit(sample.random, draft);
    }
    EXPECT_EQ(plan_checksum(plan_of(drafts, applied, targets)), plan_checksum(plan))
        << shown(sample);
  });
}

TEST(PlanChecksumProperty, ChangesWithWhatIsAppliedByTheParentsOfIt) {
  for_random_histories(1000, 12, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Plan plan = plan_of(sample.drafts, applied, {});
    for (std::size_t i = 0; i < sample.drafts.size(); ++i) {
      if (!applied.contains(sample.drafts[i].id)) continue;
      std::vector<Draft> drafts = sample.drafts;
      edit(sample.random, drafts[i]);
      EXPECT_NE(plan_checksum(plan_of(drafts, applied, {})), plan_checksum(plan)) << shown(sample);
    }
  });
}

TEST(PlanChecksumProperty, OfAFrozenPlanIsThatOfThePlanItBecomesAgain) {
  for_random_histories(1000, 12, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Plan plan = plan_of(sample.drafts, applied, sample.some(40));
    const FrozenPlan frozen = freeze(plan, Direction::up, sample.history);
    EXPECT_EQ(plan_checksum(frozen), plan_checksum(plan));
    const AppliedRevisions rows = applied_as_if(sample.history, set_of(sample, applied));
    EXPECT_EQ(plan_checksum(thaw(frozen, sample.history, rows, kKind)), plan_checksum(plan))
        << shown(sample);
  });
}

TEST(PlanChecksumProperty, OfARollbackIsThatOfTheDowngradeAfterwards) {
  for_random_histories(1000, 12, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Plan plan = plan_of(sample.drafts, applied, sample.some(40));
    const AppliedRevisions rows = applied_as_if(sample.history, set_of(sample, applied));
    const Plan rollback =
        plan_rollback(sample.history, applied_after(sample.history, rows, plan), plan);
    Set after = applied;
    for (const Step& step : plan.steps) after.insert(step.id.text());
    const AppliedRevisions rows_after = applied_as_if(sample.history, set_of(sample, after));
    std::vector<Graph::Index> revisions;
    for (const Step& step : plan.steps) revisions.push_back(step.revision);
    EXPECT_EQ(plan_checksum(rollback),
              plan_checksum(plan_revert(sample.history, rows_after, kKind, revisions)))
        << shown(sample);
    ASSERT_EQ(rollback.steps.size(), plan.steps.size());
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
      EXPECT_EQ(rollback.steps[i].id, plan.steps[plan.steps.size() - 1 - i].id);
  });
}

}  // namespace
}  // namespace sqlmig::test

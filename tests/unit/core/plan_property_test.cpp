// What must hold in every history for plans, against definitions that are slow and obviously right.
#include "unit/core/samples.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/plan.hpp>
#include <sqlmig/resolve.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::test {
namespace {

Plan upgrade(const Sample& sample, const Set& applied, const Set& targets) {
  return plan_upgrade(sample.history, rows_of(sample, applied), DatabaseKind::sqlite,
                      indices_of(sample, targets));
}

// What is applied when `plan` has run. Every step must be possible when its turn comes, so the
// applied set is whole at every moment and the order is a topological one.
Set run(const Sample& sample, Set applied, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    const std::string& id = step.id.text();
    if (step.direction == Direction::up) {
      EXPECT_FALSE(applied.contains(id)) << id << "\n" << shown(sample);
      EXPECT_EQ(common(sample.naive.stands_on(id), applied), sample.naive.stands_on(id))
          << id << "\n"
          << shown(sample);
      applied.insert(id);
    } else {
      EXPECT_EQ(common(sample.naive.above(id), applied), Set{id}) << id << "\n" << shown(sample);
      applied.erase(id);
    }
  }
  return applied;
}

Set ids_of(const Plan& plan) {
  Set ids;
  for (const Step& step : plan.steps) ids.insert(step.id.text());
  return ids;
}

TEST(PlanProperty, AnUpgradeAppliesExactlyWhatTheTargetsStandOnAndLack) {
  for_random_histories(2000, 16, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Set targets = sample.some(20);
    const Plan plan = upgrade(sample, applied, targets);
    EXPECT_EQ(ids_of(plan), without(sample.naive.below(targets), applied)) << shown(sample);
    EXPECT_EQ(run(sample, applied, plan.steps), both(applied, sample.naive.below(targets)));
  });
}

TEST(PlanProperty, ADowngradeRevertsExactlyWhatStandsOnItsRoots) {
  for_random_histories(2000, 16, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    RevisionTarget target;
    if (chance(sample.random, 80)) {
      target.revisions = indices_of(sample, {any_of(sample.random, sample.naive.all())});
    }
    Set roots = target.revisions.empty()
                    ? sample.naive.bases()
                    : sample.naive.children(*ids_of(sample, target.revisions).begin());
    if (chance(sample.random, 40)) {
      const std::string branch = any_of(sample.random, sample.naive.all());
      target.branch = sample.history.graph.find(branch);
      roots = common(roots, sample.naive.lineage(branch));
    }
    EXPECT_EQ(ids_of(sample, downgrade_roots(sample.history.graph, target)), roots);
    const Plan plan =
        plan_downgrade(sample.history, rows_of(sample, applied), DatabaseKind::sqlite, target);
    EXPECT_EQ(ids_of(plan), common(applied, sample.naive.above(roots))) << shown(sample);
    EXPECT_EQ(run(sample, applied, plan.steps), without(applied, sample.naive.above(roots)));
  });
}

TEST(PlanProperty, ADowngradeKeepsEveryTarget) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const Set targets = sample.some(20);
    if (targets.empty()) return;
    const Set applied = both(sample.some_applied(), sample.naive.below(targets));
    const Plan plan = plan_downgrade(sample.history, rows_of(sample, applied), DatabaseKind::sqlite,
                                     {indices_of(sample, targets), {}});
    EXPECT_EQ(common(ids_of(plan), targets), Set{}) << shown(targets) << " in\n" << shown(sample);
  });
}

TEST(PlanProperty, ToRevertAnUpgradeLeadsBackToItsStart) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const Set start = sample.some_applied();
    const Plan up = upgrade(sample, start, sample.some(20));
    const Set reached = run(sample, start, up.steps);
    const Plan down = plan_revert(sample.history, rows_of(sample, reached), DatabaseKind::sqlite,
                                  indices_of(sample, ids_of(up)));
    EXPECT_EQ(run(sample, reached, down.steps), start) << shown(sample);
  });
}

TEST(PlanProperty, ADowngradeToTheBaseLeavesNothing) {
  for_random_histories(500, 16, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Plan plan =
        plan_downgrade(sample.history, rows_of(sample, applied), DatabaseKind::sqlite, {});
    EXPECT_EQ(run(sample, applied, plan.steps), Set{}) << shown(sample);
  });
}

TEST(PlanProperty, ARedoEndsWhereItStarts) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    // What can be reverted alone: applied, and with it all that stands on it.
    const Set doomed = common(applied, sample.naive.above(sample.some(20)));
    const Plan plan = plan_redo(sample.history, rows_of(sample, applied), DatabaseKind::sqlite,
                                indices_of(sample, doomed));
    EXPECT_EQ(plan.steps.size(), 2 * doomed.size());
    EXPECT_EQ(run(sample, applied, plan.steps), applied) << shown(sample);
  });
}

TEST(PlanProperty, ARevertIsRefusedExactlyWhereSomethingAppliedWouldHangInTheAir) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const Set doomed = common(applied, sample.some(40));
    const bool hangs = !without(common(applied, sample.naive.above(doomed)), doomed).empty();
    bool refused = false;
    try {
      (void)plan_revert(sample.history, rows_of(sample, applied), DatabaseKind::sqlite,
                        indices_of(sample, doomed));
    } catch (const Error& error) {
      refused = error.code() == ErrorCode::refused;
    }
    EXPECT_EQ(refused, hangs) << shown(doomed) << " of " << shown(applied) << " in\n"
                              << shown(sample);
  });
}

TEST(PlanProperty, WhatIsLeftOfAPlanIsWhatHasNotRun) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const Set start = sample.some_applied();
    const bool up = chance(sample.random, 50);
    const Plan plan =
        up ? upgrade(sample, start, sample.some(30))
           : plan_downgrade(sample.history, rows_of(sample, start), DatabaseKind::sqlite, {});
    const auto done = static_cast<std::ptrdiff_t>(below(sample.random, plan.steps.size() + 1));
    const std::vector<Step> first(plan.steps.begin(), plan.steps.begin() + done);
    const Set reached = run(sample, start, first);
    const Plan rest = plan_rest(sample.history, rows_of(sample, reached), plan);
    Ids expected;
    for (auto step = plan.steps.begin() + done; step != plan.steps.end(); ++step) {
      expected.push_back(step->id.text());
    }
    Ids left;
    for (const Step& step : rest.steps) left.push_back(step.id.text());
    EXPECT_EQ(left, expected) << shown(sample);
  });
}

// Each step with its reason.
Ids lines_of(const Plan& plan) {
  Ids lines;
  for (const Step& step : plan.steps) {
    lines.push_back(std::string(to_string(step.direction)) + " " + step.id.text() + ": " +
                    step.reason);
  }
  return lines;
}

TEST(PlanProperty, APlanDoesNotDependOnTheOrderOfTheInput) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    std::vector<Draft> drafts = sample.drafts;
    std::shuffle(drafts.begin(), drafts.end(), sample.random);
    for (Draft& draft : drafts) {
      std::shuffle(draft.parents.begin(), draft.parents.end(), sample.random);
      std::shuffle(draft.depends_on.begin(), draft.depends_on.end(), sample.random);
      std::shuffle(draft.labels.begin(), draft.labels.end(), sample.random);
    }
    const History other = history_of(drafts);
    const Set applied = sample.some_applied();
    std::vector<Graph::Index> targets = indices_of(sample, sample.some(20));
    const AppliedRevisions rows = rows_of(sample, applied);
    std::sort(targets.begin(), targets.end());
    const Plan up = plan_upgrade(sample.history, rows, DatabaseKind::sqlite, targets);
    const Plan down =
        plan_downgrade(sample.history, rows, DatabaseKind::sqlite, {targets, std::nullopt});
    std::shuffle(targets.begin(), targets.end(), sample.random);
    const Plan other_up = plan_upgrade(other, rows, DatabaseKind::sqlite, targets);
    std::sort(targets.begin(), targets.end());
    const Plan other_down =
        plan_downgrade(other, rows, DatabaseKind::sqlite, {targets, std::nullopt});
    EXPECT_EQ(lines_of(up), lines_of(other_up)) << shown(sample);
    EXPECT_EQ(lines_of(down), lines_of(other_down)) << shown(sample);
    EXPECT_EQ(plan_checksum(up), plan_checksum(other_up));
  });
}

TEST(PlanProperty, UpgradesLeadToOneSetInWhateverOrder) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const Set start = sample.some_applied();
    const Set a = sample.some(15);
    const Set b = sample.some(15);
    const auto then = [&](const Set& applied, const Set& targets) {
      return run(sample, applied, upgrade(sample, applied, targets).steps);
    };
    const Set at_once = then(start, both(a, b));
    EXPECT_EQ(then(then(start, a), b), at_once) << shown(sample);
    EXPECT_EQ(then(then(start, b), a), at_once) << shown(sample);
  });
}

// Where an upgrade to `text` leads; nothing if it is refused.
std::optional<Set> upgraded(const Sample& sample, const Set& applied, const std::string& text) {
  const RevisionSet set = set_of(sample, applied);
  const Outcome found = found_target(sample, parse_revision_spec(text), &set);
  if (const auto* answer = std::get_if<Answer>(&found)) {
    return run(sample, applied, upgrade(sample, applied, answer->ids).steps);
  }
  return std::nullopt;
}

std::optional<Set> downgraded(const Sample& sample, const Set& applied, const std::string& text) {
  const RevisionSet set = set_of(sample, applied);
  try {
    const RevisionTarget target = resolve_target(parse_revision_spec(text), sample.history, &set);
    const Plan plan =
        plan_downgrade(sample.history, rows_of(sample, applied), DatabaseKind::sqlite, target);
    return run(sample, applied, plan.steps);
  } catch (const Error&) {
    return std::nullopt;
  }
}

TEST(PlanProperty, StepsUpOneByOneLeadWhereTheyLeadAtOnce) {
  int compared = 0;
  for_random_histories(2000, 10, [&](const Sample& sample) {
    const Set start = sample.some_applied();
    const std::string branch =
        chance(sample.random, 50) ? "" : any_of(sample.random, sample.naive.all()) + "@";
    std::optional<Set> stepwise = start;
    for (int steps = 1; steps <= 3 && stepwise; ++steps) {
      stepwise = upgraded(sample, *stepwise, branch + "+1");
      const auto at_once = upgraded(sample, start, branch + "+" + std::to_string(steps));
      if (!stepwise || !at_once) continue;
      EXPECT_EQ(*stepwise, *at_once) << branch << " from " << shown(start) << " in\n"
                                     << shown(sample);
      ++compared;
    }
  });
  EXPECT_GT(compared, 1000);
}

TEST(PlanProperty, AStepBackFromAMergeOnABranchTakesTheMergeOnly) {
  int met = 0;
  for_random_histories(1000, 12, [&](const Sample& sample) {
    for (const std::string& merge : sample.naive.all()) {
      if (sample.naive.parents(merge).size() < 2) continue;
      const Set applied = sample.naive.below(merge);
      for (const std::string& parent : sample.naive.parents(merge)) {
        // Where one parent is built on another, or something else on a parent, there is more than
        // one way.
        const Set line = sample.naive.lineage(parent);
        if (common(sample.naive.parents(merge), line) != Set{parent}) continue;
        if (sample.naive.heads_of(common(applied, line)) != Set{merge}) continue;
        EXPECT_EQ(downgraded(sample, applied, parent + "@-1"), without(applied, {merge}))
            << merge << " by " << parent << " in\n"
            << shown(sample);
        ++met;
      }
    }
  });
  EXPECT_GT(met, 500);
}

TEST(PlanProperty, AMergeThatIsRevertedLeavesItsParentsAsHeads) {
  for_random_histories(1000, 12, [](const Sample& sample) {
    for (const std::string& merge : sample.naive.all()) {
      if (sample.naive.parents(merge).size() < 2) continue;
      const Set applied = sample.naive.below(merge);
      const Plan plan = plan_revert(sample.history, rows_of(sample, applied), DatabaseKind::sqlite,
                                    indices_of(sample, {merge}));
      const Set left = run(sample, applied, plan.steps);
      const RevisionSet lineage = set_of(sample, common(left, sample.naive.built_on(merge)));
      // A parent that another parent is built on is no head: the other one is.
      EXPECT_EQ(ids_of(sample, sample.history.graph.heads_of(lineage)),
                sample.naive.heads_of(common(left, sample.naive.built_on(merge))))
          << shown(sample);
      for (const std::string& id : ids_of(sample, sample.history.graph.heads_of(lineage))) {
        EXPECT_TRUE(sample.naive.parents(merge).contains(id)) << shown(sample);
      }
    }
  });
}

TEST(PlanProperty, AStepUpAndAStepBackMeet) {
  int met = 0;
  for_random_histories(2000, 10, [&](const Sample& sample) {
    const Set start = sample.some_applied();
    const RevisionSet set = set_of(sample, start);
    const Outcome found = found_target(sample, parse_revision_spec("+1"), &set);
    const auto* answer = std::get_if<Answer>(&found);
    // A revision that brings its dependencies along leaves them when it goes.
    if (answer == nullptr || without(sample.naive.below(answer->ids), start) != answer->ids) return;
    const Set up = both(start, answer->ids);
    if (const auto down = downgraded(sample, up, "-1")) {
      EXPECT_EQ(*down, start) << shown(sample);
      ++met;
    }
  });
  EXPECT_GT(met, 300);
}

}  // namespace
}  // namespace sqlmig::test

// The way back: what undoes a plan, and what cannot be undone.
#include <sqlmig/plan.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace sqlmig {

namespace {

RevisionSet revisions_of(const Plan& plan, const Graph& graph) {
  RevisionSet set(graph.size());
  for (const Step& step : plan.steps) set.insert(step.revision);
  return set;
}

}  // namespace

AppliedRevisions applied_after(const History& history, const AppliedRevisions& applied,
                               const Plan& upgrade) {
  AppliedRevisions after = applied;
  AppliedRevisions more = applied_as_if(history, revisions_of(upgrade, history.graph));
  std::move(more.rows.begin(), more.rows.end(), std::back_inserter(after.rows));
  return after;
}

Plan plan_rollback(const History& history, const AppliedRevisions& after, const Plan& upgrade) {
  const RevisionSet revisions = revisions_of(upgrade, history.graph);
  Plan plan = plan_revert(history, after, upgrade.database, revisions.members());
  std::size_t number = upgrade.steps.size();
  for (Step& step : plan.steps) step.reason = fmt::format("undoes step {}", number--);
  return plan;
}

std::vector<NoWayBack> no_ways_back(const History& history, const Plan& plan,
                                    EmptyDowns empty_downs) {
  std::vector<NoWayBack> all;
  for (const Step& step : plan.steps) {
    if (step.direction != Direction::down) continue;
    const Revision& revision = history.at(step.revision);
    if (!revision.down) {
      all.push_back({step.id, NoWayBack::Cause::irreversible,
                     fmt::format("{} is irreversible: {}", revision.id.text(),
                                 revision.manifest.irreversible.value_or(""))});
    } else if (empty_downs == EmptyDowns::refused && !revision.is_merge() &&
               revision.down->content == Script::Content::blank &&
               revision.up.content == Script::Content::statements) {
      all.push_back(
          {step.id, NoWayBack::Cause::empty_down,
           fmt::format("{} holds no statement, so nothing would be undone", revision.down->path)});
    }
  }
  return all;
}

void require_reversible(const History& history, const Plan& plan, EmptyDowns empty_downs) {
  const std::vector<NoWayBack> all = no_ways_back(history, plan, empty_downs);
  if (all.empty()) return;
  std::string reasons;
  for (const NoWayBack& one : all) reasons += "\n  " + one.reason;
  const bool only_empty = std::all_of(all.begin(), all.end(), [](const NoWayBack& one) {
    return one.cause == NoWayBack::Cause::empty_down;
  });
  throw Error(ErrorCode::refused, "this downgrade cannot be carried out to its end:" + reasons)
      .with_advice(only_empty ? "nothing was reverted; --allow-empty-down goes over these revisions"
                              : "nothing was reverted; choose a target after these revisions");
}

}  // namespace sqlmig

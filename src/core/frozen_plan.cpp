#include <sqlmig/frozen_plan.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace sqlmig {
namespace {

using Strings = std::vector<std::string>;

const Script* script_of(const Revision& revision, Direction direction) {
  if (direction == Direction::up) return &revision.up;
  return revision.down ? &*revision.down : nullptr;
}

const AppliedHead* find_head(const std::vector<AppliedHead>& heads, const RevisionId& id) {
  const auto found = std::find_if(heads.begin(), heads.end(),
                                  [&](const AppliedHead& head) { return head.id == id; });
  return found == heads.end() ? nullptr : &*found;
}

// Where the database stands elsewhere than the plan starts from.
void compare_start(const std::vector<AppliedHead>& planned, const std::vector<AppliedHead>& now,
                   Strings& differences) {
  for (const AppliedHead& head : planned) {
    const AppliedHead* same = find_head(now, head.id);
    if (same == nullptr) {
      differences.push_back(fmt::format(
          "database: the plan starts from {}, which is no applied head now", head.id.text()));
    } else if (same->history != head.history) {
      differences.push_back(
          fmt::format("database: {} is applied with another history: {} in the plan, {} now",
                      head.id.text(), head.history.text(), same->history.text()));
    }
  }
  for (const AppliedHead& head : now) {
    if (find_head(planned, head.id) == nullptr) {
      differences.push_back(fmt::format(
          "database: it stands at {}, which the plan does not start from", head.id.text()));
    }
  }
}

// Where the files are not those of the plan.
void compare_files(const FrozenPlan& frozen, const History& history, Strings& differences) {
  for (const FrozenPlan::Step& step : frozen.steps) {
    const Revision* revision = history.find(step.id.text());
    if (revision == nullptr) {
      differences.push_back(fmt::format("files: there is no revision {}", step.id.text()));
      continue;
    }
    const Script* script = script_of(*revision, step.direction);
    if (script == nullptr) {
      differences.push_back(fmt::format("files: {} has no down script now", step.id.text()));
    } else if (script->checksum != step.script) {
      differences.push_back(fmt::format("files: {} was edited: {} in the plan, {} now",
                                        script->path, step.script.text(), script->checksum.text()));
    } else if (script->path != step.path) {
      differences.push_back(fmt::format("files: {} is run from {}, not from {}", step.id.text(),
                                        script->path, step.path));
    } else if (revision->digest != step.digest) {
      differences.push_back(fmt::format(
          "files: {} has other parents, dependencies or {} than in the plan", step.id.text(),
          step.direction == Direction::up ? "another down script" : "another up script"));
    } else if (script->directives.transaction != step.transaction) {
      differences.push_back(fmt::format("plan: {} is {} there, and {} by its script",
                                        step.id.text(), to_string(step.transaction),
                                        to_string(script->directives.transaction)));
    }
  }
}

std::set<std::string_view> ids_of(const auto& steps) {
  std::set<std::string_view> ids;
  for (const auto& step : steps) ids.insert(step.id.text());
  return ids;
}

// Where what would be run now for the same revisions is something else.
void compare_steps(const FrozenPlan& frozen, const Plan& now, Strings& differences) {
  const auto [planned, actual] =
      std::mismatch(frozen.steps.begin(), frozen.steps.end(), now.steps.begin(), now.steps.end(),
                    [](const FrozenPlan::Step& a, const Step& b) { return a.id == b.id; });
  if (planned == frozen.steps.end() && actual == now.steps.end()) return;
  const auto in_plan = ids_of(frozen.steps);
  const auto runs_now = ids_of(now.steps);
  for (const Step& step : now.steps) {
    if (!in_plan.contains(step.id.text()))
      differences.push_back(
          fmt::format("steps: {} would have to run too: {}", step.id.text(), step.reason));
  }
  for (const FrozenPlan::Step& step : frozen.steps) {
    if (!runs_now.contains(step.id.text()))
      differences.push_back(fmt::format("steps: {} is {} already", step.id.text(),
                                        step.direction == Direction::up ? "applied" : "reverted"));
  }
  if (in_plan.size() != frozen.steps.size())
    differences.emplace_back("steps: a revision stands in the plan twice");
  if (!differences.empty()) return;
  differences.push_back(fmt::format("order: step {} is {} in the plan, and {} has to come first",
                                    planned - frozen.steps.begin() + 1, planned->id.text(),
                                    actual->id.text()));
}

[[noreturn]] void refuse(Strings differences, std::string advice) {
  Error error(ErrorCode::plan_mismatch,
              "this plan is not what would be run now; nothing was changed");
  error.notes = std::move(differences);
  error.advice = std::move(advice);
  throw error;
}

constexpr const char* kPlanAgain = "make a new plan and have it reviewed: sqlmig plan -o FILE";

bool is_done(const FrozenPlan::Step& step, const AppliedRevisions& applied) {
  const AppliedRevision* row = applied.find(step.id.text());
  if (step.direction == Direction::down) return row == nullptr;
  return row != nullptr && row->state == RevisionState::applied && row->digest == step.digest;
}

std::size_t count_done(const FrozenPlan& frozen, const AppliedRevisions& applied) {
  const auto end =
      std::find_if(frozen.steps.begin(), frozen.steps.end(),
                   [&](const FrozenPlan::Step& step) { return !is_done(step, applied); });
  return static_cast<std::size_t>(end - frozen.steps.begin());
}

std::string advice_for(const FrozenPlan& frozen, const AppliedRevisions& applied) {
  const std::size_t done = count_done(frozen, applied);
  if (done == 0) return kPlanAgain;
  if (done == frozen.steps.size()) return "all of its steps are done already";
  return fmt::format("its first {} of {} steps are done already; --resume goes on with the others",
                     done, frozen.steps.size());
}

// What would be run now for the revisions that the plan names.
Plan plan_now(const FrozenPlan& frozen, const History& history, const AppliedRevisions& applied,
              DatabaseKind database) {
  std::vector<Graph::Index> revisions;
  for (const FrozenPlan::Step& step : frozen.steps) {
    revisions.push_back(history.graph.find(step.id.text()).value());  // compare_files saw to it
  }
  std::sort(revisions.begin(), revisions.end());
  revisions.erase(std::unique(revisions.begin(), revisions.end()), revisions.end());
  if (frozen.direction == Direction::up) return plan_upgrade(history, applied, database, revisions);
  try {
    return plan_revert(history, applied, database, revisions);
  } catch (const Error& error) {
    refuse({std::string("steps: ") + error.what()}, kPlanAgain);
  }
}

// The rows as they were before the first step.
AppliedRevisions rows_before(const FrozenPlan& frozen, const History& history,
                             const AppliedRevisions& applied) {
  const auto in_plan = ids_of(frozen.steps);
  AppliedRevisions before = applied;
  if (frozen.direction == Direction::up) {
    std::erase_if(before.rows,
                  [&](const AppliedRevision& row) { return in_plan.contains(row.id.text()); });
    return before;
  }
  RevisionSet reverted(history.graph.size());
  for (const FrozenPlan::Step& step : frozen.steps) {
    if (const auto index = history.graph.find(step.id.text())) reverted.insert(*index);
  }
  for (AppliedRevision& row : before.rows) {
    if (!in_plan.contains(row.id.text())) continue;
    row.state = RevisionState::applied;
    if (const auto index = history.graph.find(row.id.text())) reverted.erase(*index);
  }
  AppliedRevisions again = applied_as_if(history, reverted);
  std::move(again.rows.begin(), again.rows.end(), std::back_inserter(before.rows));
  return before;
}

}  // namespace

FrozenPlan freeze(const Plan& plan, Direction direction, const History& history) {
  FrozenPlan frozen{plan.database, direction, plan.from, {}};
  for (const Step& step : plan.steps) {
    const Script* script = script_of(history.at(step.revision), step.direction);
    if (script == nullptr || step.direction != direction)
      throw Error(ErrorCode::internal, "a plan that cannot be frozen");
    frozen.steps.push_back({step.direction, step.id, step.digest, script->checksum,
                            step.transaction, step.path, step.reason});
  }
  return frozen;
}

Plan thaw(const FrozenPlan& frozen, const History& history, const AppliedRevisions& applied,
          DatabaseKind database) {
  Strings differences;
  if (frozen.database != database) {
    differences.push_back(fmt::format("database: the plan is for {}, and this is {}",
                                      to_string(frozen.database), to_string(database)));
  }
  compare_start(frozen.from, applied_head_histories(applied), differences);
  compare_files(frozen, history, differences);
  if (!differences.empty()) refuse(std::move(differences), advice_for(frozen, applied));
  Plan plan = plan_now(frozen, history, applied, database);
  compare_steps(frozen, plan, differences);
  if (!differences.empty()) refuse(std::move(differences), advice_for(frozen, applied));
  for (std::size_t i = 0; i < plan.steps.size(); ++i) plan.steps[i].reason = frozen.steps[i].reason;
  return plan;
}

Plan thaw_rest(const FrozenPlan& frozen, const History& history, const AppliedRevisions& applied,
               DatabaseKind database) {
  Plan rest = thaw(frozen, history, rows_before(frozen, history, applied), database);
  const std::size_t done = count_done(frozen, applied);
  Strings differences;
  for (std::size_t i = done; i < frozen.steps.size(); ++i) {
    if (i == done || !is_done(frozen.steps[i], applied)) continue;
    differences.push_back(fmt::format("steps: {} is done already, and {} before it is not",
                                      frozen.steps[i].id.text(), frozen.steps[done].id.text()));
  }
  if (!differences.empty()) refuse(std::move(differences), kPlanAgain);
  rest.steps.erase(rest.steps.begin(), rest.steps.begin() + static_cast<std::ptrdiff_t>(done));
  rest.from = applied_head_histories(applied);
  return rest;
}

}  // namespace sqlmig

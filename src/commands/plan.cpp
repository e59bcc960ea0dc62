#include "commands/plan.hpp"

#include "commands/downgrade.hpp"
#include "commands/offline.hpp"
#include "commands/upgrade.hpp"
#include "engine/runnable.hpp"
#include "engine/version_table.hpp"
#include "project/plan_file.hpp"
#include "project/put_file.hpp"

#include <fmt/core.h>

#include <utility>

namespace sqlmig::commands {

namespace {

DowngradeRequest down_request(const PlanRequest& request) {
  if (request.targets.size() + (request.last ? 1 : 0) != 1) {
    throw Error(ErrorCode::usage, "a downgrade has one target")
        .with_advice("name the revision to go back to, or say --last N");
  }
  DowngradeRequest down;
  down.project = request.project;
  if (!request.last) down.target = request.targets.front();
  down.last = request.last;
  down.empty_downs = request.empty_downs;
  down.modified = request.modified;
  return down;
}

// What the plan starts from: a database, or what one would hold.
struct Start {
  std::optional<std::string> database;
  DatabaseKind kind;
  AppliedRevisions applied;
};

Start start_of(const PlanRequest& request, const Workspace& workspace, const History& history) {
  if (request.from)
    return {std::nullopt, offline_kind(workspace.config), state_at(history, *request.from)};
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  return {database->name(), database->kind(), engine::read_applied(*database)};
}

// A target that nothing leads up to is a plan that was not meant.
void require_above(const PlanRequest& request, const Plan& plan, const History& history) {
  if (!request.from || request.targets.empty() || !plan.steps.empty()) return;
  const RevisionSet there = applied_set(state_at(history, *request.from), history.graph);
  for (const RevisionSpec& target : request.targets) {
    const auto found = resolve_target(target, history, &there).revisions;
    const auto heads = history.graph.heads_of(there, Edges::parents_and_dependencies);
    if (found == heads) continue;
    throw Error(ErrorCode::usage,
                fmt::format("'{}' is not above '{}'", target.text, request.from->text))
        .with_advice("a plan that goes back is: sqlmig plan --down");
  }
}

Plan make_plan(const PlanRequest& request, const Workspace& workspace, const History& history,
               const Start& start) {
  if (request.way == PlanRequest::Way::downgrade)
    return make_downgrade_plan(history, start.applied, start.kind, down_request(request));
  Plan up = make_upgrade_plan(workspace, history, start.applied, start.kind, request.targets);
  require_above(request, up, history);
  engine::require_runnable(up, history);
  return request.way == PlanRequest::Way::rollback ? plan_rollback(history, start.applied, up) : up;
}

// A script that is not there cannot be run, and what runs it to its end is not there either.
Plan with_scripts(const Plan& plan, const History& history) {
  Plan runs = plan;
  std::erase_if(runs.steps, [&](const Step& step) {
    return step.direction == Direction::down && !history.at(step.revision).down;
  });
  return runs;
}

// What cannot be run locks nothing.
std::vector<sqltext::Locks> locks_of(const Plan& plan, const History& history) {
  std::vector<sqltext::Locks> all;
  for (const Step& step : plan.steps) {
    const bool runs = step.direction == Direction::up || history.at(step.revision).down;
    all.push_back(runs ? sqltext::locks_of(engine::script_of(history, step),
                                           engine::dialect_of(plan.database))
                       : sqltext::Locks{});
  }
  return all;
}

void put_down(const PlanRequest& request, const Plan& plan, const History& history) {
  require_reversible(history, plan, request.empty_downs);
  const Direction direction =
      request.way == PlanRequest::Way::upgrade ? Direction::up : Direction::down;
  project::put_file(*request.file, project::plan_file_text(freeze(plan, direction, history)),
                    "the plan");
}

}  // namespace

PlanResult plan(const PlanRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = request.modified == Modified::allowed ? require_history(workspace)
                                                                 : require_sound_history(workspace);
  Start start = start_of(request, workspace, history);
  Plan made = make_plan(request, workspace, history, start);
  engine::require_runnable(with_scripts(made, history), history);
  if (request.file) put_down(request, made, history);
  const Checksum checksum = plan_checksum(made);
  auto no_way = no_ways_back(history, made, request.empty_downs);
  auto locks = locks_of(made, history);
  return {std::move(start.database), std::move(made), checksum,
          std::move(no_way),         request.file,    std::move(locks)};
}

}  // namespace sqlmig::commands

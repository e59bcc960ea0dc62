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

// The state that the plan starts from.
Planned start_of(const PlanRequest& request, const Workspace& workspace, const History& history) {
  if (request.from)
    return {
        std::nullopt, state_at(history, *request.from), {offline_kind(workspace.config), {}, {}}};
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  return {database->name(), engine::read_applied(*database), {database->kind(), {}, {}}};
}

// Without a database, a plan of nothing was hardly meant, unless both ends are the same.
void require_way(const PlanRequest& request, const Plan& plan) {
  if (!request.from || request.targets.size() != 1 || !plan.steps.empty()) return;
  const RevisionSpec& to = request.targets.front();
  if (to.text == request.from->text) return;
  throw Error(ErrorCode::usage,
              fmt::format("nothing leads from '{}' to '{}' that way", request.from->text, to.text))
      .with_advice("the state that is started from comes first; --down or downgrade leads back");
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

Planned make_plan(const PlanRequest& request, const Workspace& workspace, const History& history) {
  Planned planned = start_of(request, workspace, history);
  const DatabaseKind kind = planned.plan.database;
  if (request.way == PlanRequest::Way::downgrade) {
    planned.plan = make_downgrade_plan(history, planned.applied, kind, down_request(request));
  } else {
    planned.plan = make_upgrade_plan(workspace, history, planned.applied, kind, request.targets);
  }
  require_way(request, planned.plan);
  engine::require_runnable(planned.plan, history);
  if (request.way == PlanRequest::Way::rollback) {
    planned.applied = applied_after(history, planned.applied, planned.plan);
    planned.plan = plan_rollback(history, planned.applied, planned.plan);
    engine::require_runnable(with_scripts(planned.plan, history), history);
  }
  return planned;
}

const History& history_for(const PlanRequest& request, const Workspace& workspace) {
  return request.modified == Modified::allowed ? require_history(workspace)
                                               : require_sound_history(workspace);
}

PlanResult plan(const PlanRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = history_for(request, workspace);
  Planned made = make_plan(request, workspace, history);
  if (request.file) put_down(request, made.plan, history);
  const Checksum checksum = plan_checksum(made.plan);
  auto no_way = no_ways_back(history, made.plan, request.empty_downs);
  auto locks = locks_of(made.plan, history);
  return {std::move(made.database), std::move(made.plan), checksum,
          std::move(no_way),        request.file,         std::move(locks)};
}

}  // namespace sqlmig::commands

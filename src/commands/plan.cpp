#include "commands/plan.hpp"

#include "commands/downgrade.hpp"
#include "commands/upgrade.hpp"
#include "engine/runnable.hpp"
#include "engine/version_table.hpp"

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

}  // namespace

PlanResult plan(const PlanRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = request.modified == Modified::allowed ? require_history(workspace)
                                                                 : require_sound_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions applied = engine::read_applied(*database);
  Plan made =
      request.direction == Direction::up
          ? make_upgrade_plan(workspace, history, applied, database->kind(), request.targets)
          : make_downgrade_plan(history, applied, database->kind(), down_request(request));
  engine::require_runnable(made, history);
  const Checksum checksum = plan_checksum(made);
  return {database->name(), std::move(made), checksum};
}

}  // namespace sqlmig::commands

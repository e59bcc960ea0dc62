#include "commands/plan.hpp"

#include "commands/upgrade.hpp"
#include "engine/version_table.hpp"

#include <utility>

namespace sqlmig::commands {

PlanResult plan(const PlanRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_sound_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions applied = engine::read_applied(*database);
  Plan made = make_upgrade_plan(history, applied, database->kind(), request.targets);
  const Checksum checksum = plan_checksum(made);
  return {database->name(), std::move(made), checksum};
}

}  // namespace sqlmig::commands

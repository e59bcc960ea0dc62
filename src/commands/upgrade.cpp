#include "commands/upgrade.hpp"

#include <algorithm>

namespace sqlmig::commands {

Plan make_upgrade_plan(const History& history, const AppliedRevisions& applied, DatabaseKind kind,
                       const std::vector<std::string>& targets) {
  require_agreement(history, applied);
  const RevisionSet done = applied_set(applied, history.graph);
  std::vector<Graph::Index> wanted;
  for (const std::string& text : targets) {
    const RevisionSpec spec = parse_revision_spec(text);
    if (spec.anchor == RevisionSpec::Anchor::base || spec.steps < 0) {
      throw Error(ErrorCode::usage, "'" + text + "' does not lead up")
          .with_advice("going back is 'sqlmig downgrade'");
    }
    const auto found = resolve(spec, history.graph, &done);
    wanted.insert(wanted.end(), found.begin(), found.end());
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  return plan_upgrade(history, applied, kind, wanted);
}

ApplyResult upgrade(const UpgradeRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_sound_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_write);
  return apply({[&](const AppliedRevisions& applied) {
                  return make_upgrade_plan(history, applied, database->kind(), request.targets);
                },
                request.expect, request.project.lock_wait, request.who},
               history, *database, observer);
}

}  // namespace sqlmig::commands

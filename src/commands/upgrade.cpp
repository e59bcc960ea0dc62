#include "commands/upgrade.hpp"

#include <sqlmig/verify.hpp>

#include <algorithm>

namespace sqlmig::commands {
namespace {

// Without a target it is the head. Where sqlmig.toml says that several are meant, it is all of
// them, as long as there is no other one.
std::vector<RevisionSpec> targets_or_heads(const Workspace& workspace, const History& history,
                                           const std::vector<RevisionSpec>& targets) {
  if (!targets.empty()) return targets;
  const std::vector<NameLink>& branches = workspace.config.branches;
  if (branches.empty()) return {parse_revision_spec("head")};
  require_no_errors(check_heads(history, branches), "the heads are not those that are intended");
  return {parse_revision_spec("heads")};
}

void require_upward(const RevisionSpec& spec) {
  const auto* point = std::get_if<RevisionPoint>(&spec.form);
  if (point == nullptr) return;  // a range, which is refused where it is resolved
  const bool to_base = point->anchor == RevisionPoint::Anchor::base && point->steps <= 0;
  const bool back = point->anchor == RevisionPoint::Anchor::current && point->steps < 0;
  if (!to_base && !back) return;
  throw Error(ErrorCode::usage, "'" + spec.text + "' does not lead up")
      .with_advice("going back is 'sqlmig downgrade'");
}

Plan make_reviewed_upgrade(const FrozenPlan& frozen, const History& history,
                           const AppliedRevisions& applied, DatabaseKind kind,
                           Unfinished unfinished) {
  Plan plan = plan_of_reviewed(frozen, history, applied, kind, unfinished);
  require_sound(history);
  std::vector<Graph::Index> begun;
  if (unfinished == Unfinished::resumed)
    begun = unfinished_in(RevisionState::applying, applied, history.graph);
  require_agreement(history, without(begun, applied, history.graph));
  return plan;
}

}  // namespace

Plan make_upgrade_plan(const Workspace& workspace, const History& history,
                       const AppliedRevisions& applied, DatabaseKind kind,
                       const std::vector<RevisionSpec>& targets, Unfinished unfinished) {
  std::vector<Graph::Index> wanted;
  if (unfinished == Unfinished::resumed)
    wanted = unfinished_in(RevisionState::applying, applied, history.graph);
  const AppliedRevisions finished = without(wanted, applied, history.graph);
  require_agreement(history, finished);
  const RevisionSet done = applied_set(finished, history.graph);
  for (const RevisionSpec& spec : targets_or_heads(workspace, history, targets)) {
    require_upward(spec);
    const auto found = resolve_target(spec, history, &done).revisions;
    wanted.insert(wanted.end(), found.begin(), found.end());
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  return plan_upgrade(history, finished, kind, wanted);
}

Upgrade::Upgrade(const UpgradeRequest& request, const Workspace& workspace)
    : request_(request),
      workspace_(workspace),
      reviewed_(reviewed_plan(request.reviewed, workspace.config, Direction::up)),
      history_(reviewed_ ? history_of_reviewed(workspace) : require_sound_history(workspace)) {}

ApplyResult Upgrade::run(Database& database, Observer& observer) const {
  return apply(
      {.make_plan =
           [&](const AppliedRevisions& applied) {
             return reviewed_ ? make_reviewed_upgrade(*reviewed_, history_, applied,
                                                      database.kind(), request_.unfinished)
                              : make_upgrade_plan(workspace_, history_, applied, database.kind(),
                                                  request_.targets, request_.unfinished);
           },
       .expect = expected_of(request_.reviewed, reviewed_, request_.unfinished),
       .lock_wait = request_.project.lock_wait,
       .who = request_.who,
       .run = configured(request_.run, workspace_.config),
       .confirm = request_.confirm,
       .confirmation = workspace_.config.confirmation,
       .overtaken = any_needs_database(request_.targets) ? ApplyRequest::Overtaken::run_the_rest
                                                         : ApplyRequest::Overtaken::plan_again},
      history_, database, observer);
}

ApplyResult upgrade(const UpgradeRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  const Upgrade upgrade(request, workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_write);
  return upgrade.run(*database, observer);
}

}  // namespace sqlmig::commands

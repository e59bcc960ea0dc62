#include "commands/downgrade.hpp"

#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig::commands {
namespace {

std::vector<Graph::Index> last_applied(const History& history, const AppliedRevisions& applied,
                                       std::size_t count) {
  if (count > applied.rows.size()) {
    throw Error(ErrorCode::usage, fmt::format("--last {} is more than the {} applied revisions",
                                              count, applied.rows.size()));
  }
  std::vector<Graph::Index> revisions;
  for (std::size_t i = applied.rows.size() - count; i < applied.rows.size(); ++i) {
    revisions.push_back(
        history.graph.find(applied.rows[i].id.text()).value());  // require_agreement saw to it
  }
  return revisions;
}

Plan plan_to_target(const History& history, const AppliedRevisions& applied, DatabaseKind kind,
                    const std::string& target) {
  const RevisionSet done = applied_set(applied, history.graph);
  const RevisionSpec spec = parse_revision_spec(target);
  if (spec.anchor == RevisionSpec::Anchor::heads || spec.steps > 0) {
    throw Error(ErrorCode::usage, "'" + target + "' does not lead down")
        .with_advice("name a revision to go back to, 'base', '-1', or use --last N");
  }
  const std::vector<Graph::Index> targets = resolve(spec, history.graph, &done);
  for (const Graph::Index index : targets) {
    if (done.contains(index)) continue;
    throw Error(ErrorCode::usage, fmt::format("{} is not applied", history.graph.id(index).text()))
        .with_advice("'sqlmig current' shows what is; 'sqlmig upgrade' goes the other way");
  }
  return plan_downgrade(history, applied, kind, targets);
}

// An edited down is not the one that was reviewed with what it undoes, and with other parents the
// order of going down is not that of having come up.
void require_unedited(const History& history, const AppliedRevisions& applied, const Plan& plan) {
  std::vector<Finding> blocking;
  for (Finding& finding : check_applied(history, applied)) {
    const bool edited = finding.kind == FindingKind::edited_down;
    if (!edited && finding.kind != FindingKind::parents_changed) continue;
    const bool runs = std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
      return step.id.text() == finding.revision;
    });
    if (edited && !runs) continue;
    finding.severity = Severity::error;
    finding.advice = "restore it as it was";
    blocking.push_back(std::move(finding));
  }
  require_no_errors(std::move(blocking),
                    "revisions were edited after they were applied; nothing was run");
}

}  // namespace

Plan make_downgrade_plan(const History& history, const AppliedRevisions& applied, DatabaseKind kind,
                         const DowngradeRequest& request) {
  require_agreement(history, applied);
  Plan plan = request.last ? plan_revert(history, applied, kind,
                                         last_applied(history, applied, *request.last))
                           : plan_to_target(history, applied, kind, request.target.value());
  require_reversible(history, plan, request.empty_downs);
  require_unedited(history, applied, plan);
  return plan;
}

ApplyResult downgrade(const DowngradeRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_sound_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_write);
  return apply({[&](const AppliedRevisions& applied) {
                  return make_downgrade_plan(history, applied, database->kind(), request);
                },
                request.expect, request.project.lock_wait, request.who},
               history, *database, observer);
}

}  // namespace sqlmig::commands

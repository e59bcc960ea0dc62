#include "commands/sql_script.hpp"

#include <algorithm>
#include <utility>

namespace sqlmig::commands {
namespace {

using Runs = SqlScriptOptions::Runs;
using Way = PlanRequest::Way;

RevisionSpec spec_of(const RevisionPoint& point) { return {point, point.text}; }

const RevisionRange* range_of(const std::vector<RevisionSpec>& targets) {
  for (const RevisionSpec& spec : targets) {
    const auto* range = std::get_if<RevisionRange>(&spec.form);
    if (range == nullptr || targets.size() == 1) {
      if (range != nullptr) return range;
      continue;
    }
    throw Error(ErrorCode::usage, "a range stands alone: '" + spec.text + "'")
        .with_advice("write a script for each range");
  }
  return nullptr;
}

// The plan from the lower end of a range to its upper one, or the other way.
PlanRequest along(const RevisionRange& range, PlanRequest plan) {
  const bool up = plan.way != Way::downgrade;
  if (!up && !range.to) {
    throw Error(ErrorCode::usage,
                "'" + plan.targets.front().text + "' does not say where to go back to")
        .with_advice("write FROM:TO; to revert everything, FROM:base");
  }
  plan.from = range.from ? spec_of(*range.from) : parse_revision_spec(up ? "base" : "heads");
  plan.targets.clear();
  if (range.to) plan.targets.push_back(spec_of(*range.to));
  return plan;
}

// A script that looks for itself is made for all states from the base on.
PlanRequest from_any_state(PlanRequest plan) {
  if (plan.targets.size() > 1) {
    throw Error(ErrorCode::usage, "--idempotent takes one target")
        .with_advice("without one it is the head; 'heads' is all of them");
  }
  plan.from = parse_revision_spec("base");
  return plan;
}

PlanRequest plan_request(const SqlScriptRequest& request) {
  if (const RevisionRange* range = range_of(request.plan.targets))
    return along(*range, request.plan);
  return request.runs == Runs::what_is_missing ? from_any_state(request.plan) : request.plan;
}

// The plan in a file, as it is run on a database that stands where it starts from.
Planned planned_before(const FrozenPlan& frozen, const History& history) {
  std::vector<Graph::Index> heads;
  for (const AppliedHead& head : frozen.from) {
    if (const auto index = history.graph.find(head.id.text())) heads.push_back(*index);
  }
  std::sort(heads.begin(), heads.end());
  AppliedRevisions applied = applied_as_if(history, history.graph.ancestors(heads));
  Plan plan = thaw(frozen, history, applied, frozen.database);
  return {std::nullopt, std::move(applied), std::move(plan)};
}

std::optional<FrozenPlan> reviewed_for(const SqlScriptRequest& request, const Config& config) {
  if (request.use == SqlScriptRequest::Use::look) return std::nullopt;
  return reviewed_plan(request.reviewed, config,
                       request.plan.way == Way::upgrade ? Direction::up : Direction::down);
}

void require_expected(const Plan& plan, const std::optional<Checksum>& expect) {
  if (!expect || plan_checksum(plan) == *expect) return;
  throw Error(ErrorCode::plan_mismatch, "the plan has the checksum " + plan_checksum(plan).text() +
                                            ", and " + expect->text() + " was expected")
      .with_advice("files or database changed since it was made; no script was written");
}

}  // namespace

SqlScriptResult sql_script(const SqlScriptRequest& request) {
  const Workspace workspace = open_workspace(request.plan.project);
  if (request.plan.way != Way::upgrade) require_downgrades(workspace.config);
  const auto reviewed = reviewed_for(request, workspace.config);
  const History& history =
      reviewed ? history_of_reviewed(workspace) : history_for(request.plan, workspace);
  Planned made = reviewed ? planned_before(*reviewed, history)
                          : make_plan(plan_request(request), workspace, history);
  require_reversible(history, made.plan, request.plan.empty_downs);
  require_expected(made.plan, request.reviewed.expect);
  std::string script = write_sql_script(made.plan, history, made.applied,
                                        {.runs = request.runs,
                                         .version_schema = workspace.config.version_schema,
                                         .session = workspace.config.session,
                                         .reason = request.reason});
  return {std::move(made.database), std::move(made.plan), std::move(script), request.file};
}

}  // namespace sqlmig::commands

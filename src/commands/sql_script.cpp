#include "commands/sql_script.hpp"

#include "commands/offline.hpp"
#include "commands/upgrade.hpp"
#include "engine/version_table.hpp"

#include <utility>

namespace sqlmig::commands {
namespace {

using Runs = SqlScriptOptions::Runs;

// Where a script leads without a database that is asked.
struct Way {
  RevisionSpec from;
  std::optional<RevisionSpec> to;  // none: as upgrade
};

RevisionSpec spec_of(const RevisionPoint& point) { return {point, point.text}; }

std::optional<Way> way_of(const SqlScriptRequest& request) {
  const bool up = request.direction == Direction::up;
  const RevisionRange* range = nullptr;
  for (const RevisionSpec& spec : request.targets) {
    range = std::get_if<RevisionRange>(&spec.form);
    if (range == nullptr) continue;
    if (request.targets.size() == 1) break;
    throw Error(ErrorCode::usage, "a range stands alone: '" + spec.text + "'")
        .with_advice("write a script for each range");
  }
  if (range == nullptr) {
    if (request.runs == Runs::planned_state) return std::nullopt;
    if (request.targets.size() > 1) {
      throw Error(ErrorCode::usage, "--idempotent takes one target")
          .with_advice("without one it is the head; 'heads' is all of them");
    }
    return Way{parse_revision_spec("base"),
               request.targets.empty() ? std::nullopt : std::optional(request.targets.front())};
  }
  if (!up && !range->to) {
    throw Error(ErrorCode::usage,
                "'" + request.targets.front().text + "' does not say where to go back to")
        .with_advice("write FROM:TO; to revert everything, FROM:base");
  }
  return Way{range->from ? spec_of(*range->from) : parse_revision_spec(up ? "base" : "heads"),
             range->to ? std::optional(spec_of(*range->to)) : std::nullopt};
}

DowngradeRequest down_request(const SqlScriptRequest& request, std::optional<RevisionSpec> to) {
  DowngradeRequest down;
  down.target = std::move(to);
  down.last = request.last;
  down.empty_downs = request.empty_downs;
  down.modified = request.modified;
  return down;
}

Plan offline_plan(const SqlScriptRequest& request, const Workspace& workspace,
                  const History& history, const AppliedRevisions& applied, const Way& way) {
  const DatabaseKind kind = offline_kind(workspace.config);
  const std::vector<RevisionSpec> to = way.to ? std::vector{*way.to} : std::vector<RevisionSpec>();
  Plan plan = request.direction == Direction::up
                  ? make_upgrade_plan(workspace, history, applied, kind, to)
                  : make_downgrade_plan(history, applied, kind, down_request(request, way.to));
  if (plan.steps.empty() && way.to && way.to->text != way.from.text) {
    throw Error(ErrorCode::usage,
                "nothing leads from '" + way.from.text + "' to '" + way.to->text + "' that way")
        .with_advice(
            "the state that is started from comes first: upgrade --sql OLD:NEW, "
            "downgrade --sql NEW:OLD");
  }
  return plan;
}

Plan live_plan(const SqlScriptRequest& request, const Workspace& workspace, const History& history,
               const AppliedRevisions& applied, DatabaseKind kind) {
  if (request.direction == Direction::up)
    return make_upgrade_plan(workspace, history, applied, kind, request.targets);
  return make_downgrade_plan(
      history, applied, kind,
      down_request(request, request.last ? std::nullopt : std::optional(request.targets.front())));
}

void require_expected(const Plan& plan, const std::optional<Checksum>& expect) {
  if (!expect || plan_checksum(plan) == *expect) return;
  throw Error(ErrorCode::plan_mismatch, "the plan has the checksum " + plan_checksum(plan).text() +
                                            ", and " + expect->text() + " was expected")
      .with_advice("files or database changed since it was made; no script was written");
}

}  // namespace

SqlScriptResult sql_script(const SqlScriptRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  if (request.direction == Direction::down) require_downgrades(workspace.config);
  const History& history = request.modified == Modified::allowed ? require_history(workspace)
                                                                 : require_sound_history(workspace);
  SqlScriptResult result{std::nullopt, {}, {}, request.file};
  AppliedRevisions applied;
  if (const auto way = way_of(request)) {
    applied = state_at(history, way->from);
    result.plan = offline_plan(request, workspace, history, applied, *way);
  } else {
    const auto database = open_database(request.project, workspace.config, Access::read_only);
    applied = engine::read_applied(*database);
    result.plan = live_plan(request, workspace, history, applied, database->kind());
    result.database = database->name();
  }
  require_expected(result.plan, request.expect);
  result.script = write_sql_script(result.plan, history, applied,
                                   {.runs = request.runs,
                                    .version_schema = workspace.config.version_schema,
                                    .session = workspace.config.session,
                                    .reason = request.reason});
  return result;
}

}  // namespace sqlmig::commands

#include "commands/downgrade.hpp"

#include "commands/stored.hpp"
#include "core/id_list.hpp"
#include "engine/version_table.hpp"
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

namespace sqlmig::commands {
namespace {

// An edit that is allowed is allowed below others too, where a pin would catch it.
const History& usable_history(const Workspace& workspace, Modified modified) {
  return modified == Modified::allowed ? require_history(workspace)
                                       : require_sound_history(workspace);
}

std::vector<Graph::Index> last_applied(const History& history, const AppliedRevisions& applied,
                                       std::size_t count) {
  if (applied.rows.empty()) {
    throw Error(ErrorCode::usage, "nothing is applied")
        .with_advice("'sqlmig upgrade' applies what is pending");
  }
  const std::size_t most = applied.rows.size();
  if (count > most) {
    throw Error(ErrorCode::usage, fmt::format("{} is more than the {} applied revision{}", count,
                                              most, most == 1 ? "" : "s"))
        .with_advice(fmt::format("--last {} is all of them", most));
  }
  std::vector<Graph::Index> revisions;
  for (std::size_t i = applied.rows.size() - count; i < applied.rows.size(); ++i) {
    revisions.push_back(
        history.graph.find(applied.rows[i].id.text()).value());  // require_agreement saw to it
  }
  return revisions;
}

void require_downward(const RevisionSpec& spec) {
  const auto* point = std::get_if<RevisionPoint>(&spec.form);
  if (point == nullptr) return;  // a range, which is refused where it is resolved
  const bool down = point->anchor != RevisionPoint::Anchor::heads &&
                    (point->anchor != RevisionPoint::Anchor::current || point->steps <= 0);
  if (down) return;
  throw Error(ErrorCode::usage, "'" + spec.text + "' does not lead down")
      .with_advice("name a revision to go back to, 'base', '-1', or use --last N");
}

Plan plan_to_target(const History& history, const AppliedRevisions& applied, DatabaseKind kind,
                    const RevisionSpec& spec) {
  const RevisionSet done = applied_set(applied, history.graph);
  require_downward(spec);
  const RevisionTarget target = resolve_downward(spec, history, &done);
  for (const Graph::Index index : target.revisions) {
    if (done.contains(index)) continue;
    throw Error(ErrorCode::usage, fmt::format("{} is not applied", history.graph.id(index).text()))
        .with_advice("'sqlmig current' shows what is; 'sqlmig upgrade' goes the other way");
  }
  require_within_branch(history.graph, done, target, spec);
  return plan_downgrade(history, applied, kind, target);
}

bool is_edit(const Finding& finding) {
  return finding.kind == FindingKind::edited_up || finding.kind == FindingKind::edited_down ||
         finding.kind == FindingKind::parents_changed;
}

// An edited up or down is not the one that was reviewed with what it undoes, and with other parents
// the order of going down is not that of having come up. Only a down that is not run may be edited.
void require_unedited(const std::vector<Finding>& findings, const Plan& plan) {
  std::vector<Finding> blocking;
  for (Finding finding : findings) {
    if (!is_edit(finding)) continue;
    const bool runs = std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
      return step.id.text() == finding.revision;
    });
    if (finding.kind == FindingKind::edited_down && !runs) continue;
    finding.severity = Severity::error;
    finding.advice = "restore it as it was, or say --allow-modified";
    blocking.push_back(std::move(finding));
  }
  require_no_errors(std::move(blocking),
                    "revisions were edited after they were applied; nothing was run");
}

// What holds for every way down. `findings` are those about the database, `make` makes the plan.
Plan make_checked_plan(const History& history, const std::vector<Finding>& findings,
                       Modified modified, EmptyDowns empty_downs,
                       const std::function<Plan()>& make) {
  std::vector<Finding> others = findings;
  std::erase_if(others, is_edit);
  require_no_errors(std::move(others), "the database and the files do not agree; nothing was run");
  Plan plan = make();
  require_reversible(history, plan, empty_downs);
  if (modified == Modified::refused) require_unedited(findings, plan);
  return plan;
}

// Whether so much goes that a word is asked for: `base` was named, nothing is left, or steps were
// counted down to the base. A single step, which is said in development all day, needs none.
bool goes_far(const Plan& plan, const AppliedRevisions& applied, const Graph& graph,
              const DowngradeRequest& request) {
  const auto* point = request.target ? std::get_if<RevisionPoint>(&request.target->form) : nullptr;
  if (point != nullptr && point->anchor == RevisionPoint::Anchor::base && point->steps == 0)
    return true;
  if (plan.steps.size() < 2) return false;
  const bool to_base =
      point != nullptr && point->steps < 0 && graph.is_base(plan.steps.back().revision);
  return to_base || plan.steps.size() == applied.rows.size();
}

// What is asked before everything goes, or before text runs that nobody here has in a file.
std::optional<Question> question_about(const Plan& plan, const AppliedRevisions& applied,
                                       const History& history,
                                       const std::optional<StoredHistory>& stored,
                                       const DowngradeRequest& request) {
  if (plan.steps.empty()) return std::nullopt;
  Question question;
  for (const Step& step : plan.steps) {
    if (!stored || !stored->stored.contains(step.id.text())) continue;
    const Script& down = history.at(step.revision).down.value();  // require_reversible saw to it
    question.shown += fmt::format("-- {}\n{}\n", down.path, down.text);
  }
  if (!goes_far(plan, applied, history.graph, request) && question.shown.empty())
    return std::nullopt;
  question.question = fmt::format(
      "this reverts {} revision{}{}", plan.steps.size(), plan.steps.size() == 1 ? "" : "s",
      question.shown.empty() ? "" : ", with the stored scripts shown above");
  return question;
}

Plan checked_downgrade(const History& history, const AppliedRevisions& applied,
                       const std::vector<Finding>& findings, DatabaseKind kind,
                       const DowngradeRequest& request,
                       const std::optional<FrozenPlan>& reviewed = {}) {
  // First: what the plan is not about is of no matter if it cannot be run.
  std::optional<Plan> planned;
  if (reviewed) {
    planned = plan_of_reviewed(*reviewed, history, applied, kind, request.unfinished);
    if (request.modified == Modified::refused) require_sound(history);
  }
  const auto begun = request.unfinished == Unfinished::resumed
                         ? unfinished_in(RevisionState::reverting, applied, history.graph)
                         : std::vector<Graph::Index>();
  std::vector<Finding> others = findings;
  std::erase_if(others, [&](const Finding& finding) {
    const auto index = history.graph.find(finding.revision);
    // What stopped is mended to go on; that what ran of it is the same is seen to later.
    return (finding.kind == FindingKind::unfinished || finding.kind == FindingKind::edited_down) &&
           index && std::binary_search(begun.begin(), begun.end(), *index);
  });
  return make_checked_plan(history, others, request.modified, request.empty_downs, [&] {
    if (planned) return *planned;
    if (request.last)
      return plan_revert(history, applied, kind, last_applied(history, applied, *request.last));
    if (request.target) return plan_to_target(history, applied, kind, *request.target);
    return plan_revert(history, applied, kind, begun);
  });
}

// Another redo would go for the revision below, so what is gone is named, and how it comes back.
void add_way_on(Report& report, const Graph& graph) {
  RevisionSet gone(graph.size());
  for (const Report::Done& done : report.done) {
    if (done.step.direction == Direction::down) {
      gone.insert(done.step.revision);
    } else {
      gone.erase(done.step.revision);
    }
  }
  if (gone.empty()) return;
  Error& error = report.failed->error;
  error.notes.push_back("reverted, and not applied again: " +
                        joined(ids_of(graph, gone.members())));
  // What stopped half-way has to be settled first, which its own advice is about.
  if (report.failed->step.transaction == TransactionMode::none) return;
  const auto targets = ids_of(graph, graph.heads_of(gone, Edges::parents_and_dependencies));
  error.advice = "mend the script, then say: sqlmig upgrade " + joined(targets, " ");
}

// A stored text that is not the one that was applied is no edit that could be allowed.
Plan downgrade_with_stored(const StoredHistory& all, const AppliedRevisions& applied,
                           DatabaseKind kind, const DowngradeRequest& request) {
  std::vector<Finding> findings = check_applied(all.history, applied);
  std::erase_if(findings, [&](const Finding& finding) {
    return is_edit(finding) && all.stored.contains(finding.revision);
  });
  Plan plan = checked_downgrade(all.history, applied, findings, kind, request);
  for (const Step& step : plan.steps) require_intact(all, step.id);
  return plan;
}

}  // namespace

void require_downgrades(const Config& config) {
  if (config.downgrades == Config::Downgrades::allowed) return;
  throw Error(
      ErrorCode::refused,
      config.environment.empty()
          ? "sqlmig.toml says allow_downgrade = false"
          : fmt::format("the environment '{}' says allow_downgrade = false", config.environment))
      .with_advice("nothing was reverted; a new revision can undo what an old one did");
}

Plan make_downgrade_plan(const History& history, const AppliedRevisions& applied, DatabaseKind kind,
                         const DowngradeRequest& request) {
  return checked_downgrade(history, applied, check_applied(history, applied), kind, request);
}

Downgrade::Downgrade(const DowngradeRequest& request, const Workspace& workspace)
    : request_(request), workspace_(workspace) {
  require_downgrades(workspace.config);
  reviewed_ = reviewed_plan(request.reviewed, workspace.config, Direction::down);
  if (reviewed_) {
    (void)history_of_reviewed(workspace);
  } else if (request.scripts == DowngradeRequest::Scripts::files) {
    (void)usable_history(workspace, request.modified);
  }
}

ApplyResult Downgrade::run(Database& database, Observer& observer) const {
  std::optional<StoredHistory> stored;
  if (request_.scripts == DowngradeRequest::Scripts::files_or_stored) {
    stored = with_stored_revisions(workspace_.loaded, engine::read_applied(database), database);
    if (request_.modified == Modified::refused) require_sound(stored->history);
  }
  const History& history = stored ? stored->history : *workspace_.loaded.history;
  const auto make_plan = [&](const AppliedRevisions& applied) {
    return stored ? downgrade_with_stored(*stored, applied, database.kind(), request_)
                  : checked_downgrade(history, applied, check_applied(history, applied),
                                      database.kind(), request_, reviewed_);
  };
  const auto question = [&](const Plan& plan,
                            const AppliedRevisions& applied) -> std::optional<Question> {
    if (reviewed_) return std::nullopt;
    return question_about(plan, applied, history, stored, request_);
  };
  const bool relative = request_.last || (request_.target && needs_database(*request_.target));
  return apply({.make_plan = make_plan,
                .expect = expected_of(request_.reviewed, reviewed_, request_.unfinished),
                .lock_wait = request_.project.lock_wait,
                .who = request_.who,
                .run = configured(request_.run, workspace_.config),
                .question = question,
                .confirm = request_.confirm,
                .confirmation = workspace_.config.confirmation,
                .overtaken = relative ? ApplyRequest::Overtaken::run_the_rest
                                      : ApplyRequest::Overtaken::plan_again},
               history, database, observer);
}

ApplyResult downgrade(const DowngradeRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  const Downgrade downgrade(request, workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_write);
  return downgrade.run(*database, observer);
}

ApplyResult redo(const RedoRequest& request, Observer& observer) {
  const Workspace workspace = open_workspace(request.project);
  require_downgrades(workspace.config);
  require_no_review(workspace.config, "redo");
  const History& history = usable_history(workspace, request.modified);
  const auto database = open_database(request.project, workspace.config, Access::read_write);
  const auto make_plan = [&](const AppliedRevisions& applied) {
    const std::vector<Finding> findings = check_applied(history, applied);
    return make_checked_plan(history, findings, request.modified, request.empty_downs, [&] {
      return plan_redo(history, applied, database->kind(),
                       last_applied(history, applied, request.last));
    });
  };
  // What is left of it cannot be told from what is there: a revision that is applied may be so
  // still, or again.
  ApplyResult result = apply({.make_plan = make_plan,
                              .expect = std::nullopt,
                              .lock_wait = request.project.lock_wait,
                              .who = request.who,
                              .run = configured(request.run, workspace.config),
                              .confirm = request.confirm,
                              .confirmation = workspace.config.confirmation,
                              .overtaken = ApplyRequest::Overtaken::stop},
                             history, *database, observer);
  if (result.report.failed) add_way_on(result.report, history.graph);
  return result;
}

}  // namespace sqlmig::commands

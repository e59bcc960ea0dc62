#include "commands/apply.hpp"

#include "commands/heads_after.hpp"
#include "engine/lock.hpp"
#include "engine/version_table.hpp"
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace sqlmig::commands {
namespace {

void require_expected(const Plan& plan, const std::optional<Checksum>& expect) {
  if (!expect) return;
  const Checksum actual = plan_checksum(plan);
  if (actual == *expect) return;
  throw Error(ErrorCode::plan_mismatch,
              fmt::format("the plan has the checksum {}, and {} was expected", actual.text(),
                          expect->text()))
      .with_advice(
          "files or database changed since it was made; look at 'sqlmig plan'. Nothing was "
          "changed");
}

bool has_unfinished(const AppliedRevisions& applied) {
  return std::any_of(applied.rows.begin(), applied.rows.end(), [](const AppliedRevision& row) {
    return row.state != RevisionState::applied;
  });
}

bool is_dry(const ApplyRequest& request) {
  return request.run.bundling == RunOptions::Bundling::dry_run;
}

ApplyResult nothing_yet(const ApplyRequest& request, const Database& database, Plan plan) {
  ApplyResult result{database.name(), std::move(plan), {}, {}};
  if (is_dry(request)) result.report.ending = Report::Ending::rolled_back;
  return result;
}

// Where units exclude each other but nothing spans them (SQLite), another runner can come between
// two steps. What is left of the plan then goes on, if that still makes sense; targets are not
// looked up again, since '+1' would mean another revision by now.
void run_plan(const ApplyRequest& request, const History& history, Database& database,
              Observer& observer, AppliedRevisions applied, ApplyResult& result) {
  Plan rest = result.plan;
  RunOptions options = request.run;
  for (;;) {
    Report round = execute(rest, history, applied, database, request.who, observer, options);
    const bool kept = round.ending == Report::Ending::committed;
    result.heads = heads_after(applied, kept ? round.done : std::vector<Report::Done>(), history);
    options.backup.reset();  // it was made before the first step
    const auto own_events = static_cast<std::int64_t>(round.done.size());
    std::move(round.done.begin(), round.done.end(), std::back_inserter(result.report.done));
    result.report.failed = std::move(round.failed);
    result.report.not_run = std::move(round.not_run);
    result.report.untried = std::move(round.untried);
    const bool overtaken =
        result.report.failed && result.report.failed->error.code() == ErrorCode::conflict;
    if (!overtaken || is_dry(request) || request.expect ||
        request.overtaken == ApplyRequest::Overtaken::stop)
      return;
    const std::int64_t seen = applied.last_event + own_events;
    applied = engine::read_applied(database);
    if (applied.last_event <= seen) return;  // nobody was there: the conflict is no other runner's
    try {
      rest = plan_rest(history, applied, result.plan);
    } catch (const Error& error) {
      result.report.failed->error = error;
      return;
    }
    result.report.failed.reset();
    result.report.not_run.clear();
    if (rest.steps.empty()) return;
  }
}

// The plan under the lock, after another runner changed the database.
Plan plan_after_others(const ApplyRequest& request, const History& history,
                       const AppliedRevisions& applied, const Plan& first) {
  if (request.overtaken == ApplyRequest::Overtaken::plan_again) return request.make_plan(applied);
  if (request.overtaken == ApplyRequest::Overtaken::stop) {
    throw Error(ErrorCode::conflict,
                "another sqlmig changed the database meanwhile; nothing was run")
        .with_advice("look at 'sqlmig status', then say again what is wanted");
  }
  Plan rest = plan_rest(history, applied, first);
  if (!rest.steps.empty()) require_agreement(history, applied);
  return rest;
}

// Asks before the lock is taken, if nothing stopped half-way: a person may be slow. Whoever agreed
// did so to this plan.
std::optional<Checksum> agreed_plan(const ApplyRequest& request, const Plan& plan,
                                    const AppliedRevisions& applied) {
  // What would be lost is worth a question; a dry run loses nothing, but it holds locks.
  const bool asks = request.question && !is_dry(request);
  auto question = asks ? request.question(plan, applied) : std::nullopt;
  if (request.confirmation == Config::Confirmation::always && !plan.steps.empty()) {
    if (!question)
      question = Question{fmt::format("this runs {} script{}", plan.steps.size(),
                                      plan.steps.size() == 1 ? "" : "s")};
    question->plan = plan;
  }
  if (!question) return std::nullopt;
  require_agreed(*question, request.confirm, request.run);
  return plan_checksum(plan);
}

}  // namespace

RunOptions configured(RunOptions run, const Config& config) {
  run.retries = config.retries;
  return run;
}

void require_agreed(const Question& question, const Confirm& confirm, const RunOptions& run) {
  if (confirm(question)) return;
  if (run.interrupted && run.interrupted())
    throw Error(ErrorCode::interrupted, "stopped on request; nothing was changed");
  throw Error(ErrorCode::refused, "it was not agreed to; nothing was changed")
      .with_advice("if it is meant after all, type yes, or say --yes");
}

ApplyResult apply(const ApplyRequest& request, const History& history, Database& database,
                  Observer& observer) {
  database.on_notice([&observer](const Notice& notice) { observer.on_notice(notice); });
  AppliedRevisions applied = engine::read_applied(database);
  std::optional<Plan> first;
  std::optional<Checksum> agreed;
  // A revision that is not finished may be in the hands of another runner; under the lock it is
  // not.
  if (!has_unfinished(applied)) {
    first = request.make_plan(applied);
    require_expected(*first, request.expect);
    if (first->steps.empty()) {  // nothing is created
      ApplyResult result = nothing_yet(request, database, std::move(*first));
      result.heads = heads_after(applied, {}, history);
      return result;
    }
    agreed = agreed_plan(request, *first, applied);
  }

  const engine::Lock lock(database, request.lock_wait, observer, request.run.interrupted);
  const std::int64_t seen = applied.last_event;
  applied = engine::read_applied(database);
  const bool overtaken = first && applied.last_event != seen;
  ApplyResult result = nothing_yet(request, database,
                                   overtaken ? plan_after_others(request, history, applied, *first)
                                             : request.make_plan(applied));
  require_expected(result.plan, request.expect);
  if (agreed && plan_checksum(result.plan) != *agreed) {
    throw Error(ErrorCode::conflict, "the database changed while you were asked; nothing was run")
        .with_advice("say it again");
  }
  if (!agreed) agreed_plan(request, result.plan, applied);
  run_plan(request, history, database, observer, applied, result);
  result.database = database.name();  // a file may have come into being
  return result;
}

void require_agreement(const History& history, const AppliedRevisions& applied) {
  require_no_errors(check_applied(history, applied),
                    "the database and the files do not agree; nothing was run");
}

}  // namespace sqlmig::commands

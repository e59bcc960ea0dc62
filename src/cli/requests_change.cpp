#include "cli/requests.hpp"
#include "cli/word_values.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <array>
#include <utility>

namespace sqlmig::cli {
namespace {

using Way = commands::PlanRequest::Way;

Operator operator_of(const Words& words) { return {{}, {}, words.reason}; }

std::optional<Checksum> expected_plan(const Words& words) {
  if (words.expect.empty()) return std::nullopt;
  const auto checksum = Checksum::parse(words.expect);
  if (!checksum) {
    throw Error(ErrorCode::usage, fmt::format("'{}' is not a plan checksum", words.expect))
        .with_advice("it is sha256: and 64 hex digits, as 'sqlmig plan' shows it");
  }
  return checksum;
}

commands::ReviewedRequest reviewed(const Words& words) {
  commands::ReviewedRequest request;
  request.expect = expected_plan(words);
  if (!words.plan_file.empty()) request.file = words.plan_file;
  if (!words.signers.empty()) request.signers = words.signers;
  if (request.file &&
      (!words.revisions.empty() || !words.revision.empty() || !words.last.empty())) {
    throw Error(ErrorCode::usage, "with --plan, the plan says where it leads")
        .with_advice("leave the target out, or the plan");
  }
  return request;
}

// What only makes sense for what is kept.
void require_nothing_is_kept(const Words& words) {
  const std::array<std::pair<bool, const char*>, 4> others{
      {{words.batch, "--batch"},
       {words.single_transaction, "--single-transaction"},
       {!words.backup.empty(), "--backup"},
       {words.resume, "--resume"}}};
  for (const auto& [given, name] : others) {
    if (!given) continue;
    throw Error(ErrorCode::usage, fmt::format("--dry-run and {} exclude each other", name))
        .with_advice(
            "a dry run is one transaction, of which nothing is kept; leave one of them out");
  }
}

// How a plan is run. The retries come with the configuration, where a variable or a file may say
// them too.
RunOptions run_options(const Words& words) {
  if (words.batch && words.single_transaction) {
    throw Error(ErrorCode::usage, "--batch and --single-transaction exclude each other")
        .with_advice("with --single-transaction, all is sent as one transaction already");
  }
  RunOptions run;
  if (words.dry_run) {
    require_nothing_is_kept(words);
    run.bundling = RunOptions::Bundling::dry_run;
  }
  if (words.batch) run.bundling = RunOptions::Bundling::batch;
  if (words.single_transaction) run.bundling = RunOptions::Bundling::single_transaction;
  if (!words.heartbeat.empty()) run.heartbeat = to_seconds("--heartbeat", words.heartbeat);
  if (!words.backup.empty()) run.backup = words.backup;
  return run;
}

commands::Unfinished unfinished(const Words& words) {
  return chosen(words.resume, commands::Unfinished::refused, commands::Unfinished::resumed);
}

commands::UpgradeRequest upgrade_request(const Words& words) {
  return {{},
          specs_of(words.revisions),
          reviewed(words),
          operator_of(words),
          run_options(words),
          unfinished(words)};
}

// To resume is a way of its own: what stopped half-way says itself where it was to go.
void require_one_way_down(const Words& words) {
  const bool target = !words.revision.empty();
  const bool last = !words.last.empty();
  if (target && last) {
    throw Error(ErrorCode::usage, "give either a target or --last, not both")
        .with_advice("name the revision to go back to, or 'base', '-1', --last 1");
  }
  if (!target && !last && !words.resume && words.plan_file.empty()) {
    throw Error(ErrorCode::usage, "downgrade needs a target")
        .with_advice("name the revision to go back to, or 'base', '-1', --last 1");
  }
}

commands::DowngradeRequest downgrade_request(const Words& words) {
  require_one_way_down(words);
  if (!words.plan_file.empty() && words.from_stored) {
    throw Error(ErrorCode::usage, "--plan and --from-stored exclude each other")
        .with_advice("a plan is about the scripts in files");
  }
  using Scripts = commands::DowngradeRequest::Scripts;
  commands::DowngradeRequest request;
  request.target = given_spec(words.revision);
  if (!words.last.empty()) request.last = to_count("--last", words.last);
  request.reviewed = reviewed(words);
  request.scripts = chosen(words.from_stored, Scripts::files, Scripts::files_or_stored);
  request.who = operator_of(words);
  add_allowances(request, words);
  request.run = run_options(words);
  request.unfinished = unfinished(words);
  return request;
}

// A script is run by another program, which these options do not reach.
void require_no_run_options(const Words& words) {
  const std::pair<bool, const char*> given[] = {
      {words.batch, "--batch"},
      {words.single_transaction, "--single-transaction"},
      {!words.heartbeat.empty(), "--heartbeat"},
      {!words.backup.empty(), "--backup"},
      {!words.retries.empty(), "--retries"},
      {words.resume, "--resume"},
      {words.from_stored, "--from-stored"},
      {words.dry_run, "--dry-run"},
      {words.yes, "--yes"},
      {!words.lock_wait.empty(), "--lock-wait"},
      {!words.targets.empty(), "--targets"},
  };
  for (const auto& [is_given, option] : given) {
    if (!is_given) continue;
    throw Error(ErrorCode::usage, fmt::format("--sql and {} exclude each other", option))
        .with_advice("the script is run by psql or sqlite3; --expect CHECKSUM ties it to a plan");
  }
}

commands::SqlScriptRequest script_request(const Words& words, Way way) {
  using Runs = SqlScriptOptions::Runs;
  require_no_run_options(words);
  commands::SqlScriptRequest request;
  request.plan.way = way;
  request.plan.targets = specs_of(words.revisions);
  if (way == Way::downgrade) {
    require_one_way_down(words);
    if (const auto target = given_spec(words.revision)) request.plan.targets = {*target};
    if (!words.last.empty()) request.plan.last = to_count("--last", words.last);
    add_allowances(request.plan, words);
  }
  request.reviewed = reviewed(words);
  request.reason = words.reason;
  request.runs = chosen(words.idempotent, Runs::planned_state, Runs::what_is_missing);
  request.file = given(words.file);
  if (words.idempotent && !words.plan_file.empty()) {
    throw Error(ErrorCode::usage, "--idempotent and --plan exclude each other")
        .with_advice("a plan is run from the state that it was made for, and from no other");
  }
  return request;
}

void require_script(const Words& words) {
  if (!words.idempotent && words.file.empty()) return;
  throw Error(ErrorCode::usage,
              fmt::format("{} goes with --sql", words.idempotent ? "--idempotent" : "--output"))
      .with_advice("say --sql as well");
}

commands::RedoRequest redo_request(const Words& words) {
  commands::RedoRequest request;
  if (!words.last.empty()) request.last = to_count("--last", words.last);
  request.who = operator_of(words);
  add_allowances(request, words);
  request.run = run_options(words);
  return request;
}

commands::StampRequest stamp_request(const Words& words) {
  using Rows = commands::StampRequest::Rows;
  return {{},
          specs_of(words.revisions),
          chosen(words.purge, Rows::moved, Rows::purged),
          operator_of(words)};
}

commands::RepairRequest repair_request(const Words& words) {
  using Request = commands::RepairRequest;
  Request request;
  int ways = 0;
  for (const auto& [names, way] : {std::pair(&words.accept, Request::Way::accept),
                                   std::pair(&words.mark_applied, Request::Way::mark_applied),
                                   std::pair(&words.mark_reverted, Request::Way::mark_reverted)}) {
    if (names->empty()) continue;
    ++ways;
    request.way = way;
    request.revisions = specs_of(*names);
  }
  if (ways != 1) {
    throw Error(ErrorCode::usage,
                "repair takes one of --accept, --mark-applied and --mark-reverted, with revisions")
        .with_advice("see: sqlmig repair --help");
  }
  if (words.reason.find_first_not_of(" \t\n") == std::string::npos) {
    throw Error(ErrorCode::usage, "repair needs a --reason")
        .with_advice(
            "it vouches for something that sqlmig cannot check, so say why: --reason "
            "\"...\"; it is kept with the event");
  }
  request.extent = chosen(words.dry_run, Request::Extent::everything, Request::Extent::dry_run);
  request.who = operator_of(words);
  return request;
}

commands::DropRequest drop_request(const Words& words) {
  using OtherSessions = DatabaseSite::OtherSessions;
  return {{}, chosen(words.force, OtherSessions::respected, OtherSessions::ended), nullptr};
}

}  // namespace

std::optional<Command> changing_request(const Words& words, const std::string& name) {
  const bool up = name == "upgrade";
  if (words.sql && (up || name == "downgrade"))
    return script_request(words, up ? Way::upgrade : Way::downgrade);
  if (up || name == "downgrade") require_script(words);
  if (up) return upgrade_request(words);
  if (name == "downgrade") return downgrade_request(words);
  if (name == "redo") return redo_request(words);
  if (name == "stamp") return stamp_request(words);
  if (name == "repair") return repair_request(words);
  if (name == "create") return commands::CreateRequest{};
  if (name == "drop") return drop_request(words);
  return std::nullopt;
}

}  // namespace sqlmig::cli

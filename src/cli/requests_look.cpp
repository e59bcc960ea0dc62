#include "cli/requests.hpp"
#include "cli/word_values.hpp"
#include <sqlmig/error.hpp>

#include <utility>

namespace sqlmig::cli {
namespace {

// To name a database is to want it looked at.
bool names_database(const Words& words) {
  return words.database || !words.url.empty() || !words.environment.empty();
}

commands::HistoryRequest history_request(const Words& words) {
  using Picture = commands::HistoryRequest::Picture;
  return {{},
          given_spec(words.range),
          chosen(names_database(words), commands::WithDatabase::no, commands::WithDatabase::yes),
          chosen(words.graph, Picture::none, Picture::lanes)};
}

using Way = commands::PlanRequest::Way;

Way way_of_plan(const Words& words) {
  if (words.down && words.rollback) {
    throw Error(ErrorCode::usage, "--down and --rollback exclude each other")
        .with_advice("--rollback is about what is pending, --down about what is applied");
  }
  if (words.down) return Way::downgrade;
  return words.rollback ? Way::rollback : Way::upgrade;
}

std::vector<RevisionSpec> targets_of_plan(const Words& words) {
  if (words.to.empty()) return specs_of(words.revisions);
  if (words.from.empty())
    throw Error(ErrorCode::usage, "--to is for --from").with_advice("name the target alone");
  if (!words.revisions.empty()) {
    throw Error(ErrorCode::usage, "give the target once: alone, or with --to")
        .with_advice("leave one of the two out");
  }
  return {parse_revision_spec(words.to)};
}

commands::PlanRequest plan_request(const Words& words) {
  if (!words.last.empty() && !words.down)
    throw Error(ErrorCode::usage, "--last is for --down").with_advice("upgrades take '+N'");
  if (words.allow_modified && !words.down)
    throw Error(ErrorCode::usage, "--allow-modified is for --down")
        .with_advice("leave it out, or add --down");
  if (words.allow_empty_down && !words.down && !words.rollback)
    throw Error(ErrorCode::usage, "--allow-empty-down is for --down and --rollback")
        .with_advice("leave it out, or add one of them");
  commands::PlanRequest request;
  request.targets = targets_of_plan(words);
  request.way = way_of_plan(words);
  request.from = given_spec(words.from);
  if (!words.file.empty()) request.file = words.file;
  if (!words.last.empty()) request.last = to_count("--last", words.last);
  add_allowances(request, words);
  return request;
}

// The same plan as a script, which goes where the plan would.
commands::SqlScriptRequest plan_script_request(const Words& words) {
  commands::SqlScriptRequest request;
  request.plan = plan_request(words);
  request.use = commands::SqlScriptRequest::Use::look;
  request.file = std::exchange(request.plan.file, std::nullopt);
  return request;
}

std::optional<commands::Against> given_base(const Words& words) {
  if (!words.against.empty() && !words.against_folder.empty()) {
    throw Error(ErrorCode::usage, "--against and --against-dir exclude each other")
        .with_advice("name the base once: as a git ref, or as a folder");
  }
  if (!words.against.empty()) return commands::AgainstRef{words.against};
  if (!words.against_folder.empty()) return commands::AgainstFolder{words.against_folder};
  return std::nullopt;
}

commands::VerifyRequest verify_request(const Words& words) {
  using Request = commands::VerifyRequest;
  // What is required can only be seen in a database.
  const bool database =
      names_database(words) || words.require_applied || !words.require_heads.empty();
  Request request;
  request.scope = chosen(database, Request::Scope::files, Request::Scope::files_and_database);
  request.warnings = chosen(words.strict, Request::Warnings::allowed, Request::Warnings::refused);
  request.against = given_base(words);
  request.pending =
      chosen(words.require_applied, Request::Pending::allowed, Request::Pending::refused);
  request.heads = specs_of(words.require_heads);
  return request;
}

}  // namespace

std::optional<Command> looking_request(const Words& words, const std::string& name) {
  const bool database = names_database(words);
  if (name == "plan") {
    if (words.sql) return plan_script_request(words);
    return plan_request(words);
  }
  if (name == "verify") return verify_request(words);
  if (name == "status") return commands::StatusRequest{};
  if (name == "current") return commands::CurrentRequest{};
  if (name == "heads") {
    using Dependencies = commands::HeadsRequest::Dependencies;
    return commands::HeadsRequest{
        {}, chosen(words.resolve_dependencies, Dependencies::ignored, Dependencies::resolved)};
  }
  if (name == "branches") return commands::BranchesRequest{};
  if (name == "history") return history_request(words);
  if (name == "show") {
    return commands::ShowRequest{
        {},
        parse_revision_spec(words.revision),
        chosen(database, commands::WithDatabase::no, commands::WithDatabase::yes)};
  }
  if (name == "why") {
    return commands::WhyRequest{
        {}, parse_revision_spec(words.revision), parse_revision_spec(words.second)};
  }
  if (name == "wait") return commands::WaitRequest{};
  if (name == "version") return VersionRequest{};
  return std::nullopt;
}

}  // namespace sqlmig::cli

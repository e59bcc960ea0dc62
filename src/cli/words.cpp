#include "cli/words.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <charconv>
#include <utility>

namespace sqlmig::cli {
namespace {

std::size_t to_number(const std::string& option, const std::string& text) {
  std::size_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) {
    throw Error(ErrorCode::usage, fmt::format("{} takes a whole number, not '{}'", option, text))
        .with_advice(fmt::format("write it as in '{} 2'", option));
  }
  return number;
}

std::size_t to_count(const std::string& option, const std::string& text) {
  const std::size_t count = to_number(option, text);
  if (count == 0) {
    throw Error(ErrorCode::usage, option + " takes a number from 1 on")
        .with_advice(fmt::format("write it as in '{} 1'", option));
  }
  return count;
}

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<RevisionSpec> given_spec(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(parse_revision_spec(text));
}

std::vector<RevisionSpec> specs_of(const std::vector<std::string>& texts) {
  std::vector<RevisionSpec> specs;
  specs.reserve(texts.size());
  for (const std::string& text : texts) specs.push_back(parse_revision_spec(text));
  return specs;
}

// One of two values, by a flag.
template <typename T>
T chosen(bool flag, T without, T with) {
  return flag ? with : without;
}

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

// What every way down goes over.
template <typename Request>
void add_allowances(Request& request, const Words& words) {
  request.who = operator_of(words);
  request.empty_downs = chosen(words.allow_empty_down, EmptyDowns::refused, EmptyDowns::allowed);
  request.modified =
      chosen(words.allow_modified, commands::Modified::refused, commands::Modified::allowed);
}

commands::DowngradeRequest downgrade_request(const Words& words) {
  if (words.revision.empty() == words.last.empty()) {
    throw Error(ErrorCode::usage, words.last.empty() ? "downgrade needs a target"
                                                     : "give either a target or --last, not both")
        .with_advice("name the revision to go back to, or 'base', '-1', --last 1");
  }
  using Scripts = commands::DowngradeRequest::Scripts;
  commands::DowngradeRequest request;
  request.target = given_spec(words.revision);
  if (!words.last.empty()) request.last = to_count("--last", words.last);
  request.expect = expected_plan(words);
  request.scripts = chosen(words.from_stored, Scripts::files, Scripts::files_or_stored);
  add_allowances(request, words);
  return request;
}

commands::RedoRequest redo_request(const Words& words) {
  commands::RedoRequest request;
  if (!words.last.empty()) request.last = to_count("--last", words.last);
  add_allowances(request, words);
  return request;
}

commands::RevisionRequest revision_request(const Words& words) {
  using Place = commands::RevisionRequest::Place;
  commands::RevisionRequest request;
  request.message = words.message;
  request.head = given_spec(words.head);
  request.place = chosen(words.splice, Place::head, Place::anywhere);
  request.id = given(words.id);
  request.depends_on = specs_of(words.depends_on);
  request.labels = words.labels;
  request.tags = words.tags;
  request.folder = given(words.folder);
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

commands::PlanRequest plan_request(const Words& words) {
  if (!words.last.empty() && !words.down)
    throw Error(ErrorCode::usage, "--last is for --down").with_advice("upgrades take '+N'");
  if ((words.allow_empty_down || words.allow_modified) && !words.down)
    throw Error(ErrorCode::usage, "--allow-empty-down and --allow-modified are for --down")
        .with_advice("leave them out, or add --down");
  commands::PlanRequest request;
  request.targets = specs_of(words.revisions);
  request.direction = chosen(words.down, Direction::up, Direction::down);
  if (!words.last.empty()) request.last = to_count("--last", words.last);
  request.empty_downs = chosen(words.allow_empty_down, EmptyDowns::refused, EmptyDowns::allowed);
  request.modified =
      chosen(words.allow_modified, commands::Modified::refused, commands::Modified::allowed);
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

Format format_of(const Words& words) {
  if (words.format.empty()) return chosen(words.json, Format::text, Format::json);
  const Format format = parse_format("--format", words.format);
  if (words.json && format != Format::json) {
    throw Error(ErrorCode::usage,
                fmt::format("--json and --format {} exclude each other", words.format))
        .with_advice("--output FORMAT=FILE writes a second report into a file");
  }
  return format;
}

// The commands that look and change nothing.
Command looking_command_of(const Words& words, const std::string& name) {
  const bool database = names_database(words);
  if (name == "plan") {
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
  return VersionRequest{};
}

std::optional<commands::CiSystem> given_ci(const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (name == "github") return commands::CiSystem::github;
  if (name == "gitlab") return commands::CiSystem::gitlab;
  if (name == "pre-commit") return commands::CiSystem::pre_commit;
  throw Error(ErrorCode::usage,
              fmt::format("--ci takes github, gitlab or pre-commit, not '{}'", name));
}

commands::InitRequest init_request(const Words& words) {
  return {given(words.folder.empty() ? words.project : words.folder), given_ci(words.ci)};
}

// The commands that write files.
std::optional<Command> authoring_command_of(const Words& words, const std::string& name) {
  if (name == "init") return init_request(words);
  if (name == "revision") return revision_request(words);
  if (name == "merge") return commands::MergeRequest{{}, specs_of(words.revisions), words.message};
  if (name == "rebase") {
    return commands::RebaseRequest{{},
                                   parse_revision_spec(words.revision),
                                   parse_revision_spec(words.onto),
                                   given(words.against)};
  }
  if (name == "repin") return commands::RepinRequest{{}, specs_of(words.revisions)};
  if (name == "tag")
    return commands::TagRequest{{}, parse_revision_spec(words.revision), words.name};
  if (name == "export") return commands::ExportRequest{{}, specs_of(words.revisions)};
  return std::nullopt;
}

Command command_of(const Words& words, const std::string& name) {
  if (auto authoring = authoring_command_of(words, name)) return std::move(*authoring);
  if (name == "upgrade") {
    return commands::UpgradeRequest{
        {}, specs_of(words.revisions), expected_plan(words), operator_of(words)};
  }
  if (name == "downgrade") return downgrade_request(words);
  if (name == "redo") return redo_request(words);
  if (name == "stamp") return stamp_request(words);
  if (name == "repair") return repair_request(words);
  return looking_command_of(words, name);
}

}  // namespace

CommandLine to_command_line(const Words& words, const std::string& command) {
  CommandLine line;
  line.command = command_of(words, command);
  line.command_name = command;
  line.project = given(words.project);
  line.environment = given(words.environment);
  line.url = given(words.url);
  if (!words.lock_wait.empty()) {
    line.lock_wait = std::chrono::seconds(to_number("--lock-wait", words.lock_wait));
  }
  line.format = format_of(words);
  line.report_files = parse_report_files(words.outputs);
  line.progress = chosen(words.quiet, Progress::shown, Progress::quiet);
  line.confirmation = chosen(words.yes, Confirmation::ask, Confirmation::given);
  line.detail = chosen(words.verbose, Detail::line, Detail::block);
  line.editor = chosen(words.edit, Editor::closed, Editor::open);
  line.pending_exit = chosen(words.exit_code, PendingExit::done, PendingExit::pending);
  if (words.color == "always") {
    line.color = ColorChoice::always;
  } else if (words.color == "never") {
    line.color = ColorChoice::never;
  } else if (!words.color.empty() && words.color != "auto") {
    throw Error(ErrorCode::usage,
                fmt::format("--color takes auto, always or never, not '{}'", words.color))
        .with_advice("without it, there is color on a terminal only");
  }
  return line;
}

}  // namespace sqlmig::cli

#include "cli/words.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <charconv>

namespace sqlmig::cli {
namespace {

std::size_t to_number(const std::string& option, const std::string& text) {
  std::size_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) {
    throw Error(ErrorCode::usage, fmt::format("{} takes a whole number, not '{}'", option, text));
  }
  return number;
}

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::vector<std::string> targets_of(const Words& words) {
  return words.revisions.empty() ? std::vector<std::string>{"head"} : words.revisions;
}

std::optional<Checksum> expected_plan(const Words& words) {
  if (words.expect.empty()) return std::nullopt;
  const auto checksum = Checksum::parse(words.expect);
  if (!checksum) {
    throw Error(ErrorCode::usage, fmt::format("'{}' is not a plan checksum", words.expect))
        .with_advice("it is sha256: and 64 hex digits, as 'sqlmig plan' shows it");
  }
  return checksum;
}

DowngradeOptions downgrade_options(const Words& words) {
  if (words.revision.empty() == words.last.empty()) {
    throw Error(ErrorCode::usage, words.last.empty() ? "downgrade needs a target"
                                                     : "give either a target or --last, not both")
        .with_advice("name the revision to go back to, or 'base', '-1', --last 1");
  }
  DowngradeOptions options{
      given(words.revision),
      std::nullopt,
      expected_plan(words),
      words.reason,
      words.yes ? DowngradeOptions::Confirmation::given : DowngradeOptions::Confirmation::ask,
      words.allow_empty_down ? DowngradeOptions::EmptyDowns::allowed
                             : DowngradeOptions::EmptyDowns::refused};
  if (!words.last.empty()) options.last = to_number("--last", words.last);
  return options;
}

// The commands that look and change nothing.
Command looking_command_of(const Words& words, const std::string& name) {
  const bool database = words.database || !words.url.empty() || !words.environment.empty();
  if (name == "plan") {
    return PlanOptions{targets_of(words),
                       words.down ? PlanOptions::Direction::down : PlanOptions::Direction::up};
  }
  if (name == "verify") {
    return VerifyOptions{database ? VerifyOptions::Scope::files_and_database
                                  : VerifyOptions::Scope::files};
  }
  if (name == "status") {
    return StatusOptions{words.exit_code ? StatusOptions::PendingExit::pending
                                         : StatusOptions::PendingExit::done};
  }
  if (name == "current") return CurrentOptions{};
  if (name == "heads") return HeadsOptions{};
  if (name == "history") {
    return HistoryOptions{words.database ? HistoryOptions::Marks::graph_and_database
                                         : HistoryOptions::Marks::graph};
  }
  if (name == "show") {
    return ShowOptions{words.revision, database ? ShowOptions::Scope::files_and_database
                                                : ShowOptions::Scope::files};
  }
  return VersionOptions{};
}

Command command_of(const Words& words, const std::string& name) {
  if (name == "init") return InitOptions{words.folder.empty() ? "." : words.folder};
  if (name == "revision") return RevisionOptions{words.message, given(words.head), given(words.id)};
  if (name == "merge") return MergeOptions{words.revisions, words.message};
  if (name == "repin") return RepinOptions{words.revisions};
  if (name == "upgrade") {
    return UpgradeOptions{targets_of(words), expected_plan(words), words.reason};
  }
  if (name == "downgrade") return downgrade_options(words);
  if (name == "stamp") return StampOptions{words.revisions, words.reason};
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
  line.format = words.json ? Format::json : Format::text;
  line.progress = words.quiet ? Progress::quiet : Progress::shown;
  if (words.color == "always") {
    line.color = ColorChoice::always;
  } else if (words.color == "never") {
    line.color = ColorChoice::never;
  } else if (!words.color.empty() && words.color != "auto") {
    throw Error(ErrorCode::usage,
                fmt::format("--color takes auto, always or never, not '{}'", words.color));
  }
  return line;
}

}  // namespace sqlmig::cli

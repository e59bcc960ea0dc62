#include "cli/words.hpp"

#include "cli/requests.hpp"
#include "cli/word_values.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <chrono>

namespace sqlmig::cli {
namespace {

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

ConfigFlags flags_of(const Words& words) {
  ConfigFlags flags;
  if (!words.project.empty()) flags.folder = words.project;
  flags.environment = given(words.environment);
  flags.url = given(words.url);
  flags.role = given(words.role);
  if (!words.lock_timeout.empty())
    flags.lock_timeout = to_duration("--lock-timeout", words.lock_timeout);
  if (!words.statement_timeout.empty())
    flags.statement_timeout = to_duration("--statement-timeout", words.statement_timeout);
  if (!words.retries.empty()) {
    const std::size_t retries = to_number("--retries", words.retries);
    if (retries > static_cast<std::size_t>(kMostRetries)) {
      throw Error(ErrorCode::usage, fmt::format("--retries takes {} at most", kMostRetries))
          .with_advice("write it as in '--retries 3'");
    }
    flags.retries = static_cast<int>(retries);
  }
  return flags;
}

std::optional<commands::TargetsRequest> targets_of(const Words& words) {
  if (words.targets.empty()) {
    if (words.jobs.empty()) return std::nullopt;
    throw Error(ErrorCode::usage, "--jobs is for --targets")
        .with_advice("name a file that lists the databases: --targets FILE");
  }
  if (!words.url.empty()) {
    throw Error(ErrorCode::usage, "--targets and --url exclude each other")
        .with_advice("leave one of them out, or write the URL into the file");
  }
  if (!words.backup.empty()) {
    throw Error(ErrorCode::usage, "--backup copies one database, and --targets are many")
        .with_advice("leave one of them out");
  }
  if (words.sql) {
    throw Error(ErrorCode::usage, "--sql writes one script, and --targets are many databases")
        .with_advice("leave one of them out; a script by --idempotent fits databases in any state");
  }
  commands::TargetsRequest request{words.targets};
  if (!words.jobs.empty()) request.jobs = to_count("--jobs", words.jobs);
  if (request.jobs > request.kMostJobs) {
    throw Error(ErrorCode::usage, fmt::format("--jobs takes {} at most", request.kMostJobs))
        .with_advice("write it as in '--jobs 8'");
  }
  return request;
}

// `sqlmig wait` waits by itself.
std::chrono::milliseconds wait_of(const Words& words, const std::string& command) {
  if (command == "wait" && !words.timeout.empty()) return to_seconds("--timeout", words.timeout);
  if (!words.wait.empty()) return to_seconds("--wait", words.wait);
  return std::chrono::seconds(command == "wait" ? 60 : 0);
}

Command command_of(const Words& words, const std::string& name) {
  for (const auto& request : {authoring_request, changing_request, looking_request}) {
    if (auto command = request(words, name)) return std::move(*command);
  }
  throw Error(ErrorCode::internal, "a command without a request: " + name);
}

}  // namespace

CommandLine to_command_line(const Words& words, const std::string& command) {
  CommandLine line;
  line.command = command_of(words, command);
  line.command_name = command;
  line.flags = flags_of(words);
  line.targets = targets_of(words);
  if (!words.lock_wait.empty()) line.lock_wait = to_seconds("--lock-wait", words.lock_wait);
  line.wait = wait_of(words, command);
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

#include "cli/run.hpp"

#include "cli/environment.hpp"
#include "cli/exit_status.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/render_json.hpp"
#include "cli/render_text.hpp"
#include "cli/style.hpp"
#include "commands/downgrade.hpp"
#include "commands/merge.hpp"
#include "commands/upgrade.hpp"
#include <sqlmig/version.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string_view>
#include <utility>

namespace sqlmig::cli {
namespace {

void print(FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

Style style_for(ColorChoice choice, bool terminal) {
  const auto environment = process_environment();
  const bool wanted =
      choice == ColorChoice::always || (choice == ColorChoice::automatic && terminal &&
                                        environment("NO_COLOR").value_or("").empty());
  return Style(wanted ? Color::on : Color::off);
}

// Turns each command's options into its request, and runs it.
class Runner {
 public:
  explicit Runner(const CommandLine& line)
      : line_(line), observer_(observer_mode(line), style_for(line.color, stderr_is_terminal())) {}

  Result operator()(const InitOptions& options) const { return commands::init(options.folder); }
  Result operator()(const RevisionOptions& options) const {
    const Moment moment = now();
    return commands::new_revision({project(), options.message, options.head, options.id,
                                   moment.rfc3339, moment.timestamp, git_author()});
  }
  Result operator()(const MergeOptions& options) const {
    return commands::merge({project(), options.revisions, options.message});
  }
  Result operator()(const RepinOptions& options) const {
    return commands::repin({project(), options.revisions});
  }
  Result operator()(const UpgradeOptions& options) {
    return commands::upgrade(
        {project(), options.targets, options.expect, current_operator(options.reason)}, observer_);
  }
  Result operator()(const DowngradeOptions& options) {
    confirm(options);
    return commands::downgrade(
        {project(), options.target, options.last, options.expect, current_operator(options.reason),
         options.empty_downs == DowngradeOptions::EmptyDowns::allowed ? EmptyDowns::allowed
                                                                      : EmptyDowns::refused},
        observer_);
  }
  Result operator()(const StampOptions& options) {
    return commands::stamp({project(), options.targets, current_operator(options.reason)},
                           observer_);
  }
  Result operator()(const PlanOptions& options) const {
    return commands::plan(
        {project(), options.targets,
         options.direction == PlanOptions::Direction::up ? Direction::up : Direction::down});
  }
  Result operator()(const VerifyOptions& options) const {
    using Scope = commands::VerifyRequest::Scope;
    return commands::verify({project(), options.scope == VerifyOptions::Scope::files
                                            ? Scope::files
                                            : Scope::files_and_database});
  }
  Result operator()(const StatusOptions& /*options*/) const { return commands::status(project()); }
  Result operator()(const CurrentOptions& /*options*/) const {
    return commands::current(project());
  }
  Result operator()(const HeadsOptions& /*options*/) const {
    return HeadsResult{commands::heads(project())};
  }
  Result operator()(const HistoryOptions& options) const {
    return HistoryResult{commands::history(project(), options.marks == HistoryOptions::Marks::graph
                                                          ? commands::WithDatabase::no
                                                          : commands::WithDatabase::yes)};
  }
  Result operator()(const ShowOptions& options) const {
    return commands::show(project(), options.revision,
                          options.scope == ShowOptions::Scope::files ? commands::WithDatabase::no
                                                                     : commands::WithDatabase::yes);
  }
  Result operator()(const VersionOptions& /*options*/) const {
    return VersionResult{std::string(version())};
  }

 private:
  static ProgressObserver::Mode observer_mode(const CommandLine& line) {
    if (line.progress == Progress::quiet) return ProgressObserver::Mode::quiet;
    return stderr_is_terminal() ? ProgressObserver::Mode::bar_if_many
                                : ProgressObserver::Mode::lines;
  }

  [[nodiscard]] commands::ProjectRequest project() const {
    ConfigFlags flags;
    if (line_.project) flags.folder = *line_.project;
    flags.environment = line_.environment;
    flags.url = line_.url;
    return {std::filesystem::current_path(), std::move(flags), process_environment(),
            line_.lock_wait};
  }

  static void confirm(const DowngradeOptions& options) {
    if (options.target != "base" || options.confirmation == DowngradeOptions::Confirmation::given)
      return;
    if (!stdin_is_terminal()) {
      throw Error(ErrorCode::usage, "downgrade to base reverts everything")
          .with_advice("say --yes if that is meant");
    }
    print(stderr, "This reverts every applied revision. Type yes to go on: ");
    std::array<char, 8> answer{};
    if (std::fgets(answer.data(), static_cast<int>(answer.size()), stdin) == nullptr ||
        std::string_view(answer.data()) != "yes\n") {
      throw Error(ErrorCode::refused, "nothing was reverted");
    }
  }

  const CommandLine& line_;
  ProgressObserver observer_;
};

int exit_code_of(const CommandLine& line, const Result& result) {
  if (const auto* apply = std::get_if<commands::ApplyResult>(&result);
      apply != nullptr && apply->report.failed) {
    // A connection that is lost half-way is a failed run; 6 says that there never was one.
    const ErrorCode code = apply->report.failed->error.code();
    return code == ErrorCode::connection ? kFailed : exit_status(code);
  }
  if (const auto* verify = std::get_if<commands::VerifyResult>(&result)) {
    return has_errors(verify->findings) ? kFindings : kDone;
  }
  if (const auto* status = std::get_if<commands::StatusResult>(&result)) {
    const auto* options = std::get_if<StatusOptions>(&line.command);
    const bool asked =
        options != nullptr && options->pending_exit == StatusOptions::PendingExit::pending;
    return asked && !status->pending.empty() ? kPending : kDone;
  }
  if (const auto* error = std::get_if<Error>(&result)) return exit_status(error->code());
  return kDone;
}

struct TextPrinter {
  Style out;
  Style err;

  template <typename T>
  void operator()(const T& result) const {
    print(stdout, text_of(result, out));
  }
  void operator()(const commands::ApplyResult& result) const {
    if (result.report.failed) {
      print(stderr, failure_text_of(result, err));
    } else {
      print(stdout, text_of(result, out));
    }
  }
  void operator()(const HeadsResult& result) const { print(stdout, text_of(result.heads, out)); }
  void operator()(const HistoryResult& result) const {
    print(stdout, text_of(result.revisions, out));
  }
  void operator()(const VersionResult& result) const {
    print(stdout, "sqlmig " + result.version + "\n");
  }
  void operator()(const Error& error) const { print(stderr, text_of(error, err)); }
};

int answer(const CommandLine& line, const Result& result) {
  const int code = exit_code_of(line, result);
  if (line.format == Format::json) {
    print(stdout, json_of(line.command_name, code, result));
  } else {
    std::visit(TextPrinter{style_for(line.color, stdout_is_terminal()),
                           style_for(line.color, stderr_is_terminal())},
               result);
  }
  // A full disk or a closed pipe behind standard output must not look like success.
  return std::fflush(stdout) == 0 ? code : kFailed;
}

Result run_command(const CommandLine& line) {
  try {
    Runner runner(line);
    return std::visit(runner, line.command);
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    return Error(ErrorCode::internal, error.what())
        .with_advice("this is a bug in sqlmig; please report it");
  }
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  CommandLine line;
  try {
    Parsed parsed = parse(arguments);
    if (const auto* help = std::get_if<std::string>(&parsed)) {
      print(stdout, *help);
      return kDone;
    }
    line = std::get<CommandLine>(std::move(parsed));
  } catch (const Error& error) {
    // The words could not be read, so whether JSON is wanted is looked up among them.
    line.format = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end()
                      ? Format::json
                      : Format::text;
    return answer(line, error);
  }
  return answer(line, run_command(line));
}

}  // namespace sqlmig::cli

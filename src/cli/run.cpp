#include "cli/run.hpp"

#include "cli/environment.hpp"
#include "cli/exit_status.hpp"
#include "cli/interruption.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/render_text.hpp"
#include "cli/report.hpp"
#include "cli/style.hpp"
#include "cli/write_report.hpp"
#include <sqlmig/version.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

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

  Result operator()(const VersionRequest& /*request*/) const {
    return VersionResult{std::string(version())};
  }
  Result operator()(const commands::InitRequest& request) const { return commands::init(request); }
  Result operator()(commands::RevisionRequest request) const {
    const bool edit = line_.editor == Editor::open;
    const std::optional<std::string> with = edit ? editor() : std::nullopt;
    if (edit && !with) {
      throw Error(ErrorCode::usage, "--edit needs to know the editor")
          .with_advice("set VISUAL or EDITOR; nothing was written");
    }
    const Moment moment = now();
    request.created = moment.rfc3339;
    request.timestamp = moment.timestamp;
    request.author = git_author();
    request.project = project();
    const commands::NewRevisionResult result = commands::new_revision(request);
    if (with) open_in_editor(*with, scripts_of(result));
    return result;
  }
  Result operator()(commands::UpgradeRequest request) {
    const Interruption interruption;
    request.run.interrupted = &Interruption::came;
    request.who = current_operator(std::move(request.who.reason));
    return commands::upgrade(here(std::move(request)), observer_);
  }
  Result operator()(commands::DowngradeRequest request) {
    const Interruption interruption;
    request.run.interrupted = &Interruption::came;
    request.who = current_operator(std::move(request.who.reason));
    request.confirm = [this](const commands::Question& question) { return agreed(question); };
    return commands::downgrade(here(std::move(request)), observer_);
  }
  Result operator()(commands::RedoRequest request) {
    const Interruption interruption;
    request.run.interrupted = &Interruption::came;
    request.who = current_operator(std::move(request.who.reason));
    return commands::redo(here(std::move(request)), observer_);
  }
  Result operator()(commands::StampRequest request) {
    request.who = current_operator(std::move(request.who.reason));
    return commands::stamp(here(std::move(request)), observer_);
  }
  Result operator()(commands::RepairRequest request) {
    request.who = current_operator(std::move(request.who.reason));
    return commands::repair(here(std::move(request)), observer_);
  }
  Result operator()(commands::MergeRequest request) const {
    return commands::merge(here(std::move(request)));
  }
  Result operator()(commands::RebaseRequest request) const {
    return commands::rebase(here(std::move(request)));
  }
  Result operator()(commands::RepinRequest request) const {
    return commands::repin(here(std::move(request)));
  }
  Result operator()(commands::TagRequest request) const {
    return commands::tag(here(std::move(request)));
  }
  Result operator()(commands::ExportRequest request) const {
    return commands::export_revisions(here(std::move(request)));
  }
  Result operator()(commands::PlanRequest request) const {
    return commands::plan(here(std::move(request)));
  }
  Result operator()(commands::VerifyRequest request) const {
    return commands::verify(here(std::move(request)));
  }
  Result operator()(commands::StatusRequest request) const {
    return commands::status(here(std::move(request)));
  }
  Result operator()(commands::CurrentRequest request) const {
    return commands::current(here(std::move(request)));
  }
  Result operator()(commands::HeadsRequest request) const {
    return commands::heads(here(std::move(request)));
  }
  Result operator()(commands::BranchesRequest request) const {
    return commands::branches(here(std::move(request)));
  }
  Result operator()(commands::HistoryRequest request) const {
    return commands::history(here(std::move(request)));
  }
  Result operator()(commands::ShowRequest request) const {
    return commands::show(here(std::move(request)));
  }
  Result operator()(commands::WhyRequest request) const {
    return commands::why(here(std::move(request)));
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

  template <typename Request>
  [[nodiscard]] Request here(Request request) const {
    request.project = project();
    return request;
  }

  static std::vector<std::filesystem::path> scripts_of(const commands::NewRevisionResult& result) {
    std::vector<std::filesystem::path> scripts;
    for (const std::string& file : result.files) {
      if (file.ends_with(".sql")) scripts.push_back(result.folder / file);
    }
    return scripts;
  }

  // What it is about is shown to those who agreed beforehand too.
  [[nodiscard]] bool agreed(const commands::Question& question) const {
    print(stderr, question.shown);
    if (line_.confirmation == Confirmation::given) return true;
    if (!stdin_is_terminal()) {
      throw Error(ErrorCode::usage, question.question + ", so it has to be agreed to")
          .with_advice("nothing was changed; say --yes if it is meant");
    }
    print(stderr, question.question + ". Type yes to go on: ");
    std::array<char, 8> answer{};
    return std::fgets(answer.data(), static_cast<int>(answer.size()), stdin) != nullptr &&
           std::string_view(answer.data()) == "yes\n";
  }

  const CommandLine& line_;
  ProgressObserver observer_;
};

// Pending revisions alone, where they are asked about, have a code of their own.
int exit_code_of(const std::vector<Finding>& findings) {
  int code = kDone;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::error) continue;
    if (finding.kind != FindingKind::pending) return kFindings;
    code = kPending;
  }
  return code;
}

int exit_code_of(const CommandLine& line, const Result& result) {
  if (const auto* apply = std::get_if<commands::ApplyResult>(&result);
      apply != nullptr && apply->report.failed) {
    // A connection that is lost half-way is a failed run; 6 says that there never was one.
    const ErrorCode code = apply->report.failed->error.code();
    return code == ErrorCode::connection ? kFailed : exit_status(code);
  }
  if (const auto* verify = std::get_if<commands::VerifyResult>(&result)) {
    return exit_code_of(verify->findings);
  }
  if (const auto* status = std::get_if<commands::StatusResult>(&result)) {
    return line.pending_exit == PendingExit::pending && !status->pending.empty() ? kPending : kDone;
  }
  if (const auto* error = std::get_if<Error>(&result)) return exit_status(error->code());
  return kDone;
}

struct TextPrinter {
  Style out;
  Style err;
  ListStyle list;

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
  void operator()(const commands::HeadsResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const commands::BranchesResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const commands::HistoryResult& result) const {
    print(stdout, text_of(result, list, out));
  }
  void operator()(const VersionResult& result) const {
    print(stdout, "sqlmig " + result.version + "\n");
  }
  void operator()(const Error& error) const { print(stderr, text_of(error, err)); }
};

// The exit code with which it ends: a report that is missing must not look like success.
int write_report_files(const CommandLine& line, int code, const Result& result) {
  int after = code;
  for (const ReportFile& report : line.report_files) {
    try {
      write_report(report.file, render_report(report.format, line.command_name, code, result));
    } catch (const Error& error) {
      print(stderr, text_of(error, style_for(line.color, stderr_is_terminal())));
      after = exit_status(error.code());
    }
  }
  return after;
}

int answer(const CommandLine& line, const Result& result) {
  const int code = write_report_files(line, exit_code_of(line, result), result);
  if (line.format != Format::text) {
    print(stdout, render_report(line.format, line.command_name, code, result));
  } else {
    std::visit(TextPrinter{style_for(line.color, stdout_is_terminal()),
                           style_for(line.color, stderr_is_terminal()),
                           line.detail == Detail::block ? ListStyle::blocks : ListStyle::lines},
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

// The words could not be read, so whether JSON is wanted is looked up among them.
Format format_of_unread(const std::vector<std::string>& arguments) {
  std::string_view before;
  for (const std::string_view word : arguments) {
    if (word == "--json" || word == "--format=json" || (before == "--format" && word == "json"))
      return Format::json;
    before = word;
  }
  return Format::text;
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
    line.format = format_of_unread(arguments);
    return answer(line, error);
  }
  return answer(line, run_command(line));
}

}  // namespace sqlmig::cli

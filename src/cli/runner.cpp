#include "cli/runner.hpp"

#include "cli/environment.hpp"
#include "cli/interruption.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/render_text.hpp"
#include "cli/style.hpp"
#include "cli/targets_progress.hpp"
#include "project/put_file.hpp"
#include <sqlmig/connect.hpp>
#include <sqlmig/version.hpp>

#include <fmt/core.h>

#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig::cli {
namespace {

// A url that is wrong in some other way is for the command to refuse.
bool shows_password(const std::string& url) {
  try {
    return holds_password(url);
  } catch (const Error&) {
    return false;
  }
}

// Everybody on this machine can read the arguments of a process.
void warn_of_password(const CommandLine& line) {
  if (!line.flags.url || !shows_password(*line.flags.url)) return;
  const Style style = style_for(line.color, stderr_is_terminal());
  print(stderr, fmt::format("{}: the password in --url can be seen in the list of processes\n"
                            "  {}: set SQLMIG_PASSWORD, or name a password_file in sqlmig.toml\n",
                            style.yellow("warning"), style.cyan("next")));
}

// Turns each command's options into its request, and runs it.
class Runner {
 public:
  explicit Runner(const CommandLine& line)
      : line_(line),
        observer_(observer_mode(line), style_for(line.color, stderr_is_terminal())),
        on_targets_(observer_mode(line), style_for(line.color, stderr_is_terminal())) {}

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
    request.confirm = asks();
    request = to_run_scripts(std::move(request));
    if (line_.targets) return commands::upgrade_targets(request, *line_.targets, on_targets_);
    return commands::upgrade(request, observer_);
  }
  Result operator()(commands::DowngradeRequest request) {
    request.confirm = asks();
    request = to_run_scripts(std::move(request));
    if (line_.targets) return commands::downgrade_targets(request, *line_.targets, on_targets_);
    return commands::downgrade(request, observer_);
  }
  Result operator()(commands::RedoRequest request) {
    request.confirm = asks();
    return commands::redo(to_run_scripts(std::move(request)), observer_);
  }
  Result operator()(commands::StampRequest request) {
    request.who = current_operator(std::move(request.who.reason));
    return commands::stamp(here(std::move(request)), observer_);
  }
  Result operator()(commands::RepairRequest request) {
    request.who = current_operator(std::move(request.who.reason));
    return commands::repair(here(std::move(request)), observer_);
  }
  Result operator()(commands::CreateRequest request) const {
    return commands::create(here(std::move(request)));
  }
  Result operator()(commands::DropRequest request) const {
    request.confirm = asks();
    return commands::drop(here(std::move(request)));
  }
  Result operator()(commands::WaitRequest request) const {
    return commands::wait(here(std::move(request)));
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
  Result operator()(commands::SqlScriptRequest request) const {
    request.plan = here(std::move(request.plan));
    commands::SqlScriptResult result = commands::sql_script(request);
    if (result.file) project::put_file(*result.file, result.script, "the script");
    return result;
  }
  Result operator()(commands::VerifyRequest request) const {
    return commands::verify(here(std::move(request)));
  }
  Result operator()(commands::StatusRequest request) {
    request = here(std::move(request));
    if (line_.targets) return commands::status_targets(request, *line_.targets, on_targets_);
    return commands::status(request);
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
    commands::ProjectRequest request{std::filesystem::current_path(), line_.flags,
                                     process_environment(), line_.lock_wait, line_.wait};
    if (line_.progress == Progress::shown) {
      request.on_wait = [](std::string_view why) {
        print(stderr, fmt::format("waiting for the database: {}\n", why));
      };
    }
    return request;
  }

  // From now on a signal ends what runs in order.
  template <typename Request>
  [[nodiscard]] Request to_run_scripts(Request request) {
    interruption_.emplace();
    request.run.interrupted = &Interruption::came;
    request.who = current_operator(std::move(request.who.reason));
    return here(std::move(request));
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

  [[nodiscard]] commands::Confirm asks() const {
    return [this](const commands::Question& question) { return agreed(question); };
  }

  // What it is about is shown to those who agreed beforehand too.
  [[nodiscard]] bool agreed(const commands::Question& question) const {
    const Style style = style_for(line_.color, stderr_is_terminal());
    if (question.plan) print(stderr, text_of(*question.plan, style));
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
  TargetsProgress on_targets_;
  std::optional<Interruption> interruption_;  // of a command that runs scripts
};

}  // namespace

Result run_command(const CommandLine& line) {
  try {
    warn_of_password(line);
    Runner runner(line);
    return std::visit(runner, line.command);
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    return Error(ErrorCode::internal, error.what())
        .with_advice("this is a bug in sqlmig; please report it");
  }
}

}  // namespace sqlmig::cli

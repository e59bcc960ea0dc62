#include "commands/targets.hpp"

#include "project/parallel.hpp"
#include "project/targets_file.hpp"

#include <fmt/core.h>

#include <functional>
#include <set>
#include <utility>

namespace sqlmig::commands {
namespace {

using project::Target;

// The project, read once, and the databases that take the place of its own.
class Targets {
 public:
  Targets(ProjectRequest project, const TargetsRequest& request, TargetsObserver& observer)
      : project_(std::move(project)),
        request_(request),
        observer_(observer),
        targets_(project::read_targets_file(request.file, project_.start, project_.environment)) {
    // With a url from elsewhere, the one of sqlmig.toml is not looked at: it may name a variable
    // that is not there.
    project_.flags.url = targets_.front().url;
    workspace_ = open_workspace(project_);
    workspace_.config.url_source = request.file.string();
    workspace_.config.url_folder = (project_.start / request.file).parent_path();
  }

  [[nodiscard]] const Workspace& workspace() const { return workspace_; }
  [[nodiscard]] std::size_t count() const { return targets_.size(); }

  template <typename Result>
  using Outcomes = std::vector<TargetOutcome<Result>>;

  /// `work` is called with each database, `ended` with what came of it.
  template <typename Result>
  [[nodiscard]] Outcomes<Result> on_each(
      Access access, const std::function<bool()>& interrupted,
      const std::function<Result(Database&, const std::string&)>& work,
      const std::function<void(const TargetOutcome<Result>&)>& ended) const {
    Outcomes<Result> outcomes(targets_.size());
    for (std::size_t i = 0; i < targets_.size(); ++i) outcomes[i].name = targets_[i].name;
    project::for_each_index(targets_.size(), request_.jobs, [&](std::size_t i) {
      if (interrupted && interrupted()) return;
      TargetOutcome<Result>& outcome = outcomes[i];
      try {
        outcome.came = work(*open(targets_[i], access), outcome.name);
      } catch (const Error& error) {
        outcome.came = error;
      } catch (const std::exception& error) {
        outcome.came = Error(ErrorCode::internal, error.what())
                           .with_advice("this is a bug in sqlmig; please report it");
      }
      ended(outcome);
    });
    return outcomes;
  }

 private:
  [[nodiscard]] std::unique_ptr<Database> open(const Target& target, Access access) const {
    ProjectRequest request = project_;
    if (request.on_wait) {
      request.on_wait = [&](std::string_view why) { observer_.on_wait(target.name, why); };
    }
    Config config = workspace_.config;
    config.url = target.url;
    return open_database(request, config, access);
  }

  ProjectRequest project_;
  const TargetsRequest& request_;
  TargetsObserver& observer_;
  std::vector<Target> targets_;
  Workspace workspace_;
};

// `apply_to` is called with each database and the observer of its steps.
ApplyTargetsResult apply_to_each(const Targets& targets, const RunOptions& run,
                                 TargetsObserver& observer,
                                 const std::function<ApplyResult(Database&, Observer&)>& apply_to) {
  const std::size_t total = targets.count();
  return {targets.on_each<ApplyResult>(
      Access::read_write, run.interrupted,
      [&](Database& database, const std::string& name) {
        return apply_to(database, *observer.observer_of(name));
      },
      [&](const TargetOutcome<ApplyResult>& outcome) { observer.on_end(outcome, total); })};
}

bool has_to_ask(const Targets& targets) {
  return targets.workspace().config.confirmation == Config::Confirmation::always;
}

// Of many databases none is asked about by itself, so they are asked about together.
template <typename Request>
void ask_once(std::string_view what, const Targets& targets, Request& request) {
  const std::size_t count = targets.count();
  require_agreed({fmt::format("{} on {} database{}", what, count, count == 1 ? "" : "s"), {}, {}},
                 request.confirm, request.run);
  request.confirm = [](const Question&) { return true; };
}

// All revisions that one of them knows, each once.
std::vector<RevisionId> revisions_of(const LoadedHistory& files,
                                     const std::vector<TargetOutcome<StatusResult>>& outcomes) {
  std::vector<RevisionId> revisions;
  std::set<RevisionId> listed;
  const auto add = [&](const RevisionId& id) {
    if (listed.insert(id).second) revisions.push_back(id);
  };
  if (files.history) {
    for (const Revision& revision : files.history->revisions) add(revision.id);
  }
  for (const auto& outcome : outcomes) {
    const auto* status = std::get_if<StatusResult>(&outcome.came);
    if (status == nullptr) continue;
    for (const AppliedRevision& row : status->applied.rows) add(row.id);
    for (const RevisionLine& line : status->pending) add(line.id);
  }
  return revisions;
}

}  // namespace

ApplyTargetsResult upgrade_targets(UpgradeRequest request, const TargetsRequest& targets,
                                   TargetsObserver& observer) {
  const Targets all(request.project, targets, observer);
  const Upgrade upgrade(request, all.workspace());
  if (has_to_ask(all)) ask_once("this runs scripts", all, request);
  return apply_to_each(all, request.run, observer, [&](Database& database, Observer& steps) {
    return upgrade.run(database, steps);
  });
}

ApplyTargetsResult downgrade_targets(DowngradeRequest request, const TargetsRequest& targets,
                                     TargetsObserver& observer) {
  const Targets all(request.project, targets, observer);
  const Downgrade downgrade(request, all.workspace());
  const bool dry = request.run.bundling == RunOptions::Bundling::dry_run;
  if (!dry || has_to_ask(all)) ask_once("this reverts revisions", all, request);
  return apply_to_each(all, request.run, observer, [&](Database& database, Observer& steps) {
    return downgrade.run(database, steps);
  });
}

StatusTargetsResult status_targets(const StatusRequest& request, const TargetsRequest& targets,
                                   TargetsObserver& observer) {
  const Targets all(request.project, targets, observer);
  auto outcomes = all.on_each<StatusResult>(
      Access::read_only, nullptr,
      [&](Database& database, const std::string& /*name*/) {
        return status_of(database, all.workspace());
      },
      [](const TargetOutcome<StatusResult>& /*outcome*/) {});
  auto revisions = revisions_of(all.workspace().loaded, outcomes);
  return {targets.file.string(), std::move(revisions), std::move(outcomes)};
}

}  // namespace sqlmig::commands

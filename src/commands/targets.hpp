// One command on many databases: upgrade, downgrade and status.
#pragma once

#include "commands/downgrade.hpp"
#include "commands/upgrade.hpp"
#include "commands/views.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sqlmig::commands {

/// Which databases, and how many of them at once.
struct TargetsRequest {
  static constexpr std::size_t kMostJobs = 64;
  std::filesystem::path file;  // docs/targets.md "The file"
  std::size_t jobs = 4;
};

/// A database that was not looked at, as the run was stopped before.
struct NotBegun {};

/// What came of one database: what the command comes to on it alone, or the error that ended it.
template <typename Result>
struct TargetOutcome {
  std::string name;
  std::variant<NotBegun, Result, Error> came = NotBegun{};
};

/// Is told what happens; called from several threads at once.
class TargetsObserver {
 public:
  TargetsObserver() = default;
  TargetsObserver(const TargetsObserver&) = delete;
  TargetsObserver& operator=(const TargetsObserver&) = delete;
  virtual ~TargetsObserver() = default;

  /// Who is told of the steps on one of them, on the thread that runs them.
  [[nodiscard]] virtual std::unique_ptr<Observer> observer_of(const std::string& target) = 0;
  /// It is waited for until it accepts connections.
  virtual void on_wait(const std::string& target, std::string_view why) = 0;
  /// One has ended, among `total`.
  virtual void on_end(const TargetOutcome<ApplyResult>& outcome, std::size_t total) = 0;
};

/// Shape: the targets in the order of their file.
struct ApplyTargetsResult {
  std::vector<TargetOutcome<ApplyResult>> targets;
};

/// Does to each database what `upgrade` and `downgrade` do to one, each over a connection of its
/// own. What fails on one is in its outcome, and the others go on. Once `run.interrupted` says so,
/// no further one is begun. Before the first one it has to be agreed to a downgrade, and to all
/// that runs where the environment says `confirm = true`; once, for all of them. Errors: those of
/// the targets file, of the project and its revisions.
[[nodiscard]] ApplyTargetsResult upgrade_targets(UpgradeRequest request,
                                                 const TargetsRequest& targets,
                                                 TargetsObserver& observer);
[[nodiscard]] ApplyTargetsResult downgrade_targets(DowngradeRequest request,
                                                   const TargetsRequest& targets,
                                                   TargetsObserver& observer);

/// Shape: `revisions` are all that the files or one of the databases know: those of the files in
/// topological order, then the others as they were applied.
struct StatusTargetsResult {
  std::string file;  // as it was named
  std::vector<RevisionId> revisions;
  std::vector<TargetOutcome<StatusResult>> targets;
};

/// How each database stands against the files.
[[nodiscard]] StatusTargetsResult status_targets(const StatusRequest& request,
                                                 const TargetsRequest& targets,
                                                 TargetsObserver& observer);

}  // namespace sqlmig::commands

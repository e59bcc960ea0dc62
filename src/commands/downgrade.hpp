// sqlmig downgrade
#pragma once

#include "commands/apply.hpp"
#include "commands/reviewed.hpp"

#include <cstddef>
#include <optional>

namespace sqlmig::commands {

/// Whether revisions may be reverted that were edited since they were applied.
enum class Modified { refused, allowed };

/// Exactly one of `target`, `last` and a reviewed plan's file is given.
struct DowngradeRequest {
  ProjectRequest project;
  std::optional<RevisionSpec> target;  // none of the three: only what is to be resumed
  std::optional<std::size_t> last;     // revert this many, by order of application
  ReviewedRequest reviewed;
  Operator who;
  EmptyDowns empty_downs = EmptyDowns::refused;
  Modified modified = Modified::refused;
  /// Where the scripts of revisions come from that have no files here.
  enum class Scripts { files, files_or_stored } scripts = Scripts::files;
  Confirm confirm;
  RunOptions run = {};
  Unfinished unfinished = Unfinished::refused;
};

/// Reverts every applied revision that stands on the target, or the last applied ones. To the base,
/// and with stored scripts, it has to be agreed to.
/// Errors: ErrorCode::refused before anything is reverted, if one of them cannot be, or if the
/// environment does not let revisions be reverted.
[[nodiscard]] ApplyResult downgrade(const DowngradeRequest& request, Observer& observer);

/// The same on databases of one workspace, on one after the other or on several at once. Request
/// and workspace outlive it.
class Downgrade {
 public:
  /// Errors: those for which no database is needed.
  Downgrade(const DowngradeRequest& request, const Workspace& workspace);
  [[nodiscard]] ApplyResult run(Database& database, Observer& observer) const;

 private:
  const DowngradeRequest& request_;
  const Workspace& workspace_;
  std::optional<FrozenPlan> reviewed_;
};

/// Errors: ErrorCode::refused if the environment does not let revisions be reverted.
void require_downgrades(const Config& config);

/// The plan of a downgrade.
[[nodiscard]] Plan make_downgrade_plan(const History& history, const AppliedRevisions& applied,
                                       DatabaseKind kind, const DowngradeRequest& request);

struct RedoRequest {
  ProjectRequest project;
  std::size_t last = 1;
  Operator who;
  EmptyDowns empty_downs = EmptyDowns::refused;
  Modified modified = Modified::refused;
  RunOptions run = {};
  Confirm confirm = nullptr;
};

/// Reverts the last applied revisions, by order of application, and applies them again.
/// Errors: as downgrade.
[[nodiscard]] ApplyResult redo(const RedoRequest& request, Observer& observer);

}  // namespace sqlmig::commands

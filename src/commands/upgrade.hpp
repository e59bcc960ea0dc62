// sqlmig upgrade
#pragma once

#include "commands/apply.hpp"
#include "commands/reviewed.hpp"

#include <optional>
#include <vector>

namespace sqlmig::commands {

struct UpgradeRequest {
  ProjectRequest project;
  std::vector<RevisionSpec> targets;  // empty: the head, or all heads if several are intended
  ReviewedRequest reviewed;           // with a file, there are no targets
  Operator who;
  RunOptions run = {};
  Unfinished unfinished = Unfinished::refused;
  Confirm confirm = nullptr;
};

/// Applies what is pending up to the targets.
[[nodiscard]] ApplyResult upgrade(const UpgradeRequest& request, Observer& observer);

/// The same on databases of one workspace, on one after the other or on several at once. Request
/// and workspace outlive it.
class Upgrade {
 public:
  /// Errors: those for which no database is needed.
  Upgrade(const UpgradeRequest& request, const Workspace& workspace);
  [[nodiscard]] ApplyResult run(Database& database, Observer& observer) const;

 private:
  const UpgradeRequest& request_;
  const Workspace& workspace_;
  std::optional<FrozenPlan> reviewed_;
  const History& history_;
};

/// The plan of an upgrade to `targets`, and before them to what is to be resumed.
/// Errors: those of `resolve_target`; ErrorCode::findings if database and files do not agree.
[[nodiscard]] Plan make_upgrade_plan(const Workspace& workspace, const History& history,
                                     const AppliedRevisions& applied, DatabaseKind kind,
                                     const std::vector<RevisionSpec>& targets,
                                     Unfinished unfinished = Unfinished::refused);

}  // namespace sqlmig::commands

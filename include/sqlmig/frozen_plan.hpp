// A plan that was put down to be reviewed, and is run later or not at all.
#pragma once

#include <sqlmig/plan.hpp>

#include <string>
#include <vector>

namespace sqlmig {

/// A plan without the history that it was made of. Source: docs/formats.md "Plan file".
/// Shape: `from` sorted by history checksum; `steps` in the order of execution, all of them in
/// `direction`.
struct FrozenPlan {
  struct Step {
    Direction direction;
    RevisionId id;
    Checksum digest;
    Checksum script;  // of the file at `path`
    TransactionMode transaction;
    std::string path;
    std::string reason;
  };
  DatabaseKind database;
  Direction direction;
  std::vector<AppliedHead> from;
  std::vector<Step> steps;
};

/// The same as that of the plan which was frozen.
[[nodiscard]] Checksum plan_checksum(const FrozenPlan& plan);

/// Shape: the steps of `plan` go in `direction`, and each has a script.
[[nodiscard]] FrozenPlan freeze(const Plan& plan, Direction direction, const History& history);

/// The plan that was frozen, to be run in this state of files and database.
/// Errors: ErrorCode::plan_mismatch if it is not what would be run now: the notes name each
/// difference.
[[nodiscard]] Plan thaw(const FrozenPlan& frozen, const History& history,
                        const AppliedRevisions& applied, DatabaseKind database);

/// What is left of a frozen plan that was begun and stopped. The step at which it stopped is in it,
/// whether or not a part of it was run.
/// Errors: ErrorCode::plan_mismatch, as above, or if what is done of it is not its beginning.
[[nodiscard]] Plan thaw_rest(const FrozenPlan& frozen, const History& history,
                             const AppliedRevisions& applied, DatabaseKind database);

}  // namespace sqlmig

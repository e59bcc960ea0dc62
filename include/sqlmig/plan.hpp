// A plan: what would be run, in which order and why.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/history.hpp>
#include <sqlmig/resolve.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

enum class DatabaseKind { sqlite, postgres };
[[nodiscard]] std::string_view to_string(DatabaseKind kind);  // "sqlite", "postgresql"

/// One script to run.
struct Step {
  Direction direction;
  Graph::Index revision;
  RevisionId id;
  Checksum digest;
  TransactionMode transaction;
  std::string path;    // the file
  std::string reason;  // why the step is there, such as "an ancestor of 20260105_users"
};

/// Shape: `steps` is in the order of execution; empty if there is nothing to do. `from` are the
/// applied heads, sorted by history checksum.
struct Plan {
  DatabaseKind database;
  std::vector<AppliedHead> from;
  std::vector<Step> steps;
};

/// Names exactly this plan: over the kind of database, the state it starts from, and each step's
/// direction, digest and transaction mode. Source: docs/formats.md "Plan checksum".
[[nodiscard]] Checksum plan_checksum(const Plan& plan);

/// What is pending among `targets` and all that they stand on, in topological order.
[[nodiscard]] Plan plan_upgrade(const History& history, const AppliedRevisions& applied,
                                DatabaseKind database, std::span<const Graph::Index> targets);

/// What a downgrade to `target` reverts before all others: what is built on the target, or the
/// bases if it is the base; of these only what is in the lineage of the target's branch. Applied or
/// not; ascending.
[[nodiscard]] std::vector<Graph::Index> downgrade_roots(const Graph& graph,
                                                        const RevisionTarget& target);

/// Refuses a target on a named branch, `LABEL@X`, that leads below the place where other branches
/// begin, so that members of `applied` outside of the lineage would go by their parents. What only
/// depends on a reverted revision goes along without a word.
/// Errors: ErrorCode::refused, naming them and, where there is one, the target that would do.
void require_within_branch(const Graph& graph, const RevisionSet& applied,
                           const RevisionTarget& target, const RevisionSpec& spec);

/// Reverts every applied revision among the roots of the downgrade and all that stands on them, by
/// parents and dependencies. The newest in topological order comes first.
[[nodiscard]] Plan plan_downgrade(const History& history, const AppliedRevisions& applied,
                                  DatabaseKind database, const RevisionTarget& target);

/// Reverts exactly `revisions` in reverse topological order.
/// Errors: ErrorCode::refused if an applied revision that stands on one of them would remain.
[[nodiscard]] Plan plan_revert(const History& history, const AppliedRevisions& applied,
                               DatabaseKind database, std::span<const Graph::Index> revisions);

/// Reverts exactly `revisions`, as plan_revert, and applies them again.
[[nodiscard]] Plan plan_redo(const History& history, const AppliedRevisions& applied,
                             DatabaseKind database, std::span<const Graph::Index> revisions);

/// What is left of a plan in a database that others have changed meanwhile: the steps whose effect
/// is not there yet.
/// Errors: ErrorCode::conflict if one of them cannot be taken any more: a revision would be applied
/// without one that it stands on, or reverted from under one that stands on it.
[[nodiscard]] Plan plan_rest(const History& history, const AppliedRevisions& applied,
                             const Plan& plan);

/// Whether a down script that holds no statement, under an up that holds some, counts as a way
/// back.
enum class EmptyDowns { refused, allowed };

/// The rows of a database at `applied` once the upgrade is done; of the new ones only what the
/// files tell.
[[nodiscard]] AppliedRevisions applied_after(const History& history,
                                             const AppliedRevisions& applied, const Plan& upgrade);

/// What undoes an upgrade, in the state `after` it: its steps back, the last one first.
[[nodiscard]] Plan plan_rollback(const History& history, const AppliedRevisions& after,
                                 const Plan& upgrade);

/// A step down that does not lead back. Shape: `reason` is one line that names the revision.
struct NoWayBack {
  enum class Cause { irreversible, empty_down };
  RevisionId id;
  Cause cause;
  std::string reason;
};
/// In the order of the plan.
[[nodiscard]] std::vector<NoWayBack> no_ways_back(const History& history, const Plan& plan,
                                                  EmptyDowns empty_downs);

/// Refuses a downgrade that cannot be carried out to its end.
/// Errors: ErrorCode::refused, naming all irreversible revisions and refused downs.
void require_reversible(const History& history, const Plan& plan, EmptyDowns empty_downs);

}  // namespace sqlmig

// sqlmig repair
#pragma once

#include "commands/workspace.hpp"
#include "core/recorded.hpp"
#include <sqlmig/execute.hpp>

#include <string>
#include <vector>

namespace sqlmig::commands {

struct RepairRequest {
  ProjectRequest project;
  /// The rows take over what the files say; or what stopped half-way was finished or undone by
  /// hand, so that it is applied or not.
  enum class Way { accept, mark_applied, mark_reverted } way = Way::accept;
  std::vector<RevisionSpec> revisions;
  enum class Extent { everything, dry_run } extent = Extent::everything;
  Operator who;
};

/// Shape: `repaired` holds the revisions whose rows change (or would), in the order in which they
/// were named; of each what changes, which is never nothing.
struct RepairResult {
  struct Repaired {
    RevisionId id;
    std::vector<RecordChange> changes;
  };
  std::string database;
  RepairRequest::Way way = RepairRequest::Way::accept;
  RepairRequest::Extent extent = RepairRequest::Extent::everything;
  std::vector<Repaired> repaired;
};

/// Corrects the rows of single revisions without running anything, all of them or none. Each gets
/// an event that says what changed. To mark a revision needs no files of it, if it is named by its
/// full id.
/// Errors: usage, unknown_revision, ambiguous_revision or refused, with all names that cannot be
/// repaired; conflict if another runner came between.
[[nodiscard]] RepairResult repair(const RepairRequest& request, Observer& observer);

}  // namespace sqlmig::commands

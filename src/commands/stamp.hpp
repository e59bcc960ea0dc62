// sqlmig stamp
#pragma once

#include "commands/workspace.hpp"
#include <sqlmig/execute.hpp>

#include <string>
#include <vector>

namespace sqlmig::commands {

struct StampRequest {
  ProjectRequest project;
  std::vector<RevisionSpec> targets;
  /// What happens to the rows that are there: they move along their lineage, or all go first.
  enum class Rows { moved, purged } rows = Rows::moved;
  Operator who;
};

/// Shape: `added` in topological order, `removed` in the reverse.
struct StampResult {
  std::string database;
  std::vector<RevisionId> added;
  std::vector<RevisionId> removed;
};

/// Records, without running anything, that the targets and all that they stand on are applied, and
/// that what is built on them is not. Other branches stay as they are, and so do revisions that no
/// file knows, unless the rows are purged; `base` forgets all that files know, `LABEL@base` that
/// lineage.
/// Errors: refused if revisions that no file knows stand on what would be forgotten, or other
/// branches would be; conflict if a relative target means something else once the lock is held.
[[nodiscard]] StampResult stamp(const StampRequest& request, Observer& observer);

}  // namespace sqlmig::commands

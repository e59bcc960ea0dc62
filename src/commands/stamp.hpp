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
/// that what stands on them is not. Other branches stay as they are unless the rows are purged,
/// also those of revisions that no file knows; `base` empties the record, `LABEL@base` that
/// lineage.
[[nodiscard]] StampResult stamp(const StampRequest& request, Observer& observer);

}  // namespace sqlmig::commands

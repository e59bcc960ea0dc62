// sqlmig stamp
#pragma once

#include "commands/workspace.hpp"
#include <sqlmig/execute.hpp>

#include <string>
#include <vector>

namespace sqlmig::commands {

struct StampRequest {
  ProjectRequest project;
  std::vector<std::string> targets;
  Operator who;
};

/// Shape: `added` in topological order, `removed` in the reverse.
struct StampResult {
  std::string database;
  std::vector<RevisionId> added;
  std::vector<RevisionId> removed;
};

/// Records, without running anything, that the targets and all that they stand on are applied, and
/// that what stands on them is not. Other branches stay as they are; `base` empties the record.
[[nodiscard]] StampResult stamp(const StampRequest& request, Observer& observer);

}  // namespace sqlmig::commands

// sqlmig plan
#pragma once

#include "commands/workspace.hpp"

#include <string>
#include <vector>

namespace sqlmig::commands {

struct PlanRequest {
  ProjectRequest project;
  std::vector<std::string> targets{"head"};
  Direction direction = Direction::up;  // down: one target
};

struct PlanResult {
  std::string database;
  Plan plan;
  Checksum checksum;
};

/// What an upgrade to the targets, or a downgrade to the target, would run. Changes nothing.
[[nodiscard]] PlanResult plan(const PlanRequest& request);

}  // namespace sqlmig::commands

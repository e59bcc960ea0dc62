// sqlmig plan
#pragma once

#include "commands/downgrade.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct PlanRequest {
  ProjectRequest project;
  std::vector<RevisionSpec> targets;    // empty: as upgrade
  Direction direction = Direction::up;  // down: one target, or `last`
  std::optional<std::size_t> last;      // down: this many, by order of application
  EmptyDowns empty_downs = EmptyDowns::refused;
  Modified modified = Modified::refused;
};

struct PlanResult {
  std::string database;
  Plan plan;
  Checksum checksum;
};

/// What an upgrade to the targets, or a downgrade to the target, would run. Changes nothing.
[[nodiscard]] PlanResult plan(const PlanRequest& request);

}  // namespace sqlmig::commands

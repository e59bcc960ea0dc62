// sqlmig plan
#pragma once

#include "commands/downgrade.hpp"
#include "sqltext/locks.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct PlanRequest {
  enum class Way { upgrade, downgrade, rollback };  // rollback: what undoes the upgrade, once done
  ProjectRequest project;
  std::vector<RevisionSpec> targets;  // empty: as upgrade; of a downgrade one, or `last`
  Way way = Way::upgrade;
  std::optional<std::size_t> last;   // down: this many, by order of application
  std::optional<RevisionSpec> from;  // no database is asked: as if one stood exactly there
  EmptyDowns empty_downs = EmptyDowns::refused;
  Modified modified = Modified::refused;
  std::optional<std::filesystem::path> file;  // where the plan is put down
};

/// Shape: `database` is empty if none was asked. `no_ways_back` says what a rollback cannot undo.
/// `locks` has what each step's script locks, as far as it tells.
struct PlanResult {
  std::optional<std::string> database;
  Plan plan;
  Checksum checksum;
  std::vector<NoWayBack> no_ways_back;
  std::optional<std::filesystem::path> file;
  std::vector<sqltext::Locks> locks;
};

/// What an upgrade to the targets, or a downgrade to the target, would run. Changes no database.
/// Errors: ErrorCode::refused if a plan is to be put down that cannot be run to its end.
[[nodiscard]] PlanResult plan(const PlanRequest& request);

}  // namespace sqlmig::commands

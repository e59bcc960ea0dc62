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

/// A plan with what it starts from. Shape: `database` is empty if none was asked.
struct Planned {
  std::optional<std::string> database;
  AppliedRevisions applied;
  Plan plan;
};
/// The plan, as it would be run. Errors: those of the plan; ErrorCode::findings if a script of it
/// cannot be run.
[[nodiscard]] Planned make_plan(const PlanRequest& request, const Workspace& workspace,
                                const History& history);

/// The history that the plan is made of: without an edit that a pin knows of, unless that is
/// allowed.
[[nodiscard]] const History& history_for(const PlanRequest& request, const Workspace& workspace);

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

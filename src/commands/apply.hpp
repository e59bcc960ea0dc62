// What upgrade and downgrade share: plan, lock, plan again, run.
#pragma once

#include "commands/workspace.hpp"
#include <sqlmig/execute.hpp>

#include <functional>
#include <optional>
#include <string>

namespace sqlmig::commands {

/// Shape: `plan` is what was to be run, `report` what came of it; both are empty of steps if there
/// was nothing to do.
struct ApplyResult {
  std::string database;
  Plan plan;
  Report report;
};

/// Makes the plan for a state of the database; also the place to refuse one.
using MakePlan = std::function<Plan(const AppliedRevisions&)>;

/// Plans, and runs the plan under the lock, where it is made again: another runner may have been
/// quicker. `expect` is the checksum that the plan must have.
/// Errors: plan_mismatch, having changed nothing; locked; what `make_plan` throws. A script that
/// fails is in the report.
[[nodiscard]] ApplyResult apply(const History& history, Database& database,
                                const MakePlan& make_plan, const std::optional<Checksum>& expect,
                                std::chrono::milliseconds lock_wait, const Operator& who,
                                Observer& observer);

/// Refuses to change a database that does not agree with the files.
/// Errors: ErrorCode::findings.
void require_agreement(const History& history, const AppliedRevisions& applied);

}  // namespace sqlmig::commands

// Running a plan and keeping nothing of it.
#pragma once

#include <sqlmig/execute.hpp>

namespace sqlmig::engine {

/// Runs the steps in one transaction that is rolled back, up to the first that cannot be tried that
/// way. See `execute`, of which this is Bundling::dry_run.
[[nodiscard]] Report try_out(const Plan& plan, const History& history,
                             const AppliedRevisions& applied, Database& database,
                             const Operator& who, Observer& observer, const RunOptions& options);

}  // namespace sqlmig::engine

// Where a database stands after a run.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/execute.hpp>

#include <vector>

namespace sqlmig::commands {

/// The applied heads of a database that was at `before`, once these steps are done; sorted by id.
[[nodiscard]] std::vector<RevisionId> heads_after(const AppliedRevisions& before,
                                                  const std::vector<Report::Done>& done,
                                                  const History& history);

}  // namespace sqlmig::commands

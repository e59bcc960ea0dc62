// Scripts of sqlmig's, run with the databases' own clients.
#pragma once

#include "cli/project.hpp"

namespace sqlmig::test {

/// Runs a script with psql or the sqlite3 shell, as its header says.
[[nodiscard]] ProcessResult play(const TestDatabase& database, const std::string& script,
                                 const TemporaryFolder& folder);

/// All that a database holds: the catalog, the rows, and the version table and its events but for
/// times, durations, who ran it and how.
[[nodiscard]] std::string image_of(const TestDatabase& database);

}  // namespace sqlmig::test

// sqlmig wait
#pragma once

#include "commands/workspace.hpp"

#include <string>

namespace sqlmig::commands {

/// How long to wait is said by `project.wait`.
struct WaitRequest {
  ProjectRequest project;
};
struct WaitResult {
  std::string database;
};

/// Waits until the database accepts connections. There is nothing to wait for with SQLite.
/// Errors: ErrorCode::connection if it does not, or as soon as it refuses this one, as for a wrong
/// password.
[[nodiscard]] WaitResult wait(const WaitRequest& request);

}  // namespace sqlmig::commands

// sqlmig drop
#pragma once

#include "commands/apply.hpp"
#include <sqlmig/site.hpp>

#include <string>

namespace sqlmig::commands {

struct DropRequest {
  ProjectRequest project;
  DatabaseSite::OtherSessions others = DatabaseSite::OtherSessions::respected;
  Confirm confirm;
};
struct DropResult {
  std::string database;
  DatabaseSite::Dropped dropped;
};

/// Removes the database that the URL names, with all that is in it, once it is agreed to.
/// Errors: ErrorCode::refused if it is not, or if the environment does not let revisions be
/// reverted; those of DatabaseSite::drop.
[[nodiscard]] DropResult drop(const DropRequest& request);

}  // namespace sqlmig::commands

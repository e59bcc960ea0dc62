// sqlmig create
#pragma once

#include "commands/workspace.hpp"
#include <sqlmig/site.hpp>

#include <string>

namespace sqlmig::commands {

struct CreateRequest {
  ProjectRequest project;
};
struct CreateResult {
  std::string database;
  DatabaseSite::Created created;
};

/// Makes the database that the URL names, empty, unless it is there.
[[nodiscard]] CreateResult create(const CreateRequest& request);

}  // namespace sqlmig::commands

#include "commands/create.hpp"

namespace sqlmig::commands {

CreateResult create(const CreateRequest& request) {
  const ProjectRequest& project = request.project;
  const Config config = load_config(project.start, project.flags, project.environment);
  const auto site = open_database_site(project, config);
  const auto created = site->create();
  return {site->name(), created};
}

}  // namespace sqlmig::commands

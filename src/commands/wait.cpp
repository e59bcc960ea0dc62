#include "commands/wait.hpp"

namespace sqlmig::commands {

WaitResult wait(const WaitRequest& request) {
  const ProjectRequest& project = request.project;
  const Config config = load_config(project.start, project.flags, project.environment);
  return {open_database(project, config, Access::read_only)->name()};
}

}  // namespace sqlmig::commands

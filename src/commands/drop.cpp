#include "commands/drop.hpp"

#include <sqlmig/error.hpp>

#include <fmt/core.h>

namespace sqlmig::commands {
namespace {

// Who may not revert a revision may not remove all of them either.
void require_drops(const Config& config) {
  if (config.downgrades == Config::Downgrades::allowed) return;
  throw Error(ErrorCode::refused,
              config.environment.empty()
                  ? "sqlmig.toml says allow_downgrade = false, so nothing is dropped"
                  : fmt::format("the environment '{}' says allow_downgrade = false, so nothing is "
                                "dropped",
                                config.environment))
      .with_advice("remove that line first, if the database is to go");
}

}  // namespace

DropResult drop(const DropRequest& request) {
  const ProjectRequest& project = request.project;
  const Config config = load_config(project.start, project.flags, project.environment);
  require_drops(config);
  const auto site = open_database_site(project, config);
  if (!site->exists()) return {site->name(), DatabaseSite::Dropped::before};
  const Question question{fmt::format("this drops {} with all that is in it", site->name()), {}};
  if (!request.confirm(question)) {
    throw Error(ErrorCode::refused, "it was not agreed to; nothing was dropped")
        .with_advice("if it is meant after all, type yes, or say --yes");
  }
  const auto dropped = site->drop(request.others);
  return {site->name(), dropped};
}

}  // namespace sqlmig::commands

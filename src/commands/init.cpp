#include "commands/init.hpp"

#include "project/files.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/project.hpp>

#include <fmt/core.h>

#include <string_view>
#include <system_error>
#include <utility>

namespace sqlmig::commands {
namespace {

constexpr std::string_view kConfig =
    R"(# The folder of revisions, each a folder with manifest.toml, up.sql and down.sql.
migrations = "migrations"

# The database. --url, SQLMIG_URL and DATABASE_URL go before it.
url = "sqlite:app.db"

# Several databases: sqlmig --env prod ...
# [env.prod]
# url = "postgresql://app@db.example.org/app?password=${APP_DB_PASSWORD}"
)";

// A checkout with other line ends has the same checksums; this keeps the files themselves alike.
constexpr std::string_view kAttributes = "*.sql text eol=lf\n";

constexpr std::string_view kFileName = "sqlmig.toml";
constexpr const char* kMigrations = "migrations";

InitResult make_project(const std::filesystem::path& folder) {
  std::error_code ignored;
  InitResult result{InitResult::Project::made, folder, {}, {}, {}};
  project::create_folders(folder / kMigrations);
  // Git keeps no empty folder.
  if (!std::filesystem::exists(folder / kMigrations / ".gitkeep", ignored)) {
    project::create_file(folder / kMigrations / ".gitkeep", "");
  }
  result.created.emplace_back("migrations/.gitkeep");
  if (std::filesystem::exists(folder / ".gitattributes", ignored)) {
    result.kept.emplace_back(".gitattributes");
  } else {
    project::create_file(folder / ".gitattributes", kAttributes);
    result.created.emplace_back(".gitattributes");
  }
  project::create_file(folder / kFileName, kConfig);
  result.created.emplace_back(kFileName);
  return result;
}

// A variable that sqlmig.toml names matters to no file of a CI system.
std::string migrations_of(const std::filesystem::path& folder) {
  const Environment nothing = [](const std::string& /*name*/) {
    return std::optional<std::string>();
  };
  return load_config(folder, {}, nothing).migrations_name;
}

void add(InitResult& result, CiFiles files) {
  const std::filesystem::path from = project::real_path(result.folder);
  const auto relative = [&](const std::filesystem::path& file) {
    return file.lexically_relative(from).generic_string();
  };
  for (const auto& file : files.created) result.created.push_back(relative(file));
  for (const auto& file : files.kept) result.kept.push_back(relative(file));
  result.by_hand = std::move(files.by_hand);
}

}  // namespace

InitResult init(const InitRequest& request) {
  const std::filesystem::path folder = request.folder.value_or(".");
  std::error_code ignored;
  auto project = request.ci && !request.folder ? project::nearest_folder_with(folder, kFileName)
                                               : std::nullopt;
  if (!project && std::filesystem::exists(folder / kFileName, ignored)) project = folder;
  if (project && !request.ci) {
    throw Error(ErrorCode::config, fmt::format("{} is a project already", project->string()))
        .with_advice("'sqlmig status' shows how it stands");
  }
  // The files of the CI system first: they may be refused, and then nothing is to be there.
  CiFiles ci;
  if (request.ci) {
    ci = add_ci(*request.ci, project.value_or(folder),
                project ? migrations_of(*project) : kMigrations);
  }
  InitResult result =
      project ? InitResult{InitResult::Project::found, *project, {}, {}, {}} : make_project(folder);
  add(result, std::move(ci));
  return result;
}

}  // namespace sqlmig::commands

#include "commands/init.hpp"

#include "project/files.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <string_view>
#include <system_error>

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

void make_folder(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) {
    throw Error(ErrorCode::io,
                fmt::format("cannot create {}: {}", folder.string(), failure.message()));
  }
}

}  // namespace

InitResult init(const InitRequest& request) {
  const std::filesystem::path& folder = request.folder;
  std::error_code ignored;
  if (std::filesystem::exists(folder / "sqlmig.toml", ignored)) {
    throw Error(ErrorCode::config, fmt::format("{} is a project already", folder.string()))
        .with_advice("'sqlmig status' shows how it stands");
  }
  InitResult result{folder, {}, {}};
  make_folder(folder / "migrations");
  // Git keeps no empty folder.
  if (!std::filesystem::exists(folder / "migrations" / ".gitkeep", ignored)) {
    project::create_file(folder / "migrations" / ".gitkeep", "");
  }
  result.created.emplace_back("migrations/.gitkeep");
  if (std::filesystem::exists(folder / ".gitattributes", ignored)) {
    result.kept.emplace_back(".gitattributes");
  } else {
    project::create_file(folder / ".gitattributes", kAttributes);
    result.created.emplace_back(".gitattributes");
  }
  project::create_file(folder / "sqlmig.toml", kConfig);
  result.created.emplace_back("sqlmig.toml");
  return result;
}

}  // namespace sqlmig::commands

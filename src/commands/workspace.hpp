// What most verbs start from: the project, its history, and the database that it names.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/connect.hpp>
#include <sqlmig/project.hpp>
#include <sqlmig/resolve.hpp>
#include <sqlmig/site.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::commands {

/// Where to look for the project, and what overrides its file.
struct ProjectRequest {
  std::filesystem::path start;  // the working folder
  ConfigFlags flags;
  Environment environment;
  std::chrono::milliseconds lock_wait = std::chrono::seconds(60);
  /// How long to try again while the database does not accept connections, and who is told.
  std::chrono::milliseconds wait = std::chrono::milliseconds(0);
  std::function<void(std::string_view why)> on_wait = nullptr;
};

struct Workspace {
  Config config;
  LoadedHistory loaded;
};

/// Errors: ErrorCode::config, ErrorCode::io.
[[nodiscard]] Workspace open_workspace(const ProjectRequest& request);

/// The history, if the folder has no problem.
/// Errors: ErrorCode::findings with all of them.
[[nodiscard]] const History& require_history(const Workspace& workspace);

/// Errors: ErrorCode::findings if a revision was edited after another was written on it.
void require_sound(const History& history);

/// As `require_history`, and no revision was edited after another was written on it.
[[nodiscard]] const History& require_sound_history(const Workspace& workspace);

/// Errors: ErrorCode::config if no database is configured, or its password cannot be used;
/// ErrorCode::connection.
[[nodiscard]] std::unique_ptr<Database> open_database(const ProjectRequest& request,
                                                      const Config& config, Access access);

/// The place of that database, which may not be there. Errors: the same.
[[nodiscard]] std::unique_ptr<DatabaseSite> open_database_site(const ProjectRequest& request,
                                                               const Config& config);

/// The state of the database, read again under the lock. `seen` is the newest event that was read
/// before.
/// Errors: ErrorCode::conflict if another runner was quicker and one of the targets, as it starts
/// at what is applied, means something else by now.
[[nodiscard]] AppliedRevisions read_under_lock(Database& database, std::int64_t seen,
                                               const std::vector<RevisionSpec>& targets);

/// Throws the findings as ErrorCode::findings if one of them is an error.
void require_no_errors(std::vector<Finding> findings, const std::string& message);

}  // namespace sqlmig::commands

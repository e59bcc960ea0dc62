#include "commands/workspace.hpp"

#include "engine/version_table.hpp"
#include "project/password_file.hpp"
#include <sqlmig/verify.hpp>

#include <utility>

namespace sqlmig::commands {
namespace {

const std::string& require_url(const Config& config) {
  if (!config.url_findings.empty()) {
    Error error(ErrorCode::config, "the database URL cannot be used");
    error.findings = config.url_findings;
    throw error;
  }
  if (!config.url) {
    throw Error(ErrorCode::config, "no database is configured")
        .with_advice(
            "give --url, set SQLMIG_URL or DATABASE_URL, or put url = \"...\" into sqlmig.toml");
  }
  return *config.url;
}

// A password file belongs to the url of sqlmig.toml. A url from elsewhere goes before it, with the
// password that it has.
std::optional<std::string> password_of(const Config& config) {
  if (config.password || !config.password_file) return config.password;
  if (database_kind(*config.url) == DatabaseKind::sqlite) return std::nullopt;
  if (config.url_origin != Config::Origin::file && holds_password(*config.url)) return std::nullopt;
  return project::read_password_file(*config.password_file);
}

ConnectOptions connect_options(const ProjectRequest& request, const Config& config, Access access) {
  return {access,         config.url_folder,   config.version_schema, request.lock_wait,
          config.session, password_of(config), request.wait,          request.on_wait};
}

}  // namespace

Workspace open_workspace(const ProjectRequest& request) {
  Config config = load_config(request.start, request.flags, request.environment);
  LoadedHistory loaded = load_history(config);
  return {std::move(config), std::move(loaded)};
}

const History& require_history(const Workspace& workspace) {
  require_no_errors(workspace.loaded.findings, "the revisions cannot be used as they are");
  if (!workspace.loaded.history)
    throw Error(ErrorCode::internal, "no history, and no finding says why");
  return *workspace.loaded.history;
}

void require_sound(const History& history) {
  require_no_errors(check_pins(history), "revisions were edited after others were written on them");
}

const History& require_sound_history(const Workspace& workspace) {
  const History& history = require_history(workspace);
  require_sound(history);
  return history;
}

std::unique_ptr<Database> open_database(const ProjectRequest& request, const Config& config,
                                        Access access) {
  return connect(require_url(config), connect_options(request, config, access));
}

std::unique_ptr<DatabaseSite> open_database_site(const ProjectRequest& request,
                                                 const Config& config) {
  return open_site(require_url(config), connect_options(request, config, Access::read_write));
}

AppliedRevisions read_under_lock(Database& database, std::int64_t seen,
                                 const std::vector<RevisionSpec>& targets) {
  AppliedRevisions applied = engine::read_applied(database);
  if (applied.last_event == seen || !any_needs_database(targets)) return applied;
  throw Error(
      ErrorCode::conflict,
      "another sqlmig changed the database meanwhile, and a relative target means something "
      "else by now; nothing was changed")
      .with_advice("look at 'sqlmig current', then say again what is wanted");
}

void require_no_errors(std::vector<Finding> findings, const std::string& message) {
  if (!has_errors(findings)) return;
  Error error(ErrorCode::findings, message);
  error.findings = std::move(findings);
  throw error;
}

}  // namespace sqlmig::commands

// A project on disk: sqlmig.toml and the folder of revisions.
#pragma once

#include <sqlmig/connect.hpp>
#include <sqlmig/history.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// Looks a variable up; the process environment in the tool, a map in tests.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// How often a step may be tried again, at most.
inline constexpr int kMostRetries = 1000;

/// What sqlmig.toml and what overrides it say, for one environment.
struct Config {
  std::filesystem::path folder;      // where sqlmig.toml stands, absolute
  std::filesystem::path migrations;  // absolute
  std::string migrations_name;       // as messages name it: relative to `folder`, with `/`
  std::string revision_id = "{timestamp}_{slug}";
  std::string version_schema = "sqlmig";
  /// Labels of branches that are meant to stay apart, each with a head of its own.
  std::vector<NameLink> branches;
  /// Whether the chosen environment lets revisions be reverted.
  enum class Downgrades { allowed, refused };
  Downgrades downgrades = Downgrades::allowed;
  /// Whether what is run has to be a plan that was reviewed: a plan file, or a plan's checksum.
  enum class Plans { any, reviewed };
  Plans plans = Plans::any;
  /// Who may have signed a plan file, where one has to be signed: a file as ssh-keygen reads it.
  std::optional<std::filesystem::path> plan_signers;  // absolute
  /// Whether the plan is shown and has to be agreed to before it is run.
  enum class Confirmation { none, always };
  Confirmation confirmation = Confirmation::none;
  SessionSettings session;         // of every script
  int retries = 0;                 // of a transactional step that met a lock
  std::string environment;         // the chosen [env.NAME], or empty
  std::optional<std::string> url;  // expanded
  /// Where the password comes from if it is not to be that of the url: a variable, else a file. The
  /// file is read when a database is opened.
  std::optional<std::string> password;
  std::optional<std::filesystem::path> password_file;  // absolute
  /// Why the url or password_file of the file could not be expanded; stops only what needs a
  /// database.
  std::vector<Finding> url_findings;
  /// All urls of the file as they stand there; they tell the kinds of database it is written for.
  std::vector<std::string> file_urls;
  std::string url_source;  // "--url", "DATABASE_URL", "sqlmig.toml"…
  enum class Origin { elsewhere, file } url_origin = Origin::elsewhere;  // of the url
  std::filesystem::path url_folder;  // where a relative SQLite path starts
};

/// What flags say. Empty: not given.
struct ConfigFlags {
  std::optional<std::filesystem::path> folder;
  std::optional<std::string> environment;
  std::optional<std::string> url;
  std::optional<std::string> role = {};
  std::optional<std::chrono::milliseconds> lock_timeout = {};
  std::optional<std::chrono::milliseconds> statement_timeout = {};
  std::optional<int> retries = {};
};

/// Finds sqlmig.toml in `start` or the nearest folder above it and reads it.
/// Order of precedence: flag, SQLMIG_* variable, DATABASE_URL (for the url), file, default. The url
/// of an environment counts as much as what chose it: with --env it goes before all variables.
/// Errors: ErrorCode::config with position; every problem of the file in one message. Of variables,
/// the first one that cannot be read.
[[nodiscard]] Config load_config(const std::filesystem::path& start, const ConfigFlags& flags,
                                 const Environment& environment);

/// The revisions of a project.
/// Shape: `history` is empty where the folder has problems that leave no graph; `findings` holds
/// every problem of the folder, sorted. `unlinked` are the revisions that could be read where there
/// is no graph.
struct LoadedHistory {
  std::optional<History> history;
  std::vector<Revision> unlinked;
  std::vector<Finding> findings;
};

/// Reads all revisions below the migrations folder.
/// Errors: ErrorCode::config if that folder is not there, ErrorCode::io if it cannot be read.
[[nodiscard]] LoadedHistory load_history(const Config& config);

}  // namespace sqlmig

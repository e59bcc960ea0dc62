// sqlmig.toml and what overrides it.
#include "project/database_values.hpp"
#include "project/files.hpp"
#include "project/new_revision.hpp"
#include "project/read_config.hpp"
#include "project/setting_variables.hpp"
#include "project/toml_reader.hpp"
#include "project/variables.hpp"
#include <sqlmig/project.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <variant>

namespace sqlmig {
namespace {

constexpr std::string_view kFileName = "sqlmig.toml";
constexpr std::array<std::string_view, 5> kProjectKeys{"migrations", "version_schema",
                                                       "revision_id", "branches", "env"};

std::filesystem::path find_folder(const std::filesystem::path& start) {
  if (auto folder = project::nearest_folder_with(start, kFileName)) return std::move(*folder);
  std::error_code failure;
  const std::filesystem::path absolute =
      std::filesystem::absolute(start, failure).lexically_normal();
  throw Error(ErrorCode::config,
              fmt::format("there is no {} in {} or above it", kFileName, absolute.string()))
      .with_advice("'sqlmig init' makes a project here; --project DIR names one elsewhere");
}

class ConfigReader {
 public:
  ConfigReader(std::filesystem::path folder, const ConfigFlags& flags,
               const Environment& environment)
      : flags_(flags), environment_(environment), toml_(std::string(kFileName)) {
    config_.folder = std::move(folder);
    config_.migrations_name = "migrations";
  }

  Config read(std::string text) {
    const auto table = toml_.parse(canonical_text(std::move(text)));
    if (table) {
      require_known_keys(*table);
      for (const auto& [key, node] : *table) read_key(key.str(), node);
      top_ = read_values(*table);
      choose_environment(*table);
      choose_url();
      choose_password();
      choose_settings();
    }
    if (!toml_.findings().empty()) {
      Error error(ErrorCode::config, fmt::format("{} cannot be used", kFileName));
      error.findings = std::move(toml_.findings());
      throw error;
    }
    config_.migrations = (config_.folder / config_.migrations_name).lexically_normal();
    return std::move(config_);
  }

 private:
  void require_known_keys(const toml::table& table) {
    std::vector<std::string_view> known(kProjectKeys.begin(), kProjectKeys.end());
    known.insert(known.end(), project::kDatabaseKeys.begin(), project::kDatabaseKeys.end());
    toml_.require_known_keys(table, known);
  }

  void read_key(std::string_view key, const toml::node& node) {
    if (key == "migrations") {
      if (auto raw = project::raw_value(toml_, node, key)) read_migrations(*raw);
    } else if (key == "version_schema") {
      if (auto raw = project::raw_value(toml_, node, key)) read_version_schema(*raw);
    } else if (key == "revision_id") {
      if (auto raw = project::raw_value(toml_, node, key)) read_revision_id(*raw);
    } else if (key == "branches") {
      read_branches(node);
    }
  }

  project::DatabaseValues read_values(const toml::table& table) {
    project::DatabaseValues values = project::read_database_values(toml_, table);
    if (values.url) config_.file_urls.push_back(values.url->text);
    return values;
  }

  void read_migrations(const project::RawValue& raw) {
    const auto expanded = expand(raw);
    if (!expanded) return;
    const std::filesystem::path path = std::filesystem::path(*expanded).lexically_normal();
    if (expanded->empty() || path.is_absolute() || *path.begin() == "..") {
      toml_.report(FindingKind::bad_value, raw.position,
                   "'migrations' must be a folder below this one",
                   "write a relative path without '..'");
      return;
    }
    config_.migrations_name = path.generic_string();
    if (config_.migrations_name.ends_with("/")) config_.migrations_name.pop_back();
  }

  void read_version_schema(const project::RawValue& raw) {
    // It becomes part of identifiers and of file names of dumps; quoted, any text would do, but a
    // name that needs no quotes is the one a DBA can type.
    const bool plain = !raw.text.empty() && raw.text.size() <= 48 &&
                       raw.text.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789_") == std::string::npos;
    if (plain) {
      config_.version_schema = raw.text;
    } else {
      toml_.report(FindingKind::bad_value, raw.position, "'version_schema' must be a plain name",
                   "use letters, digits and _, at most 48");
    }
  }

  void read_revision_id(const project::RawValue& raw) {
    if (const auto problem = project::problem_with_id_pattern(raw.text)) {
      toml_.report(FindingKind::bad_value, raw.position, "'revision_id' " + *problem,
                   "the default is \"{timestamp}_{slug}\"; {sequence} counts instead");
    } else {
      config_.revision_id = raw.text;
    }
  }

  void read_branches(const toml::node& node) {
    for (auto& item : toml_.strings(node, "branches")) {
      if (const auto problem = RevisionId::problem_with(item.value)) {
        toml_.report(FindingKind::bad_value, item.position,
                     fmt::format("'{}' cannot be a label: {}", item.value, *problem),
                     "write a label, as in branches = [\"billing\"]");
      } else if (std::any_of(config_.branches.begin(), config_.branches.end(),
                             [&](const NameLink& link) { return link.name == item.value; })) {
        toml_.report(FindingKind::bad_value, item.position,
                     fmt::format("'{}' is named twice", item.value), "remove one of the two");
      } else {
        config_.branches.push_back({std::move(item.value), std::move(item.position)});
      }
    }
  }

  void choose_environment(const toml::table& table) {
    const toml::node* node = table.get("env");
    const toml::table* environments = node != nullptr ? toml_.table(*node, "env") : nullptr;
    config_.environment =
        flags_.environment ? *flags_.environment : environment_("SQLMIG_ENV").value_or("");
    if (environments != nullptr) {
      for (const auto& [name, entry] : *environments) {
        const toml::table* one = toml_.table(entry, fmt::format("env.{}", name.str()));
        if (one == nullptr) continue;
        // Those that are not chosen are read too, so that a mistake is not first met in production.
        toml_.require_known_keys(*one, project::kDatabaseKeys);
        project::DatabaseValues values = read_values(*one);
        if (name.str() == config_.environment) chosen_ = std::move(values);
      }
    }
    if (config_.environment.empty() ||
        (environments != nullptr && environments->contains(config_.environment))) {
      return;
    }
    toml_.report(FindingKind::bad_value, {toml_.file(), 0, 0},
                 fmt::format("there is no environment '{}'", config_.environment),
                 environments != nullptr ? "there are: " + names_of(*environments)
                                         : fmt::format("add [env.{}]", config_.environment));
  }

  static std::string names_of(const toml::table& table) {
    std::string names;
    for (const auto& [name, node] : table)
      names.append(names.empty() ? "" : ", ").append(name.str());
    return names;
  }

  void choose_url() {
    config_.url_folder = std::filesystem::current_path();
    if (flags_.url) return take_url(*flags_.url, "--url");
    if (chosen_.url && flags_.environment) return take_file_url(*chosen_.url);
    if (take_variable("SQLMIG_URL")) return;
    if (chosen_.url) return take_file_url(*chosen_.url);
    if (take_variable("DATABASE_URL")) return;
    if (top_.url) take_file_url(*top_.url);
  }

  void take_url(std::string url, std::string source) {
    config_.url = std::move(url);
    config_.url_source = std::move(source);
  }

  bool take_variable(const std::string& name) {
    auto value = project::variable(environment_, name);
    if (!value) return false;
    take_url(std::move(*value), name);
    return true;
  }

  void take_file_url(const project::RawValue& raw) {
    config_.url = expand_for_database(raw);
    config_.url_source = kFileName;
    config_.url_origin = Config::Origin::file;
    config_.url_folder = config_.folder;
  }

  // The password at the top is that of the url at the top, not of an environment with its own url.
  void choose_password() {
    config_.password = project::variable(environment_, "SQLMIG_PASSWORD");
    const auto& raw =
        chosen_.url || chosen_.password_file ? chosen_.password_file : top_.password_file;
    if (config_.password || !raw) return;
    if (const auto file = expand_for_database(*raw))
      config_.password_file = (config_.folder / *file).lexically_normal();
  }

  void choose_settings() {
    const project::DatabaseValues file = project::merged(std::move(chosen_), std::move(top_));
    const auto first = [](auto flag, auto variable, const auto& value) {
      if (flag) return flag;
      return variable ? variable : value;
    };
    config_.downgrades = file.downgrades.value_or(Config::Downgrades::allowed);
    config_.plans = file.plans.value_or(Config::Plans::any);
    config_.confirmation = file.confirmation.value_or(Config::Confirmation::none);
    if (file.plan_signers) {
      if (const auto name = expand(*file.plan_signers))
        config_.plan_signers = (config_.folder / *name).lexically_normal();
    }
    SessionSettings& session = config_.session;
    session.role =
        first(flags_.role, project::variable(environment_, "SQLMIG_ROLE"), file.role).value_or("");
    session.lock_timeout =
        first(flags_.lock_timeout, project::duration_variable(environment_, "SQLMIG_LOCK_TIMEOUT"),
              file.lock_timeout);
    session.statement_timeout =
        first(flags_.statement_timeout,
              project::duration_variable(environment_, "SQLMIG_STATEMENT_TIMEOUT"),
              file.statement_timeout);
    config_.retries = first(flags_.retries,
                            project::retries_variable(environment_, "SQLMIG_RETRIES"), file.retries)
                          .value_or(0);
  }

  // A variable that is missing here stops only what needs the database.
  std::optional<std::string> expand_for_database(const project::RawValue& raw) {
    std::vector<Finding>& findings = toml_.findings();
    const auto before = static_cast<std::ptrdiff_t>(findings.size());
    auto text = expand(raw);
    std::move(findings.begin() + before, findings.end(), std::back_inserter(config_.url_findings));
    findings.erase(findings.begin() + before, findings.end());
    return text;
  }

  std::optional<std::string> expand(const project::RawValue& raw) {
    auto text = project::expand_variables(raw.text, environment_);
    if (auto* bad = std::get_if<project::BadVariable>(&text)) {
      toml_.report(FindingKind::bad_value, raw.position, std::move(bad->message),
                   std::move(bad->advice));
      return std::nullopt;
    }
    return std::get<std::string>(std::move(text));
  }

  const ConfigFlags& flags_;
  const Environment& environment_;
  project::TomlReader toml_;
  project::DatabaseValues top_;
  project::DatabaseValues chosen_;  // of the environment
  Config config_;
};

}  // namespace

Config project::read_config(std::string text, std::filesystem::path folder,
                            const ConfigFlags& flags, const Environment& environment) {
  return ConfigReader(std::move(folder), flags, environment).read(std::move(text));
}

Config load_config(const std::filesystem::path& start, const ConfigFlags& flags,
                   const Environment& environment) {
  const std::filesystem::path folder = find_folder(flags.folder.value_or(start));
  return project::read_config(project::read_file(folder / kFileName), folder, flags, environment);
}

}  // namespace sqlmig

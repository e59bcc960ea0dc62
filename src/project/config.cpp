// sqlmig.toml and what overrides it.
#include "project/files.hpp"
#include "project/new_revision.hpp"
#include "project/read_config.hpp"
#include "project/toml_reader.hpp"
#include <sqlmig/project.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sqlmig {
namespace {

constexpr std::string_view kFileName = "sqlmig.toml";
constexpr std::array<std::string_view, 7> kTopKeys{
    "migrations", "url", "version_schema", "revision_id", "branches", "allow_downgrade", "env"};
constexpr std::array<std::string_view, 2> kEnvironmentKeys{"url", "allow_downgrade"};

std::filesystem::path find_folder(const std::filesystem::path& start) {
  if (auto folder = project::nearest_folder_with(start, kFileName)) return std::move(*folder);
  std::error_code failure;
  const std::filesystem::path absolute =
      std::filesystem::absolute(start, failure).lexically_normal();
  throw Error(ErrorCode::config,
              fmt::format("there is no {} in {} or above it", kFileName, absolute.string()))
      .with_advice("'sqlmig init' makes a project here; --project DIR names one elsewhere");
}

// A value of the file whose ${VAR} are not expanded yet: those of an environment that is not chosen
// may name variables that only exist elsewhere.
struct RawValue {
  std::string text;
  SourcePosition position;
};

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
      toml_.require_known_keys(*table, kTopKeys);
      for (const auto& [key, node] : *table) read_key(key.str(), node);
      choose_environment(*table);
      choose_url();
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
  void read_key(std::string_view key, const toml::node& node) {
    if (key == "migrations") {
      if (auto raw = raw_value(node, key)) read_migrations(*raw);
    } else if (key == "version_schema") {
      if (auto raw = raw_value(node, key)) read_version_schema(*raw);
    } else if (key == "revision_id") {
      if (auto raw = raw_value(node, key)) read_revision_id(*raw);
    } else if (key == "branches") {
      read_branches(node);
    } else if (key == "allow_downgrade") {
      if (const auto allowed = toml_.boolean(node, key))
        config_.downgrades = downgrades_of(*allowed);
    } else if (key == "url") {
      raw_url_ = raw_value(node, key);
      if (raw_url_) config_.file_urls.push_back(raw_url_->text);
    }
  }

  std::optional<RawValue> raw_value(const toml::node& node, std::string_view key) {
    auto text = toml_.string(node, key);
    if (!text) return std::nullopt;
    return RawValue{std::move(*text), toml_.position(node.source())};
  }

  void read_migrations(const RawValue& raw) {
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

  void read_version_schema(const RawValue& raw) {
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

  void read_revision_id(const RawValue& raw) {
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
        EnvironmentValues values = read_environment(*one);
        if (name.str() != config_.environment) continue;
        environment_url_ = std::move(values.url);
        if (values.downgrades) config_.downgrades = *values.downgrades;
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

  struct EnvironmentValues {
    std::optional<RawValue> url;
    std::optional<Config::Downgrades> downgrades;
  };
  EnvironmentValues read_environment(const toml::table& table) {
    EnvironmentValues values;
    toml_.require_known_keys(table, kEnvironmentKeys);
    if (const toml::node* node = table.get("url")) {
      values.url = raw_value(*node, "url");
      if (values.url) config_.file_urls.push_back(values.url->text);
    }
    if (const toml::node* node = table.get("allow_downgrade")) {
      if (const auto allowed = toml_.boolean(*node, "allow_downgrade"))
        values.downgrades = downgrades_of(*allowed);
    }
    return values;
  }

  static Config::Downgrades downgrades_of(bool allowed) {
    return allowed ? Config::Downgrades::allowed : Config::Downgrades::refused;
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
    if (environment_url_ && flags_.environment) return take_file_url(*environment_url_);
    if (take_variable("SQLMIG_URL")) return;
    if (environment_url_) return take_file_url(*environment_url_);
    if (take_variable("DATABASE_URL")) return;
    if (raw_url_) take_file_url(*raw_url_);
  }

  void take_url(std::string url, std::string source) {
    config_.url = std::move(url);
    config_.url_source = std::move(source);
  }

  bool take_variable(const std::string& name) {
    auto value = environment_(name);
    if (!value || value->empty()) return false;
    take_url(std::move(*value), name);
    return true;
  }

  // A variable that is missing here stops only what needs the database.
  void take_file_url(const RawValue& raw) {
    std::vector<Finding>& findings = toml_.findings();
    const auto before = static_cast<std::ptrdiff_t>(findings.size());
    config_.url = expand(raw);
    config_.url_findings.assign(findings.begin() + before, findings.end());
    findings.erase(findings.begin() + before, findings.end());
    config_.url_source = kFileName;
    config_.url_folder = config_.folder;
  }

  // ${NAME} and ${NAME:-default}; "$$" is a dollar sign. What a value holds is not expanded again.
  std::optional<std::string> expand(const RawValue& raw) {
    std::string result;
    const std::string& text = raw.text;
    for (std::size_t at = 0; at < text.size();) {
      if (text.compare(at, 2, "$$") == 0) {
        result += '$';
        at += 2;
      } else if (text.compare(at, 2, "${") == 0) {
        const std::size_t end = text.find('}', at);
        if (end == std::string::npos) {
          toml_.report(FindingKind::bad_value, raw.position, "'${' is not closed by '}'",
                       "write ${NAME}, or $$ for a dollar sign");
          return std::nullopt;
        }
        const auto value =
            lookup(std::string_view(text).substr(at + 2, end - at - 2), raw.position);
        if (!value) return std::nullopt;
        result += *value;
        at = end + 1;
      } else {
        result += text[at++];
      }
    }
    return result;
  }

  std::optional<std::string> lookup(std::string_view inside, const SourcePosition& position) {
    const std::size_t separator = inside.find(":-");
    const std::string name(inside.substr(0, separator));
    auto value = environment_(name);
    if (value && (!value->empty() || separator == std::string_view::npos)) return value;
    if (separator != std::string_view::npos) return std::string(inside.substr(separator + 2));
    toml_.report(FindingKind::bad_value, position,
                 fmt::format("the variable '{}' is not set", name),
                 fmt::format("set it, or give a default: ${{{}:-value}}", name));
    return std::nullopt;
  }

  const ConfigFlags& flags_;
  const Environment& environment_;
  project::TomlReader toml_;
  std::optional<RawValue> raw_url_;
  std::optional<RawValue> environment_url_;
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

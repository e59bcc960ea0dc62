#include "project/database_values.hpp"

#include "core/duration.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <utility>
#include <variant>

namespace sqlmig::project {
namespace {

std::optional<std::chrono::milliseconds> duration(TomlReader& toml, const toml::node& node,
                                                  std::string_view key) {
  const auto raw = raw_value(toml, node, key);
  if (!raw) return std::nullopt;
  auto read = parse_duration(raw->text);
  if (auto* bad = std::get_if<BadDuration>(&read)) {
    toml.report(FindingKind::bad_value, raw->position, fmt::format("'{}': {}", key, bad->message),
                std::move(bad->advice));
    return std::nullopt;
  }
  return std::get<std::chrono::milliseconds>(read);
}

std::optional<int> retries(TomlReader& toml, const toml::node& node) {
  const auto number = toml.integer(node, "retries");
  if (!number) return std::nullopt;
  if (*number >= 0 && *number <= kMostRetries) return static_cast<int>(*number);
  toml.report(FindingKind::bad_value, toml.position(node.source()),
              fmt::format("'retries' must be from 0 to {}", kMostRetries),
              "write retries = 3, or leave it out for none");
  return std::nullopt;
}

std::optional<RawValue> file_name(TomlReader& toml, const toml::node& node, std::string_view key) {
  auto raw = raw_value(toml, node, key);
  if (!raw || !raw->text.empty()) return raw;
  toml.report(FindingKind::bad_value, raw->position, fmt::format("'{}' names no file", key),
              fmt::format("write {} = \"FILE\", or leave it out", key));
  return std::nullopt;
}

// What a truth value stands for.
template <typename T>
std::optional<T> choice(TomlReader& toml, const toml::node& node, std::string_view key, T if_true,
                        T if_false) {
  const auto value = toml.boolean(node, key);
  if (!value) return std::nullopt;
  return *value ? if_true : if_false;
}

template <typename T>
void fill(std::optional<T>& over, std::optional<T>& under) {
  if (!over) over = std::move(under);
}

}  // namespace

std::optional<RawValue> raw_value(TomlReader& toml, const toml::node& node, std::string_view key) {
  auto text = toml.string(node, key);
  if (!text) return std::nullopt;
  return RawValue{std::move(*text), toml.position(node.source())};
}

DatabaseValues read_database_values(TomlReader& toml, const toml::table& table) {
  DatabaseValues values;
  for (const auto& [key, node] : table) {
    if (key == "url") {
      values.url = raw_value(toml, node, key);
    } else if (key == "password_file") {
      values.password_file = file_name(toml, node, key);
    } else if (key == "require_signature") {
      values.plan_signers = file_name(toml, node, key);
    } else if (key == "allow_downgrade") {
      values.downgrades =
          choice(toml, node, key, Config::Downgrades::allowed, Config::Downgrades::refused);
    } else if (key == "require_plan") {
      values.plans = choice(toml, node, key, Config::Plans::reviewed, Config::Plans::any);
    } else if (key == "confirm") {
      values.confirmation =
          choice(toml, node, key, Config::Confirmation::always, Config::Confirmation::none);
    } else if (key == "role") {
      values.role = toml.string(node, key);
    } else if (key == "lock_timeout") {
      values.lock_timeout = duration(toml, node, key);
    } else if (key == "statement_timeout") {
      values.statement_timeout = duration(toml, node, key);
    } else if (key == "retries") {
      values.retries = retries(toml, node);
    }
  }
  return values;
}

DatabaseValues merged(DatabaseValues over, DatabaseValues under) {
  fill(over.url, under.url);
  fill(over.password_file, under.password_file);
  fill(over.plan_signers, under.plan_signers);
  fill(over.downgrades, under.downgrades);
  fill(over.plans, under.plans);
  fill(over.confirmation, under.confirmation);
  fill(over.role, under.role);
  fill(over.lock_timeout, under.lock_timeout);
  fill(over.statement_timeout, under.statement_timeout);
  fill(over.retries, under.retries);
  return over;
}

}  // namespace sqlmig::project

// What sqlmig.toml says of a database: at its top, and in each [env.NAME].
#pragma once

#include "project/toml_reader.hpp"
#include <sqlmig/project.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sqlmig::project {

/// A value whose ${VAR} are not expanded yet: those of an environment that is not chosen may name
/// variables that only exist elsewhere.
struct RawValue {
  std::string text;
  SourcePosition position;
};

/// Shape: empty where the table has no such key.
struct DatabaseValues {
  std::optional<RawValue> url;
  std::optional<RawValue> password_file;
  std::optional<RawValue> plan_signers;
  std::optional<Config::Downgrades> downgrades;
  std::optional<Config::Plans> plans;
  std::optional<Config::Confirmation> confirmation;
  std::optional<std::string> role;
  std::optional<std::chrono::milliseconds> lock_timeout;
  std::optional<std::chrono::milliseconds> statement_timeout;
  std::optional<int> retries;
};

inline constexpr std::array<std::string_view, 10> kDatabaseKeys{
    "url",          "password_file",     "allow_downgrade", "role",
    "lock_timeout", "statement_timeout", "retries",         "require_plan",
    "confirm",      "require_signature"};

/// Reads those keys and passes over all others. Problems become findings of `toml`.
[[nodiscard]] DatabaseValues read_database_values(TomlReader& toml, const toml::table& table);

/// A string value as it stands there.
[[nodiscard]] std::optional<RawValue> raw_value(TomlReader& toml, const toml::node& node,
                                                std::string_view key);

/// What `over` says, and where it says nothing, what `under` says.
[[nodiscard]] DatabaseValues merged(DatabaseValues over, DatabaseValues under);

}  // namespace sqlmig::project

#include "project/base_settings.hpp"

#include "project/toml_reader.hpp"

#include <utility>

namespace sqlmig::project {

BaseSettings read_base_settings(std::string_view text) {
  BaseSettings settings;
  TomlReader toml("sqlmig.toml");
  const std::optional<toml::table> table = toml.parse(text);
  if (!table) return settings;
  for (const auto& [key, node] : *table) {
    if (key.str() == "migrations") {
      if (auto folder = toml.string(node, key.str())) settings.migrations = std::move(*folder);
    } else if (key.str() == "branches") {
      for (auto& item : toml.strings(node, key.str()))
        settings.branches.push_back({std::move(item.value), std::move(item.position)});
    }
  }
  return settings;
}

}  // namespace sqlmig::project

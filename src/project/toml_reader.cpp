#include "project/toml_reader.hpp"

#include "core/suggest.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig::project {

std::optional<toml::table> TomlReader::parse(std::string_view text) {
  try {
    return toml::parse(text, std::string_view(file_));
  } catch (const toml::parse_error& error) {
    if (const std::size_t line = conflict_marker_line(text); line != 0) {
      report(FindingKind::conflict_markers, {file_, line, 1},
             "git left conflict markers in this file",
             "resolve the conflict and remove the lines <<<<<<<, ======= and >>>>>>>");
    } else {
      report(FindingKind::manifest_syntax, position(error.source()),
             "this is not TOML: " + std::string(error.description()), "see https://toml.io");
    }
    return std::nullopt;
  }
}

void TomlReader::require_known_keys(const toml::table& table,
                                    std::span<const std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    const auto similar = nearest(key.str(), known);
    std::string advice;
    if (similar) {
      advice = fmt::format("did you mean '{}'?", *similar);
    } else {
      for (const std::string_view name : known)
        advice.append(advice.empty() ? "known are: " : ", ").append(name);
    }
    report(FindingKind::unknown_key, position(key.source()),
           fmt::format("unknown key '{}'", key.str()), std::move(advice));
  }
}

std::optional<std::string> TomlReader::string(const toml::node& node, std::string_view key) {
  if (const auto* text = node.as_string()) return text->get();
  report(FindingKind::bad_value, position(node.source()), fmt::format("'{}' must be a string", key),
         fmt::format("write {} = \"...\"", key));
  return std::nullopt;
}

std::optional<bool> TomlReader::boolean(const toml::node& node, std::string_view key) {
  if (const auto* value = node.as_boolean()) return value->get();
  report(FindingKind::bad_value, position(node.source()),
         fmt::format("'{}' must be true or false", key),
         fmt::format("write {} = true or {} = false, without quotes", key, key));
  return std::nullopt;
}

std::optional<std::int64_t> TomlReader::integer(const toml::node& node, std::string_view key) {
  if (const auto* value = node.as_integer()) return value->get();
  report(FindingKind::bad_value, position(node.source()),
         fmt::format("'{}' must be a whole number", key),
         fmt::format("write {} = 3, without quotes", key));
  return std::nullopt;
}

std::vector<TomlReader::Item> TomlReader::strings(const toml::node& node, std::string_view key) {
  std::vector<Item> items;
  const auto* array = node.as_array();
  if (array == nullptr) {
    report(FindingKind::bad_value, position(node.source()),
           fmt::format("'{}' must be an array of strings", key),
           fmt::format("write {} = [\"...\"]", key));
    return items;
  }
  for (const toml::node& element : *array) {
    if (auto text = string(element, key)) {
      items.push_back({std::move(*text), position(element.source())});
    }
  }
  return items;
}

const toml::table* TomlReader::table(const toml::node& node, std::string_view key) {
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    report(FindingKind::bad_value, position(node.source()),
           fmt::format("'{}' must be a table", key), fmt::format("write it as [{}]", key));
  }
  return table;
}

SourcePosition TomlReader::position(const toml::source_region& source) const {
  return {file_, source.begin.line, source.begin.column};
}

void TomlReader::report(FindingKind kind, SourcePosition where, std::string message,
                        std::string advice) {
  findings_.push_back(
      {kind, Severity::error, {}, std::move(where), std::move(message), std::move(advice), {}});
}

std::size_t conflict_marker_line(std::string_view text) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<<<<<<< ") || rest.starts_with(">>>>>>> ")) return line;
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return 0;
}

}  // namespace sqlmig::project

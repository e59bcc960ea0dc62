#include "project/manifest_toml.hpp"

#include "project/toml_reader.hpp"

#include <fmt/core.h>

#include <array>

namespace sqlmig::project {
namespace {

constexpr std::array<std::string_view, 9> kKeys{"message",      "created", "author",
                                                "depends_on",   "labels",  "tags",
                                                "irreversible", "edited",  "parents"};

class ManifestReader {
 public:
  explicit ManifestReader(std::string path) : toml_(path) { manifest_.path = std::move(path); }

  ManifestRead read(std::string_view text) {
    const std::optional<toml::table> table = toml_.parse(text);
    if (!table) return {std::nullopt, std::move(toml_.findings())};
    toml_.require_known_keys(*table, kKeys);
    for (const auto& [key, node] : *table) read_key(key.str(), node);
    if (!table->contains("parents")) {
      toml_.report(FindingKind::bad_value, {toml_.file(), 0, 0}, "the manifest names no parents",
                   "add a [parents] table; it is empty for a base");
    }
    return {std::move(manifest_), std::move(toml_.findings())};
  }

 private:
  void read_key(std::string_view key, const toml::node& node) {
    if (key == "message") {
      manifest_.message = toml_.string(node, key).value_or("");
    } else if (key == "author") {
      manifest_.author = toml_.string(node, key).value_or("");
    } else if (key == "created") {
      read_created(node);
    } else if (key == "irreversible") {
      manifest_.irreversible = reason(node, key, "say why there is no way back");
    } else if (key == "edited") {
      manifest_.edited = reason(node, key, "say why it had to be edited");
    } else if (key == "depends_on") {
      for (auto& item : toml_.strings(node, key)) {
        if (auto id = checked_id(item.value, item.position)) {
          manifest_.depends_on.push_back({std::move(*id), std::move(item.position)});
        }
      }
    } else if (key == "labels" || key == "tags") {
      auto& list = key == "labels" ? manifest_.labels : manifest_.tags;
      for (auto& item : toml_.strings(node, key)) {
        if (is_name(key, item)) list.push_back({std::move(item.value), std::move(item.position)});
      }
    } else if (key == "parents") {
      read_parents(node);
    }
  }

  void read_created(const toml::node& node) {
    const auto* time = node.as_date_time();
    if (time == nullptr || !time->get().offset) {
      toml_.report(FindingKind::bad_value, toml_.position(node.source()),
                   "'created' must be a time with an offset", "write it as 2026-11-21T09:30:00Z");
      return;
    }
    const auto& value = time->get();
    const int offset = value.offset->minutes;
    manifest_.created =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", value.date.year, value.date.month,
                    value.date.day, value.time.hour, value.time.minute, value.time.second);
    if (value.time.nanosecond != 0) {
      std::string fraction = fmt::format(".{:09}", value.time.nanosecond);
      fraction.erase(fraction.find_last_not_of('0') + 1);
      manifest_.created += fraction;
    }
    const int minutes = offset < 0 ? -offset : offset;
    manifest_.created += offset == 0 ? "Z"
                                     : fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+',
                                                   minutes / 60, minutes % 60);
  }

  std::string reason(const toml::node& node, std::string_view key, std::string advice) {
    auto text = toml_.string(node, key);
    if (text && text->empty()) {
      toml_.report(FindingKind::bad_value, toml_.position(node.source()),
                   fmt::format("'{}' gives no reason", key), std::move(advice));
    }
    return text.value_or("");
  }

  // A label or a tag is written where a revision is, so it must not look like part of the grammar.
  bool is_name(std::string_view key, const TomlReader::Item& item) {
    const auto problem = RevisionId::problem_with(item.value);
    if (!problem) return true;
    toml_.report(FindingKind::bad_value, item.position,
                 fmt::format("'{}' cannot be among the {}: {}", item.value, key, *problem), {});
    return false;
  }

  std::optional<RevisionId> checked_id(const std::string& text, const SourcePosition& position) {
    if (const auto problem = RevisionId::problem_with(text)) {
      toml_.report(FindingKind::bad_value, position,
                   fmt::format("'{}' is not a revision id: {}", text, *problem), {});
      return std::nullopt;
    }
    return RevisionId(text);
  }

  void read_parents(const toml::node& node) {
    if (const auto* array = node.as_array(); array != nullptr) {
      for (auto& item : toml_.strings(*array, "parents"))
        add_parent(item.value, std::nullopt, item.position);
      return;
    }
    const toml::table* table = toml_.table(node, "parents");
    if (table == nullptr) return;
    for (const auto& [key, value] : *table) {
      const SourcePosition position = toml_.position(key.source());
      if (value.is_table()) {
        toml_.report(FindingKind::bad_value, position,
                     fmt::format("the parent id at '{}' holds a dot and is not quoted", key.str()),
                     "write it as \"a.b\" = \"sha256:...\"");
        continue;
      }
      const auto text = toml_.string(value, key.str());
      if (!text) continue;
      const auto pin = Checksum::parse(*text);
      if (!pin) {
        toml_.report(
            FindingKind::bad_value, toml_.position(value.source()),
            fmt::format("the pin of '{}' is not a checksum", key.str()),
            "a pin is sha256: and 64 hex digits, as 'sqlmig show' has the parent's digest");
      }
      add_parent(std::string(key.str()), pin, position);
    }
  }

  void add_parent(const std::string& text, std::optional<Checksum> pin,
                  const SourcePosition& position) {
    if (auto id = checked_id(text, position)) {
      manifest_.parents.push_back({std::move(*id), pin, position});
    }
  }

  TomlReader toml_;
  Manifest manifest_;
};

}  // namespace

ManifestRead read_manifest(std::string_view text, std::string path) {
  return ManifestReader(std::move(path)).read(text);
}

}  // namespace sqlmig::project

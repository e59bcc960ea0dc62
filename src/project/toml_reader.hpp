// What the readers of sqlmig.toml and of manifests share: keys that are checked, values of the
// right type, and a finding with its place for everything else.
#pragma once

#include <sqlmig/finding.hpp>

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

class TomlReader {
 public:
  /// `file` is the name that findings show.
  explicit TomlReader(std::string file) : file_(std::move(file)) {}

  /// The table, or nothing and a finding if the text is not TOML. Git's conflict markers get a
  /// finding of their own.
  [[nodiscard]] std::optional<toml::table> parse(std::string_view text);

  /// Reports every key of `table` that is not among `known`.
  void require_known_keys(const toml::table& table, std::span<const std::string_view> known);

  /// A string, a truth value, a number, an array of strings: nothing and a finding if the value is
  /// of another type.
  [[nodiscard]] std::optional<std::string> string(const toml::node& node, std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(const toml::node& node, std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> integer(const toml::node& node, std::string_view key);
  struct Item {
    std::string value;
    SourcePosition position;
  };
  [[nodiscard]] std::vector<Item> strings(const toml::node& node, std::string_view key);
  [[nodiscard]] const toml::table* table(const toml::node& node, std::string_view key);

  [[nodiscard]] SourcePosition position(const toml::source_region& source) const;
  void report(FindingKind kind, SourcePosition where, std::string message, std::string advice);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::vector<Finding>& findings() { return findings_; }

 private:
  std::string file_;
  std::vector<Finding> findings_;
};

/// The line (from 1) of the first conflict marker that git left in a text, or 0.
[[nodiscard]] std::size_t conflict_marker_line(std::string_view text);

}  // namespace sqlmig::project

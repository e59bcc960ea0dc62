#include "project/manifest_edit.hpp"

#include "core/utf8.hpp"

#include <fmt/core.h>
#include <toml++/toml.h>

namespace sqlmig::project {
namespace {

// toml++ counts lines and characters from 1.
std::size_t offset_of(std::string_view text, const toml::source_position& position) {
  std::size_t line_begin = 0;
  for (toml::source_index line = 1; line < position.line; ++line) {
    line_begin = text.find('\n', line_begin) + 1;
  }
  return line_begin + byte_offset(text.substr(line_begin), position.column - 1);
}

}  // namespace

std::optional<std::string> with_pin(std::string_view text, const RevisionId& parent,
                                    const Checksum& pin) {
  // toml++ passes over a byte order mark and does not count it.
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (text.starts_with(kBom)) {
    auto rest = with_pin(text.substr(kBom.size()), parent, pin);
    if (rest) rest->insert(0, kBom);
    return rest;
  }
  const toml::table manifest = toml::parse(text);
  const toml::table* parents = manifest["parents"].as_table();
  const toml::node* value = parents != nullptr ? parents->get(parent.text()) : nullptr;
  if (value == nullptr) return std::nullopt;
  const std::size_t begin = offset_of(text, value->source().begin);
  const std::size_t end = offset_of(text, value->source().end);
  return fmt::format("{}\"{}\"{}", text.substr(0, begin), pin.text(), text.substr(end));
}

}  // namespace sqlmig::project

#include "project/manifest_edit.hpp"

#include "core/utf8.hpp"
#include "project/toml_writer.hpp"

#include <fmt/core.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace sqlmig::project {
namespace {

constexpr std::string_view kBlanks = " \t";

// The bytes from `begin` to before `end`.
struct Span {
  std::size_t begin;
  std::size_t end;
};

struct Edit {
  Span where;
  std::string text;
};

// A line of the text, without what ends it.
struct Line {
  Span span;
  std::string_view indent;
  std::string_view ending;  // of a last line that has none: what the other lines have
};

class ManifestText {
 public:
  /// Nothing if it is not TOML.
  static std::optional<ManifestText> parse(std::string_view text) {
    // toml++ passes over a byte order mark and does not count it.
    constexpr std::string_view kBom = "\xEF\xBB\xBF";
    const std::string_view bom = text.substr(0, text.starts_with(kBom) ? kBom.size() : 0);
    const std::string_view body = text.substr(bom.size());
    try {
      return ManifestText(bom, body, toml::parse(body));
    } catch (const toml::parse_error&) {
      return std::nullopt;
    }
  }

  [[nodiscard]] const toml::table& root() const { return root_; }
  [[nodiscard]] std::string_view body() const { return body_; }

  [[nodiscard]] Span span_of(const toml::source_region& source) const {
    return {offset_of(source.begin), offset_of(source.end)};
  }

  [[nodiscard]] Line line_at(std::size_t offset) const {
    const std::size_t begin = offset == 0 ? 0 : body_.rfind('\n', offset - 1) + 1;
    const std::size_t line_feed = body_.find('\n', offset);
    const std::size_t content = std::min(body_.find_first_not_of(kBlanks, begin), body_.size());
    const std::string_view indent = body_.substr(begin, content - begin);
    if (line_feed == std::string_view::npos) {
      const bool has_crlf = body_.find("\r\n") != std::string_view::npos;
      return {{begin, body_.size()}, indent, has_crlf ? "\r\n" : "\n"};
    }
    const bool crlf = line_feed > begin && body_[line_feed - 1] == '\r';
    const std::size_t end = crlf ? line_feed - 1 : line_feed;
    return {{begin, end}, indent, body_.substr(end, line_feed + 1 - end)};
  }

  /// `[parents]`, and neither `parents = {…}` nor `parents.a = …`.
  [[nodiscard]] bool has_header(const toml::table& table) const {
    const std::size_t begin = offset_of(table.source().begin);
    return begin < body_.size() && body_[begin] == '[';
  }

  /// The file with these edits, which are in the order of the text.
  [[nodiscard]] std::string with(const std::vector<Edit>& edits) const {
    std::string result(bom_);
    std::size_t at = 0;
    for (const Edit& edit : edits) {
      result.append(body_.substr(at, edit.where.begin - at)).append(edit.text);
      at = edit.where.end;
    }
    return result.append(body_.substr(at));
  }

 private:
  ManifestText(std::string_view bom, std::string_view body, toml::table root)
      : bom_(bom), body_(body), root_(std::move(root)) {}

  // toml++ counts lines and characters from 1.
  [[nodiscard]] std::size_t offset_of(const toml::source_position& position) const {
    std::size_t line_begin = 0;
    for (toml::source_index line = 1; line < position.line; ++line) {
      line_begin = body_.find('\n', line_begin) + 1;
    }
    return line_begin + byte_offset(body_.substr(line_begin), position.column - 1);
  }

  std::string_view bom_;
  std::string_view body_;
  toml::table root_;
};

// --- an array, and an element more at its end ---

bool holds(const toml::array& array, std::string_view element) {
  return std::any_of(array.begin(), array.end(), [&](const toml::node& node) {
    return node.value<std::string_view>() == element;
  });
}

// The first element goes between the brackets; where they stand in different lines, with comments
// perhaps, into a line of its own above the closing one.
Edit first_element(const ManifestText& manifest, const Span& brackets, const std::string& element) {
  const Line opening = manifest.line_at(brackets.begin);
  if (brackets.end <= opening.span.end) return {brackets, "[" + element + "]"};
  const Line closing = manifest.line_at(brackets.end - 1);
  return {{closing.span.begin, closing.span.begin},
          fmt::format("{}  {},{}", closing.indent, element, opening.ending)};
}

// Behind the comma that follows the last element, which may stand behind comments; nothing if there
// is none.
std::optional<std::size_t> behind_comma(std::string_view text, std::size_t at) {
  for (;;) {
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos) return std::nullopt;
    if (text[at] == ',') return at + 1;
    if (text[at] != '#') return std::nullopt;
    at = text.find('\n', at);
  }
}

// Laid out as the last element is: in a line of its own below it, or beside it.
std::vector<Edit> another_element(const ManifestText& manifest, const toml::array& array,
                                  const std::string& element) {
  const Span brackets = manifest.span_of(array.source());
  if (array.empty()) return {first_element(manifest, brackets, element)};
  const Span last = manifest.span_of(array.back().source());
  const auto comma = behind_comma(manifest.body(), last.end);
  const std::size_t behind = comma.value_or(last.end);
  const Line first_line = manifest.line_at(last.begin);
  if (first_line.span.begin + first_line.indent.size() != last.begin) {
    return {{{behind, behind}, comma ? fmt::format(" {},", element) : ", " + element}};
  }
  const Line line = manifest.line_at(behind);
  // Behind the comment of the last element, but within the brackets.
  const std::size_t at = brackets.end <= line.span.end ? behind : line.span.end;
  std::vector<Edit> edits;
  if (!comma) edits.push_back({{last.end, last.end}, ","});
  edits.push_back(
      {{at, at},
       fmt::format("{}{}{}{}", line.ending, first_line.indent, element, comma ? "," : "")});
  return edits;
}

// --- parents ---

std::string pinned(const RevisionId& parent, const Checksum& pin) {
  return fmt::format("{} = \"{}\"", toml_key(parent.text()), pin.text());
}

std::optional<std::vector<Edit>> parent_in_array(const ManifestText& manifest,
                                                 const toml::array& parents,
                                                 const std::optional<RevisionId>& old,
                                                 const RevisionId& parent) {
  const std::string element = toml_string(parent.text());
  if (!old) {
    if (!parents.empty()) return std::nullopt;
    return another_element(manifest, parents, element);
  }
  for (const toml::node& node : parents) {
    if (node.value<std::string_view>() == old->text())
      return {{{manifest.span_of(node.source()), element}}};
  }
  return std::nullopt;
}

std::optional<std::vector<Edit>> first_parent(const ManifestText& manifest,
                                              const toml::table& parents, const RevisionId& parent,
                                              const Checksum& pin) {
  if (!parents.empty()) return std::nullopt;
  const Span span = manifest.span_of(parents.source());
  if (parents.is_inline()) return {{{span, fmt::format("{{ {} }}", pinned(parent, pin))}}};
  const Line header = manifest.line_at(span.begin);
  return {{{{header.span.end, header.span.end},
            fmt::format("{}{}{}", header.ending, header.indent, pinned(parent, pin))}}};
}

std::optional<std::vector<Edit>> parent_in_table(const ManifestText& manifest,
                                                 const toml::table& parents,
                                                 const std::optional<RevisionId>& old,
                                                 const RevisionId& parent, const Checksum& pin) {
  if (!old) return first_parent(manifest, parents, parent, pin);
  for (const auto& [key, value] : parents) {
    if (key.str() != old->text() || !value.is_string()) continue;
    std::vector<Edit> edits;
    if (*old != parent) edits.push_back({manifest.span_of(key.source()), toml_key(parent.text())});
    edits.push_back({manifest.span_of(value.source()), toml_string(pin.text())});
    return edits;
  }
  return std::nullopt;
}

// --- the keys above the first table header ---

// Looks for the last value; with dotted keys it is one of an inner table.
void find_last_value(const ManifestText& manifest, const toml::table& table,
                     std::optional<Span>& last) {
  for (const auto& [key, value] : table) {
    const toml::table* inner = value.as_table();
    if (inner == nullptr || inner->is_inline()) {
      const Span span = manifest.span_of(value.source());
      if (!last || span.end > last->end) last = span;
    } else if (!manifest.has_header(*inner)) {
      find_last_value(manifest, *inner, last);
    }
  }
}

// Above this line and the comments that stand directly on it.
std::size_t above_comments(const ManifestText& manifest, Line line) {
  while (line.span.begin > 0) {
    const Line previous = manifest.line_at(line.span.begin - 1);
    if (manifest.body()[previous.span.begin + previous.indent.size()] != '#') break;
    line = previous;
  }
  return line.span.begin;
}

std::optional<Edit> another_key(const ManifestText& manifest, const std::string& entry) {
  std::optional<Span> last;
  find_last_value(manifest, manifest.root(), last);
  if (last) {
    const Line line = manifest.line_at(last->end);
    return {{{line.span.end, line.span.end},
             fmt::format("{}{}{}", line.ending, manifest.line_at(last->begin).indent, entry)}};
  }
  const toml::table* parents = manifest.root()["parents"].as_table();
  if (parents == nullptr) return std::nullopt;
  const Line header = manifest.line_at(manifest.span_of(parents->source()).begin);
  const std::size_t at = above_comments(manifest, header);
  return {{{at, at}, fmt::format("{}{}{}", entry, header.ending, header.ending)}};
}

}  // namespace

std::optional<std::string> with_pin(std::string_view text, const RevisionId& parent,
                                    const Checksum& pin) {
  const auto manifest = ManifestText::parse(text);
  if (!manifest) return std::nullopt;
  const toml::table* parents = manifest->root()["parents"].as_table();
  const toml::node* value = parents != nullptr ? parents->get(parent.text()) : nullptr;
  if (value == nullptr) return std::nullopt;
  return manifest->with({{manifest->span_of(value->source()), toml_string(pin.text())}});
}

std::optional<std::string> with_parent(std::string_view text, const std::optional<RevisionId>& old,
                                       const RevisionId& parent, const Checksum& pin) {
  const auto manifest = ManifestText::parse(text);
  if (!manifest) return std::nullopt;
  const bool is_new = old != parent;
  std::optional<std::vector<Edit>> edits;
  if (const auto* array = manifest->root()["parents"].as_array(); array != nullptr) {
    if (is_new && holds(*array, parent.text())) return std::nullopt;
    edits = parent_in_array(*manifest, *array, old, parent);
  } else if (const auto* table = manifest->root()["parents"].as_table(); table != nullptr) {
    if (is_new && table->contains(parent.text())) return std::nullopt;
    edits = parent_in_table(*manifest, *table, old, parent, pin);
  }
  if (!edits) return std::nullopt;
  return manifest->with(*edits);
}

std::optional<std::string> with_tag(std::string_view text, std::string_view tag) {
  const auto manifest = ManifestText::parse(text);
  if (!manifest) return std::nullopt;
  const std::string element = toml_string(tag);
  const toml::node* tags = manifest->root().get("tags");
  if (tags == nullptr) {
    const auto edit = another_key(*manifest, fmt::format("tags = [{}]", element));
    if (!edit) return std::nullopt;
    return manifest->with({*edit});
  }
  const toml::array* array = tags->as_array();
  if (array == nullptr || holds(*array, tag)) return std::nullopt;
  return manifest->with(another_element(*manifest, *array, element));
}

}  // namespace sqlmig::project

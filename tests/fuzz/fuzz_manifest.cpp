// Feeds any bytes to read_manifest, which never throws, and edits what it accepts: every pin, every
// parent, a tag more. What was not asked for may not change.
#include "core/utf8.hpp"
#include "project/manifest_edit.hpp"
#include "project/manifest_toml.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace sqlmig;
using project::ManifestRead;
using project::read_manifest;

namespace {

void require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

void check_positions(const ManifestRead& read, std::string_view text) {
  for (const Finding& finding : read.findings) {
    require(finding.position.has_value(), "a finding has a place", text);
    require(!finding.message.empty(), "a finding says something", text);
  }
}

// Parents have no order that matters: a table has none, and a new name may come elsewhere in it.
using Parents = std::multiset<std::pair<RevisionId, std::optional<Checksum>>>;

Parents parents_of(const Manifest& manifest) {
  Parents parents;
  for (const ParentLink& link : manifest.parents) parents.emplace(link.id, link.pin);
  return parents;
}

std::vector<std::string> tags_of(const Manifest& manifest) {
  std::vector<std::string> tags;
  for (const NameLink& link : manifest.tags) tags.push_back(link.name);
  return tags;
}

void check_edit(std::string_view text, const std::optional<std::string>& edited,
                const Manifest& before, const Parents& parents,
                const std::vector<std::string>& tags) {
  require(edited.has_value(), "what was read can be edited", text);
  const ManifestRead read = read_manifest(*edited, "manifest.toml");
  require(read.findings.empty() && read.manifest.has_value(), "it stays valid", *edited);
  const Manifest& after = *read.manifest;
  require(after.message == before.message && after.created == before.created &&
              after.author == before.author && after.irreversible == before.irreversible &&
              after.depends_on.size() == before.depends_on.size() &&
              after.labels.size() == before.labels.size(),
          "nothing else changes", *edited);
  require(parents_of(after) == parents, "the parents are those that were asked for", *edited);
  require(tags_of(after) == tags, "the tags are those that were asked for", *edited);
}

void check_parents(std::string_view text, const Manifest& before) {
  const Checksum pin = sha256("another pin");
  const RevisionId added("added.by.fuzzer");
  const Parents parents = parents_of(before);
  if (std::any_of(parents.begin(), parents.end(), [&](const auto& p) { return p.first == added; }))
    return;
  for (const ParentLink& link : before.parents) {
    Parents rest = parents;
    rest.erase(rest.find({link.id, link.pin}));
    Parents replaced = rest;
    replaced.emplace(added, link.pin ? std::optional(pin) : std::nullopt);
    check_edit(text, project::with_parent(text, link.id, added, pin), before, replaced,
               tags_of(before));
    if (!link.pin) continue;
    rest.emplace(link.id, pin);
    check_edit(text, project::with_pin(text, link.id, pin), before, rest, tags_of(before));
  }
  if (!before.parents.empty()) return;
  const auto edited = project::with_parent(text, std::nullopt, added, pin);
  // Whether a base gets a pin is a matter of its form.
  const bool pinned = edited && edited->find(pin.text()) != std::string::npos;
  check_edit(text, edited, before, {{added, pinned ? std::optional(pin) : std::nullopt}},
             tags_of(before));
}

void check_tag(std::string_view text, const Manifest& before) {
  std::vector<std::string> tags = tags_of(before);
  tags.emplace_back("added.by.fuzzer");
  if (std::count(tags.begin(), tags.end(), tags.back()) > 1) return;
  check_edit(text, project::with_tag(text, tags.back()), before, parents_of(before), tags);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const ManifestRead read = read_manifest(text, "manifest.toml");
  check_positions(read, text);
  require(read.manifest.has_value() || !read.findings.empty(), "what is not read is reported",
          text);
  // Files that are not UTF-8 are refused before they are read as TOML.
  if (!read.manifest || !read.findings.empty() || first_invalid_utf8(text)) return 0;
  check_parents(text, *read.manifest);
  check_tag(text, *read.manifest);
  return 0;
}

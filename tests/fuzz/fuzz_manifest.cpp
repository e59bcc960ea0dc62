// Feeds any bytes to read_manifest, which never throws, and changes every pin of what it accepts:
// only that pin may change.
#include "core/utf8.hpp"
#include "project/manifest_edit.hpp"
#include "project/manifest_toml.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

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

void check_edit(const Manifest& before, std::size_t changed, std::string_view text) {
  const Checksum pin = sha256("another pin");
  const auto edited = project::with_pin(text, before.parents[changed].id, pin);
  require(edited.has_value(), "a pin that was read can be changed", text);
  const ManifestRead read = read_manifest(*edited, "manifest.toml");
  require(read.findings.empty() && read.manifest.has_value(), "it stays valid", text);
  const Manifest& after = *read.manifest;
  require(after.message == before.message && after.created == before.created &&
              after.author == before.author && after.irreversible == before.irreversible &&
              after.depends_on.size() == before.depends_on.size() &&
              after.labels.size() == before.labels.size() &&
              after.tags.size() == before.tags.size() &&
              after.parents.size() == before.parents.size(),
          "nothing else changes", text);
  for (std::size_t i = 0; i < before.parents.size(); ++i) {
    require(after.parents[i].id == before.parents[i].id, "the parents stay", text);
    require(after.parents[i].pin == (i == changed ? pin : before.parents[i].pin),
            "that pin changes and no other", text);
  }
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
  for (std::size_t i = 0; i < read.manifest->parents.size(); ++i) {
    if (read.manifest->parents[i].pin) check_edit(*read.manifest, i, text);
  }
  return 0;
}

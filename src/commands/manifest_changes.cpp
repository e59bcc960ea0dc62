#include "commands/manifest_changes.hpp"

#include "project/files.hpp"
#include "project/manifest_edit.hpp"
#include "project/manifest_toml.hpp"

#include <algorithm>
#include <utility>

namespace sqlmig::commands {

void ManifestChanges::edit(const Revision& revision, const Edit& edit) {
  const std::string& name = revision.manifest.path;
  auto [text, is_new] = texts_.try_emplace(name);
  if (is_new) text->second = project::read_file(folder_ / name);
  if (auto edited = edit.change(text->second)) {
    const auto read = project::read_manifest(canonical_text(*edited), name);
    if (read.manifest && read.findings.empty() && edit.holds(*read.manifest)) {
      text->second = std::move(*edited);
      return;
    }
  }
  throw Error(ErrorCode::io, name + " cannot be edited").with_advice(edit.by_hand);
}

std::vector<std::string> ManifestChanges::write() const {
  std::vector<std::string> names;
  for (const auto& [name, text] : texts_) {
    project::replace_file(folder_ / name, text);
    names.push_back(name);
  }
  return names;
}

ManifestChanges::Edit pin_edit(const RevisionId& parent, const Checksum& digest) {
  return {[=](std::string_view text) { return project::with_pin(text, parent, digest); },
          [=](const Manifest& manifest) {
            return std::any_of(
                manifest.parents.begin(), manifest.parents.end(),
                [&](const ParentLink& link) { return link.id == parent && link.pin == digest; });
          },
          "write the pin by hand: " + digest.text()};
}

}  // namespace sqlmig::commands

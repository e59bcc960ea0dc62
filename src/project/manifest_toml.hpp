// manifest.toml: text to Manifest.
#pragma once

#include <sqlmig/revision.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// Shape: `manifest` is missing exactly if the text is not TOML; otherwise it holds all that could
/// be understood, and `findings` the rest.
struct ManifestRead {
  std::optional<Manifest> manifest;
  std::vector<Finding> findings;
};

/// Reads a manifest. `path` is the name that messages show.
/// Source: docs/formats.md "manifest.toml".
[[nodiscard]] ManifestRead read_manifest(std::string_view text, std::string path);

}  // namespace sqlmig::project

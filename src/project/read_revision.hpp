// A revision from the texts of its files, wherever they come from.
#pragma once

#include <sqlmig/finding.hpp>
#include <sqlmig/revision.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

inline constexpr std::string_view kManifestFile = "manifest.toml";
inline constexpr std::string_view kUpFile = "up.sql";
inline constexpr std::string_view kDownFile = "down.sql";

/// What a revision's folder holds, as bytes. Nothing: the file is not there.
/// Shape: `folder` is how messages name it: relative to the folder of sqlmig.toml, with `/`. Its
/// last part is the id of the revision.
struct RevisionFiles {
  std::string folder;
  std::optional<std::string> manifest;
  std::optional<std::string> up;
  std::optional<std::string> down;
};

/// Shape: `revision` is missing where the folder's name is no id or the manifest cannot be read at
/// all; what else is wrong leaves a revision that is as good as can be made, and findings.
struct RevisionRead {
  std::optional<Revision> revision;
  std::vector<Finding> findings;
};

/// Puts the files of one revision together and reports every problem in them.
/// Source: docs/formats.md.
[[nodiscard]] RevisionRead read_revision(RevisionFiles files);

}  // namespace sqlmig::project

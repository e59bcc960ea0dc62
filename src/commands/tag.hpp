// sqlmig tag
#pragma once

#include "commands/workspace.hpp"

#include <string>

namespace sqlmig::commands {

struct TagRequest {
  ProjectRequest project;
  RevisionSpec revision;
  std::string name;
};

struct TagResult {
  RevisionId id;
  std::string tag;
  std::string file;  // the manifest, relative to the folder of sqlmig.toml
};

/// Gives a revision a tag: one more name, written into its manifest. The digest stays as it is, so
/// an applied revision may be tagged too.
/// Errors: usage if the name is none, or is taken.
[[nodiscard]] TagResult tag(const TagRequest& request);

}  // namespace sqlmig::commands

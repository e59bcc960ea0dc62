// sqlmig repin
#pragma once

#include "commands/workspace.hpp"

#include <string>
#include <vector>

namespace sqlmig::commands {

struct RepinRequest {
  ProjectRequest project;
  std::vector<RevisionSpec> revisions;  // the edited ones
};

struct RepinResult {
  struct Changed {
    RevisionId parent;
    RevisionId child;
    std::string file;
    Checksum before;
    Checksum after;
  };
  std::vector<Changed> changed;  // empty: every pin was right already
};

/// Accepts an edit: writes the digest that the revisions have now into the manifests that pin them.
/// Only those lines change; a child that pins nothing stays as it is.
[[nodiscard]] RepinResult repin(const RepinRequest& request);

}  // namespace sqlmig::commands

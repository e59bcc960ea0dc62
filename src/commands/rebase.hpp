// sqlmig rebase
#pragma once

#include "commands/workspace.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::commands {

struct RebaseRequest {
  ProjectRequest project;
  RevisionSpec revision;
  RevisionSpec onto;
  std::optional<std::string> against;  // a git ref whose revisions must not move
};

/// Shape: `moved` in topological order, the revision first; `files` are the manifests that changed,
/// relative to the folder of sqlmig.toml. Both are empty if it was built there already.
struct RebaseResult {
  RevisionId revision;
  RevisionId onto;
  std::vector<RevisionId> moved;
  std::vector<std::string> files;
  std::optional<std::string> database;  // what was asked whether they are applied
  std::optional<std::string> against;   // the git ref that was asked whether it has them
};

/// Gives a revision another parent; what is built on it comes along. Pins are rewritten.
/// Errors: refused if one that would move is applied in the database of the project, or is part of
/// the git ref (that of the request, else the repository's main branch); usage for a merge, or if
/// the new parent is built on the revision.
[[nodiscard]] RebaseResult rebase(const RebaseRequest& request);

}  // namespace sqlmig::commands

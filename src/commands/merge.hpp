// sqlmig merge
#pragma once

#include "commands/revision.hpp"

#include <string>
#include <vector>

namespace sqlmig::commands {

struct MergeRequest {
  ProjectRequest project;
  std::vector<RevisionSpec> revisions;  // empty: all heads that are not meant to stay apart
  std::string message;                  // empty: one made from the ids
};

/// Joins heads in one revision. The id and every byte depend on the parents and the message only,
/// so two people who merge the same heads write the same files.
/// Errors: usage if there is nothing to join or one named is no head; ambiguous_revision if several
/// branches that are meant to stay apart have several heads each.
[[nodiscard]] NewRevisionResult merge(const MergeRequest& request);

}  // namespace sqlmig::commands

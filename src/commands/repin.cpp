#include "commands/repin.hpp"

#include "commands/manifest_changes.hpp"
#include "project/manifest_edit.hpp"

#include <algorithm>
#include <utility>

namespace sqlmig::commands {

RepinResult repin(const RepinRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  RepinResult result;
  ManifestChanges changes(workspace.config.folder);
  for (const RevisionSpec& spec : request.revisions) {
    const Graph::Index index = resolve_one(spec, history, nullptr);
    const Revision& parent = history.at(index);
    for (const Graph::Index child_index : history.graph.children(index)) {
      const Revision& child = history.at(child_index);
      for (const ParentLink& link : child.manifest.parents) {
        if (link.id != parent.id || !link.pin || *link.pin == parent.digest) continue;
        changes.edit(child, pin_edit(parent.id, parent.digest));
        result.changed.push_back(
            {parent.id, child.id, child.manifest.path, *link.pin, parent.digest});
      }
    }
  }
  changes.write();
  return result;
}

}  // namespace sqlmig::commands

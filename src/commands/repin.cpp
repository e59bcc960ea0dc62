#include "commands/repin.hpp"

#include "project/files.hpp"
#include "project/manifest_edit.hpp"

#include <utility>

namespace sqlmig::commands {

RepinResult repin(const RepinRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  std::vector<Graph::Index> edited;
  for (const std::string& text : request.revisions) {
    edited.push_back(resolve_one(parse_revision_spec(text), history.graph, nullptr));
  }
  RepinResult result;
  for (const Graph::Index index : edited) {
    const Revision& parent = history.at(index);
    for (const Graph::Index child_index : history.graph.children(index)) {
      const Revision& child = history.at(child_index);
      for (const ParentLink& link : child.manifest.parents) {
        if (link.id != parent.id || !link.pin || *link.pin == parent.digest) continue;
        const std::filesystem::path path = workspace.config.folder / child.manifest.path;
        const auto text = project::with_pin(project::read_file(path), parent.id, parent.digest);
        if (!text) throw Error(ErrorCode::io, child.manifest.path + " changed while it was read");
        project::replace_file(path, *text);
        result.changed.push_back(
            {parent.id, child.id, child.manifest.path, *link.pin, parent.digest});
      }
    }
  }
  return result;
}

}  // namespace sqlmig::commands

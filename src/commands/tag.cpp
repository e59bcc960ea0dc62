#include "commands/tag.hpp"

#include "commands/manifest_changes.hpp"
#include "project/manifest_edit.hpp"

#include <fmt/core.h>

namespace sqlmig::commands {

TagResult tag(const TagRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const Revision& revision = history.at(resolve_one(request.revision, history, nullptr));
  if (const auto problem = problem_with_new_name(history, request.name)) {
    throw Error(ErrorCode::usage, fmt::format("'{}' cannot be a tag: {}", request.name, *problem))
        .with_advice("choose another name for it");
  }
  ManifestChanges changes(workspace.config.folder);
  changes.edit(revision,
               {[&](std::string_view text) { return project::with_tag(text, request.name); },
                [&](const Manifest& manifest) {
                  return !manifest.tags.empty() && manifest.tags.back().name == request.name;
                },
                fmt::format("write it by hand: tags = [\"{}\"]", request.name)});
  changes.write();
  return {revision.id, request.name, revision.manifest.path};
}

}  // namespace sqlmig::commands

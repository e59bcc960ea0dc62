#include "commands/export.hpp"

#include "commands/stored.hpp"
#include "engine/version_table.hpp"
#include "project/new_revision.hpp"

#include <fmt/core.h>

#include <map>
#include <utility>

namespace sqlmig::commands {
namespace {

// `folders` are those of the revisions that are exported with it.
project::NewRevision draft_of(const StoredHistory& all, Graph::Index index, const Config& config,
                              const std::map<RevisionId, std::string>& folders) {
  const Revision& revision = all.history.at(index);
  project::NewRevision draft{revision.id, revision.manifest.message, {},          {},
                             {},          revision.up.text,          std::nullopt};
  if (revision.down) draft.down = revision.down->text;
  draft.irreversible = revision.manifest.irreversible;
  for (const ParentLink& link : revision.manifest.parents) {
    const Revision& parent = *all.history.find(link.id.text());
    draft.parents.push_back({link.id, parent.digest});
    draft.folder = all.stored.contains(link.id.text()) ? folders.at(link.id)
                                                       : project::group_folder(config, parent);
  }
  draft.depends_on = dependency_ids(revision.manifest);
  return draft;
}

}  // namespace

ExportResult export_revisions(const ExportRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions applied = engine::read_applied(*database);
  const StoredHistory all = with_stored_revisions(workspace.loaded, applied, *database);
  const Graph& graph = all.history.graph;
  const RevisionSet done = applied_set(applied, graph);
  std::vector<Graph::Index> wanted;
  for (const RevisionSpec& spec : request.revisions) {
    const Graph::Index index = resolve_one(spec, all.history, &done);
    const Revision& revision = all.history.at(index);
    if (!all.stored.contains(revision.id.text())) {
      throw Error(ErrorCode::usage, fmt::format("{} has its files here: {}", revision.id.text(),
                                                revision.manifest.path))
          .with_advice("'sqlmig status' lists those that only the database has");
    }
    wanted.push_back(index);
  }
  // All of them are looked at before the first is written. Parents come first.
  std::vector<project::NewRevision> drafts;
  std::map<RevisionId, std::string> folders;
  for (const Graph::Index index : graph.ancestors(wanted).members()) {
    const RevisionId& id = graph.id(index);
    if (!all.stored.contains(id.text())) continue;
    require_intact(all, id);
    drafts.push_back(draft_of(all, index, workspace.config, folders));
    folders.emplace(id, drafts.back().folder);
  }
  ExportResult result{database->name(), {}};
  for (const project::NewRevision& draft : drafts)
    result.exported.push_back({draft.id, project::write_revision(workspace.config, draft)});
  return result;
}

}  // namespace sqlmig::commands

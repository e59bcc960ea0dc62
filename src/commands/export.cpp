#include "commands/export.hpp"

#include "commands/stored.hpp"
#include "engine/version_table.hpp"
#include "project/new_revision.hpp"

#include <fmt/core.h>

#include <utility>

namespace sqlmig::commands {
namespace {

project::NewRevision draft_of(const History& all, Graph::Index index, const Config& config,
                              const History& files) {
  const Revision& revision = all.at(index);
  project::NewRevision draft{revision.id, revision.manifest.message, {},          {},
                             {},          revision.up.text,          std::nullopt};
  if (revision.down) draft.down = revision.down->text;
  draft.irreversible = revision.manifest.irreversible;
  for (const ParentLink& link : revision.manifest.parents) {
    draft.parents.push_back({link.id, all.find(link.id.text())->digest});
    if (const Revision* parent = files.find(link.id.text()))
      draft.folder = project::group_folder(config, *parent);
  }
  for (const RevisionLink& link : revision.manifest.depends_on) draft.depends_on.push_back(link.id);
  return draft;
}

}  // namespace

ExportResult export_revisions(const ExportRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& files = require_history(workspace);
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions applied = engine::read_applied(*database);
  const StoredHistory stored = with_stored_revisions(files, applied, *database);
  const History& all = stored.history;
  const RevisionSet done = applied_set(applied, all.graph);
  std::vector<Graph::Index> wanted;
  for (const RevisionSpec& spec : request.revisions) {
    const Graph::Index index = resolve_one(spec, all, &done);
    if (const Revision* here = files.find(all.graph.id(index).text())) {
      throw Error(ErrorCode::usage,
                  fmt::format("{} has its files here: {}", here->id.text(), here->manifest.path));
    }
    wanted.push_back(index);
  }
  ExportResult result{database->name(), {}};
  // All of them are looked at before the first is written.
  std::vector<project::NewRevision> drafts;
  for (const Graph::Index index : all.graph.ancestors(wanted).members()) {
    if (files.find(all.graph.id(index).text()) != nullptr) continue;
    require_intact(stored, all.graph.id(index));
    drafts.push_back(draft_of(all, index, workspace.config, files));
  }
  for (const project::NewRevision& draft : drafts)
    result.exported.push_back({draft.id, project::write_revision(workspace.config, draft)});
  return result;
}

}  // namespace sqlmig::commands

#include "commands/rebase.hpp"

#include "commands/manifest_changes.hpp"
#include "core/id_list.hpp"
#include "engine/version_table.hpp"
#include "project/git.hpp"
#include "project/manifest_edit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sqlmig::commands {
namespace {

void require_movable(const Graph& graph, Graph::Index revision, Graph::Index onto) {
  const std::string& id = graph.id(revision).text();
  if (graph.is_merge(revision)) {
    throw Error(ErrorCode::usage,
                fmt::format("{} is a merge: it is built on several revisions", id))
        .with_advice("rebase one of the branches that it joins, or merge anew");
  }
  if (graph.descendants(std::span(&revision, 1)).contains(onto)) {
    throw Error(ErrorCode::usage, onto == revision ? fmt::format("{} cannot be built on itself", id)
                                                   : fmt::format("{} stands on {} already",
                                                                 graph.id(onto).text(), id))
        .with_advice(
            fmt::format("--onto takes one that does not stand on {}; 'sqlmig history --graph' "
                        "shows the lines",
                        id));
  }
}

// A merge that joins what moves with what it moves onto would join a line with itself.
void require_no_self_merge(const Graph& graph, Graph::Index revision, Graph::Index onto) {
  const RevisionSet moved = graph.descendants(std::span(&revision, 1), Edges::parents);
  const RevisionSet below = graph.ancestors(std::span(&onto, 1), Edges::parents);
  for (const Graph::Index index : moved.members()) {
    for (const Graph::Index parent : graph.parents(index)) {
      if (index == revision || moved.contains(parent) || !below.contains(parent)) continue;
      throw Error(
          ErrorCode::usage,
          fmt::format("{} joins {} with {}, which would be built on it already",
                      graph.id(index).text(), graph.id(parent).text(), graph.id(revision).text()))
          .with_advice("remove the merge first, if nobody has it");
    }
  }
}

// Names the revisions that must not move, if there are any.
template <typename IsKnown>
void require_unknown(const std::vector<RevisionId>& moved, const std::string& where,
                     IsKnown is_known) {
  std::vector<RevisionId> known;
  std::copy_if(moved.begin(), moved.end(), std::back_inserter(known), is_known);
  if (known.empty()) return;
  throw Error(ErrorCode::refused, fmt::format("these revisions are {}: {}", where, joined(known)))
      .with_advice("what others have already cannot move; join the branches with 'sqlmig merge'");
}

void require_unapplied(const RebaseRequest& request, const Config& config, RebaseResult& result) {
  if (!config.url && config.url_findings.empty()) return;
  const auto database = open_database(request.project, config, Access::read_only);
  result.database = database->name();
  const AppliedRevisions applied = engine::read_applied(*database);
  require_unknown(result.moved, "applied on " + database->name(),
                  [&](const RevisionId& id) { return applied.find(id.text()) != nullptr; });
}

void require_unpublished(const RebaseRequest& request, const Config& config, RebaseResult& result) {
  result.against = request.against ? request.against : project::default_base(config.migrations);
  if (!result.against) return;
  const std::vector<std::string> ids = project::revision_ids_at(config.migrations, *result.against);
  require_unknown(result.moved, "part of " + *result.against, [&](const RevisionId& id) {
    return std::binary_search(ids.begin(), ids.end(), id.text());
  });
}

// The revision with its new parent, as the loader will see it: its digest is what pins hold.
Revision moved_revision(const Revision& revision, const Revision& onto) {
  Manifest manifest = revision.manifest;
  manifest.parents = {{onto.id, onto.digest, {}}};
  return make_revision(revision.id, std::move(manifest), revision.up, revision.down);
}

std::vector<std::string> rewrite(const Config& config, const History& history, Graph::Index index,
                                 const Revision& onto) {
  const Revision& revision = history.at(index);
  const auto old = revision.manifest.parents.empty()
                       ? std::nullopt
                       : std::optional(revision.manifest.parents.front().id);
  ManifestChanges changes(config.folder);
  changes.edit(
      revision,
      {[&](std::string_view text) { return project::with_parent(text, old, onto.id, onto.digest); },
       [&](const Manifest& manifest) {
         return manifest.parents.size() == 1 && manifest.parents.front().id == onto.id;
       },
       fmt::format("write the parent by hand: {}", onto.id.text())});
  const Checksum digest = moved_revision(revision, onto).digest;
  for (const Graph::Index child : history.graph.children(index)) {
    const std::vector<ParentLink>& links = history.at(child).manifest.parents;
    const bool pinned = std::any_of(links.begin(), links.end(), [&](const ParentLink& link) {
      return link.id == revision.id && link.pin;
    });
    if (pinned) changes.edit(history.at(child), pin_edit(revision.id, digest));
  }
  return changes.write();
}

}  // namespace

RebaseResult rebase(const RebaseRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_sound_history(workspace);
  const Graph& graph = history.graph;
  const Graph::Index revision = resolve_one(request.revision, history, nullptr);
  const Graph::Index onto = resolve_one(request.onto, history, nullptr);
  RebaseResult result{graph.id(revision), graph.id(onto), {}, {}, std::nullopt, std::nullopt};
  require_movable(graph, revision, onto);
  const auto parents = graph.parents(revision);
  if (!parents.empty() && parents.front() == onto) return result;
  require_no_self_merge(graph, revision, onto);
  result.moved =
      ids_of(graph, graph.descendants(std::span(&revision, 1), Edges::parents).members());
  require_unapplied(request, workspace.config, result);
  require_unpublished(request, workspace.config, result);
  result.files = rewrite(workspace.config, history, revision, history.at(onto));
  return result;
}

}  // namespace sqlmig::commands

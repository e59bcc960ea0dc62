#include "commands/revision.hpp"

#include "project/new_revision.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace sqlmig::commands {
namespace {

std::vector<Graph::Index> parents_for(const RevisionRequest& request, const Graph& graph) {
  if (!request.head) return resolve(parse_revision_spec("head"), graph, nullptr);
  const Graph::Index parent = resolve_one(parse_revision_spec(*request.head), graph, nullptr);
  if (!graph.is_head(parent)) {
    throw Error(ErrorCode::usage,
                fmt::format("{} is not a head: {} is built on it", graph.id(parent).text(),
                            graph.id(graph.children(parent).front()).text()))
        .with_advice("'sqlmig heads' lists the heads");
  }
  return {parent};
}

}  // namespace

NewRevisionResult new_revision(const RevisionRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const std::vector<Graph::Index> parents = parents_for(request, history.graph);
  project::NewRevision draft{
      request.id ? RevisionId(*request.id)
                 : project::make_revision_id(workspace.config.revision_id, request.message,
                                             request.timestamp, history.graph),
      request.message,
      request.created,
      request.author,
      {},
      fmt::format("-- {}\n", request.message),
      fmt::format("-- Undoes: {}\n", request.message)};
  NewRevisionResult result{draft.id, {}, {}, {}};
  for (const Graph::Index parent : parents) {
    draft.parents.push_back({history.graph.id(parent), history.at(parent).digest});
    result.parents.push_back(history.graph.id(parent));
  }
  if (history.find(draft.id.text()) != nullptr) {
    throw Error(ErrorCode::usage, fmt::format("there is a revision {} already", draft.id.text()))
        .with_advice("choose another message or --id");
  }
  result.files = project::write_revision(workspace.config, draft);
  result.heads.push_back(draft.id);
  for (const Graph::Index head : history.graph.heads()) {
    if (std::find(parents.begin(), parents.end(), head) == parents.end()) {
      result.heads.push_back(history.graph.id(head));
    }
  }
  return result;
}

}  // namespace sqlmig::commands

#include "commands/revision.hpp"

#include "core/utf8.hpp"
#include "project/new_revision.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
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

// Messages go into comments and lists, one line each.
void require_one_line(std::string_view message) {
  const bool control = std::any_of(message.begin(), message.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (control || first_invalid_utf8(message)) {
    throw Error(ErrorCode::usage, "the message must be one line of UTF-8 text")
        .with_advice("say more in a comment in up.sql");
  }
}

void require_new_id(const RevisionId& id, const Graph& graph) {
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    const std::string& other = graph.id(i).text();
    const bool same = std::equal(other.begin(), other.end(), id.text().begin(), id.text().end(),
                                 [](char a, char b) {
                                   return std::tolower(static_cast<unsigned char>(a)) ==
                                          std::tolower(static_cast<unsigned char>(b));
                                 });
    if (same) {
      throw Error(ErrorCode::usage, fmt::format("there is a revision {} already", other))
          .with_advice("choose another message or --id");
    }
  }
}

}  // namespace

NewRevisionResult new_revision(const RevisionRequest& request) {
  require_one_line(request.message);
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
      fmt::format("-- Does: {}\n", request.message),
      fmt::format("-- Undoes: {}\n", request.message)};
  NewRevisionResult result{draft.id, {}, {}, {}};
  for (const Graph::Index parent : parents) {
    draft.parents.push_back({history.graph.id(parent), history.at(parent).digest});
    result.parents.push_back(history.graph.id(parent));
  }
  require_new_id(draft.id, history.graph);
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

#include "commands/history.hpp"

#include "commands/stored.hpp"
#include "engine/version_table.hpp"

#include <algorithm>
#include <utility>

namespace sqlmig::commands {
namespace {

RevisionSet everything(const Graph& graph) { return graph.ancestors(graph.heads()); }

HistoryResult list(const HistoryRequest& request, const History& history,
                   const AppliedRevisions* rows, const IsKnown& is_known) {
  const auto applied =
      rows != nullptr ? std::optional(applied_set(*rows, history.graph)) : std::nullopt;
  RevisionSet shown = request.range
                          ? resolve_range(*request.range, history, applied ? &*applied : nullptr)
                          : everything(history.graph);
  for (const Graph::Index index : shown.members()) {
    if (!is_known(history.graph.id(index))) shown.erase(index);  // listed apart
  }
  const RevisionLines lines(history, rows);
  HistoryResult result;
  const std::vector<Graph::Index> members = shown.members();
  result.revisions.reserve(members.size());
  for (auto it = members.rbegin(); it != members.rend(); ++it)
    result.revisions.push_back(lines.of(*it));
  if (request.picture == HistoryRequest::Picture::lanes)
    result.lanes = draw_lanes(history.graph, shown);
  return result;
}

WhyResult::Link::Edge edge_between(const Graph& graph, Graph::Index below, Graph::Index above) {
  const auto parents = graph.parents(above);
  return std::find(parents.begin(), parents.end(), below) != parents.end()
             ? WhyResult::Link::Edge::parent
             : WhyResult::Link::Edge::dependency;
}

}  // namespace

HistoryResult history(const HistoryRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const bool relative = request.range && needs_database(*request.range);
  if (request.with_database == WithDatabase::no && !relative) {
    return list(request, require_history(workspace), nullptr,
                [](const RevisionId&) { return true; });
  }
  const auto database = open_database(request.project, workspace.config, Access::read_only);
  const AppliedRevisions rows = engine::read_applied(*database);
  const auto completed = completed_history(workspace.loaded, rows, *database);
  const History& history = completed ? completed->history : require_history(workspace);
  const IsKnown is_known = known_by_files(history, completed);
  HistoryResult result = list(request, history, &rows, is_known);
  result.unknown = unknown_lines(rows, is_known);
  result.database = database->name();
  return result;
}

WhyResult why(const WhyRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const Graph& graph = history.graph;
  const Graph::Index asked_first = resolve_one(request.first, history, nullptr);
  const Graph::Index asked_second = resolve_one(request.second, history, nullptr);
  if (asked_first == asked_second) {
    throw Error(ErrorCode::usage,
                "both names mean the same revision, " + graph.id(asked_first).text())
        .with_advice("name two; 'sqlmig history' lists the revisions");
  }
  // Indices are the order in which revisions run.
  const auto [first, second] = std::minmax(asked_first, asked_second);
  WhyResult result{WhyResult::Order::none, graph.id(first), graph.id(second), {}};
  const std::vector<Graph::Index> chain = graph.chain(first, second);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    result.chain.push_back(
        {graph.id(chain[i]), history.at(chain[i]).manifest.message,
         i == 0 ? WhyResult::Link::Edge::none : edge_between(graph, chain[i - 1], chain[i])});
  }
  if (!chain.empty()) {
    result.order =
        first == asked_first ? WhyResult::Order::as_asked : WhyResult::Order::the_other_way;
  }
  return result;
}

}  // namespace sqlmig::commands

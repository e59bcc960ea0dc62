#include "commands/unfinished.hpp"

#include <algorithm>

namespace sqlmig::commands {

std::vector<Graph::Index> unfinished_in(RevisionState state, const AppliedRevisions& applied,
                                        const Graph& graph) {
  std::vector<Graph::Index> revisions;
  for (const AppliedRevision& row : applied.rows) {
    const auto index = graph.find(row.id.text());
    if (row.state == state && index) revisions.push_back(*index);
  }
  std::sort(revisions.begin(), revisions.end());
  return revisions;
}

AppliedRevisions without(const std::vector<Graph::Index>& revisions,
                         const AppliedRevisions& applied, const Graph& graph) {
  AppliedRevisions rest = applied;
  std::erase_if(rest.rows, [&](const AppliedRevision& row) {
    const auto index = graph.find(row.id.text());
    return index && std::binary_search(revisions.begin(), revisions.end(), *index);
  });
  return rest;
}

}  // namespace sqlmig::commands

#include "commands/revision_line.hpp"

#include "core/id_list.hpp"
#include <sqlmig/branches.hpp>

#include <utility>

namespace sqlmig::commands {

RevisionLines::RevisionLines(const History& history, const AppliedRevisions* rows)
    : history_(history), branches_(branch_labels(history)), current_(history.graph.size()) {
  if (rows == nullptr) return;
  applied_ = applied_set(*rows, history.graph);
  for (const AppliedRevision* head : applied_heads(*rows)) {
    if (const auto index = history.graph.find(head->id.text())) current_.insert(*index);
  }
}

RevisionLine RevisionLines::of(Graph::Index index) const {
  const Graph& graph = history_.graph;
  const Manifest& manifest = history_.at(index).manifest;
  RevisionLine line{graph.id(index),
                    manifest.message,
                    manifest.author,
                    manifest.created,
                    manifest.path,
                    ids_of(graph, graph.parents(index)),
                    ids_of(graph, graph.children(index)),
                    ids_of(graph, graph.dependencies(index)),
                    ids_of(graph, graph.dependents(index)),
                    names_of(manifest.labels),
                    names_of(manifest.tags),
                    {branches_[index].begin(), branches_[index].end()},
                    graph.is_head(index),
                    graph.is_base(index),
                    graph.is_branch_point(index),
                    graph.is_merge(index),
                    std::nullopt,
                    std::nullopt};
  if (applied_) {
    line.applied = applied_->contains(index);
    line.current = current_.contains(index);
  }
  return line;
}

std::vector<UnknownLine> unknown_lines(const AppliedRevisions& applied, const IsKnown& is_known) {
  std::vector<UnknownLine> lines;
  for (UnknownRevision& unknown : unknown_revisions(applied, is_known))
    lines.push_back({*unknown.row, std::move(unknown.built_on)});
  return lines;
}

}  // namespace sqlmig::commands

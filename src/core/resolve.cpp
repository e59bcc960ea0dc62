#include "core/id_list.hpp"
#include "core/locate.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/resolve.hpp>

#include <fmt/core.h>

#include <optional>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using Anchor = RevisionPoint::Anchor;
using Index = Graph::Index;
using Indices = std::vector<Index>;

Error not_above(const RevisionSpec& spec, const std::string& end, const std::string& what) {
  return Error(ErrorCode::usage,
               fmt::format("nothing leads from one end of '{}' to the other: {} is not {}",
                           spec.text, end, what))
      .with_advice("the older end comes first, as in 'OLD:NEW'");
}

// The base of a branch stands for the bases of its lineage.
Indices lower_end(const Graph& graph, const RevisionTarget& from) {
  if (!from.revisions.empty() || !from.branch) return from.revisions;
  Indices bases = graph.bases();
  const RevisionSet lineage = graph.lineage(*from.branch);
  std::erase_if(bases, [&](Index base) { return !lineage.contains(base); });
  return bases;
}

// An upper end that was named has to be where the lower one leads.
void require_above(const RevisionSpec& spec, const Graph& graph, const RevisionTarget& from,
                   const RevisionSet& above, const Indices& upper) {
  const bool of_branch = from.revisions.empty();
  const std::string what = of_branch ? "in the lineage of " + graph.id(*from.branch).text()
                                     : "built on " + list_of(graph, from.revisions);
  const RevisionSet allowed = of_branch ? graph.lineage(*from.branch) : above;
  if (upper.empty()) throw not_above(spec, "the base", what);
  for (const Index end : upper) {
    if (!allowed.contains(end)) throw not_above(spec, graph.id(end).text(), what);
  }
}

}  // namespace

RevisionTarget resolve_target(const RevisionSpec& spec, const History& history,
                              const RevisionSet* applied) {
  const auto* point = std::get_if<RevisionPoint>(&spec.form);
  if (point == nullptr) {
    throw Error(ErrorCode::usage,
                fmt::format("'{}' is a range, and a revision is wanted", spec.text))
        .with_advice("ranges are for 'sqlmig history -r'");
  }
  return locate(*point, history, applied);
}

RevisionTarget resolve_downward(const RevisionSpec& spec, const History& history,
                                const RevisionSet* applied) {
  RevisionTarget target = resolve_target(spec, history, applied);
  const auto& point = std::get<RevisionPoint>(spec.form);
  const bool means_base = point.anchor == Anchor::base || point.steps < 0;
  if (target.revisions.empty() && !means_base) {
    throw Error(ErrorCode::usage, fmt::format("'{}' names no revision here", spec.text))
        .with_advice("if nothing is to be left, say 'base'");
  }
  return target;
}

Index resolve_one(const RevisionSpec& spec, const History& history, const RevisionSet* applied) {
  const Indices found = resolve_target(spec, history, applied).revisions;
  if (found.empty()) {
    throw Error(ErrorCode::usage, fmt::format("'{}' names no revision here", spec.text))
        .with_advice(history.graph.size() == 0 ? "'sqlmig revision -m MESSAGE' writes the first one"
                                               : "'sqlmig history' lists the revisions");
  }
  if (found.size() > 1) {
    throw Error(ErrorCode::ambiguous_revision,
                fmt::format("'{}' names {} revisions, and one is wanted: {}", spec.text,
                            found.size(), list_of(history.graph, found)))
        .with_advice("name one of them");
  }
  return found.front();
}

RevisionSet resolve_range(const RevisionSpec& spec, const History& history,
                          const RevisionSet* applied) {
  const auto* range = std::get_if<RevisionRange>(&spec.form);
  if (range == nullptr) {
    throw Error(ErrorCode::usage,
                fmt::format("'{}' is a revision, and a range is wanted", spec.text))
        .with_advice("write FROM:TO, FROM: or :TO; 'sqlmig show' shows one revision");
  }
  const Graph& graph = history.graph;
  const RevisionTarget from =
      range->from ? locate(*range->from, history, applied) : RevisionTarget{};
  Indices upper = range->to ? locate(*range->to, history, applied).revisions : graph.heads();
  // An open end is that of the branch that the other one names.
  if (!range->to && from.branch) {
    const RevisionSet lineage = graph.lineage(*from.branch);
    std::erase_if(upper, [&](Index end) { return !lineage.contains(end); });
  }
  RevisionSet members = graph.ancestors(upper);
  const Indices lower = lower_end(graph, from);
  if (lower.empty()) return members;
  const RevisionSet above = graph.descendants(lower, Edges::parents);
  if (range->to) require_above(spec, graph, from, above, upper);
  members.intersect(above);
  return members;
}

}  // namespace sqlmig

#include "core/id_list.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/plan.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig {
namespace {

Step make_step(const History& history, Graph::Index index, Direction direction,
               std::string reason) {
  const Revision& revision = history.at(index);
  // An irreversible revision has no down script; require_reversible refuses such a plan.
  const Script* script = direction == Direction::up ? &revision.up
                         : revision.down            ? &*revision.down
                                                    : nullptr;
  return {direction,
          index,
          revision.id,
          revision.digest,
          script != nullptr ? script->directives.transaction : TransactionMode::transactional,
          script != nullptr ? script->path : revision.manifest.path,
          std::move(reason)};
}

// Why each revision is in an upgrade: the target that reaches it. A sweep along the order of the
// graph hands the target on from revision to revision, so the cost does not depend on how many
// there are.
class Causes {
 public:
  Causes(const Graph& graph, std::span<const Graph::Index> targets)
      : graph_(graph), cause_(graph.size(), kNone) {
    for (const Graph::Index target : targets) cause_[target] = target;
    for (std::size_t n = graph_.size(); n-- > 0;) {
      const auto index = static_cast<Graph::Index>(n);
      for (const Graph::Index parent : graph_.parents(index)) inherit(parent, index);
      for (const Graph::Index other : graph_.dependencies(index)) inherit(other, index);
    }
  }

  [[nodiscard]] std::string reason(Graph::Index index) const {
    if (cause_[index] == index) return "the target";
    return fmt::format("an ancestor of {}", graph_.id(cause_[index]).text());
  }

 private:
  static constexpr Graph::Index kNone = static_cast<Graph::Index>(-1);

  void inherit(Graph::Index heir, Graph::Index from) {
    if (cause_[heir] == kNone) cause_[heir] = cause_[from];
  }

  const Graph& graph_;
  std::vector<Graph::Index> cause_;
};

// Why each revision is in a downgrade: the target that it is built on, or where all of them go the
// lineage that it is in; else what it stands on goes.
class RevertReasons {
 public:
  RevertReasons(const Graph& graph, const RevisionTarget& target,
                std::span<const Graph::Index> roots)
      : graph_(graph),
        target_(target),
        built_on_(graph.descendants(roots, Edges::parents)),
        meant_(target.branch ? graph.lineage(*target.branch) : built_on_),
        below_(graph.size(), kNone) {
    for (const Graph::Index kept : target.revisions) below_[kept] = kept;
    for (Graph::Index index = 0; index < graph.size(); ++index) {
      for (const Graph::Index parent : graph.parents(index)) {
        if (below_[index] == kNone) below_[index] = below_[parent];
      }
    }
  }

  [[nodiscard]] std::string reason(Graph::Index index) const {
    if (!built_on_.contains(index)) return "depends on what is reverted";
    if (below_[index] != kNone) return "built on " + graph_.id(below_[index]).text();
    if (!target_.branch) return "everything goes";
    return meant_.contains(index) ? "in the lineage of " + graph_.id(*target_.branch).text()
                                  : "built on what is reverted";
  }

 private:
  static constexpr Graph::Index kNone = static_cast<Graph::Index>(-1);

  const Graph& graph_;
  const RevisionTarget& target_;
  RevisionSet built_on_;
  RevisionSet meant_;
  std::vector<Graph::Index> below_;  // the target that each revision is built on
};

Plan empty_plan(const AppliedRevisions& applied, DatabaseKind database) {
  return {database, applied_head_histories(applied), {}};
}

}  // namespace

Plan plan_upgrade(const History& history, const AppliedRevisions& applied, DatabaseKind database,
                  std::span<const Graph::Index> targets) {
  Plan plan = empty_plan(applied, database);
  const RevisionSet done = applied_set(applied, history.graph);
  const Causes causes(history.graph, targets);
  for (const Graph::Index index : history.graph.ancestors(targets).members()) {
    if (done.contains(index)) continue;
    plan.steps.push_back(make_step(history, index, Direction::up, causes.reason(index)));
  }
  return plan;
}

std::vector<Graph::Index> downgrade_roots(const Graph& graph, const RevisionTarget& target) {
  RevisionSet roots(graph.size());
  if (target.revisions.empty()) {
    for (const Graph::Index base : graph.bases()) roots.insert(base);
  }
  for (const Graph::Index index : target.revisions) {
    for (const Graph::Index child : graph.children(index)) roots.insert(child);
  }
  // What another target stands on stays too.
  for (const Graph::Index kept : graph.ancestors(target.revisions).members()) roots.erase(kept);
  if (target.branch) roots.intersect(graph.lineage(*target.branch));
  return roots.members();
}

void require_within_branch(const Graph& graph, const RevisionSet& applied,
                           const RevisionTarget& target, const RevisionSpec& spec) {
  const auto* point = std::get_if<RevisionPoint>(&spec.form);
  if (point == nullptr || point->branch.empty() || !target.branch) return;
  const RevisionSet lineage = graph.lineage(*target.branch);
  RevisionSet doomed = graph.descendants(downgrade_roots(graph, target), Edges::parents);
  doomed.intersect(applied);
  std::vector<Graph::Index> others = doomed.members();
  std::erase_if(others, [&](Graph::Index index) { return lineage.contains(index); });
  if (others.empty()) return;
  // The branch begins on the parent of its first member.
  const Graph::Index first = branch_members(graph, *target.branch).members().front();
  const std::string where =
      graph.parents(first).size() == 1
          ? fmt::format("'{}@{}'", point->branch, graph.id(graph.parents(first).front()).text())
          : "the revision where the branch begins";
  throw Error(
      ErrorCode::refused,
      fmt::format("'{}' leads below the place where other branches begin, and these of them "
                  "would go too: {}",
                  spec.text, list_of(graph, others)))
      .with_advice(fmt::format("nothing was changed; for the branch alone, say {}", where));
}

Plan plan_downgrade(const History& history, const AppliedRevisions& applied, DatabaseKind database,
                    const RevisionTarget& target) {
  const Graph& graph = history.graph;
  Plan plan = empty_plan(applied, database);
  const std::vector<Graph::Index> roots = downgrade_roots(graph, target);
  const RevertReasons reasons(graph, target, roots);
  RevisionSet doomed = graph.descendants(roots);
  doomed.intersect(applied_set(applied, graph));
  const std::vector<Graph::Index> members = doomed.members();
  for (auto it = members.rbegin(); it != members.rend(); ++it) {
    plan.steps.push_back(make_step(history, *it, Direction::down, reasons.reason(*it)));
  }
  return plan;
}

Plan plan_revert(const History& history, const AppliedRevisions& applied, DatabaseKind database,
                 std::span<const Graph::Index> revisions) {
  Plan plan = empty_plan(applied, database);
  RevisionSet left = history.graph.descendants(revisions);
  left.intersect(applied_set(applied, history.graph));
  for (const Graph::Index index : revisions) left.erase(index);
  if (!left.empty()) {
    throw Error(ErrorCode::refused, "these applied revisions stand on what would be reverted: " +
                                        joined(ids_of(history.graph, left.members())))
        .with_advice("name the revision to go back to instead");
  }
  std::vector<Graph::Index> newest_first(revisions.begin(), revisions.end());
  std::sort(newest_first.rbegin(), newest_first.rend());
  for (const Graph::Index index : newest_first) {
    plan.steps.push_back(make_step(history, index, Direction::down, "among the last applied"));
  }
  return plan;
}

Plan plan_redo(const History& history, const AppliedRevisions& applied, DatabaseKind database,
               std::span<const Graph::Index> revisions) {
  Plan plan = plan_revert(history, applied, database, revisions);
  for (std::size_t n = plan.steps.size(); n-- > 0;) {
    const Graph::Index index = plan.steps[n].revision;
    plan.steps.push_back(make_step(history, index, Direction::up, "applied again"));
  }
  return plan;
}

Plan plan_rest(const History& history, const AppliedRevisions& applied, const Plan& plan) {
  const Graph& graph = history.graph;
  RevisionSet set = applied_set(applied, graph);
  Plan rest = empty_plan(applied, plan.database);
  const auto there = [&](Graph::Index index) { return set.contains(index); };
  for (const Step& step : plan.steps) {
    const bool up = step.direction == Direction::up;
    if (up == set.contains(step.revision)) continue;
    const auto parents = graph.parents(step.revision);
    const auto others = graph.dependencies(step.revision);
    const std::vector<Graph::Index> above =
        graph.descendants(std::span(&step.revision, 1)).members();
    const bool possible = up ? std::all_of(parents.begin(), parents.end(), there) &&
                                   std::all_of(others.begin(), others.end(), there)
                             : std::none_of(above.begin(), above.end(), [&](Graph::Index i) {
                                 return i != step.revision && set.contains(i);
                               });
    if (!possible) {
      throw Error(ErrorCode::conflict,
                  fmt::format("another sqlmig changed the database, and {} cannot go {} any more",
                              step.id.text(), to_string(step.direction)))
          .with_advice("look at 'sqlmig status', then say again what is wanted");
    }
    if (up) {
      set.insert(step.revision);
    } else {
      set.erase(step.revision);
    }
    rest.steps.push_back(step);
  }
  return rest;
}

}  // namespace sqlmig

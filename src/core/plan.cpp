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

// Why each revision is in the plan: the target that reaches it. A sweep along the order of the
// graph hands the target on from revision to revision, so the cost does not depend on how many
// there are.
class Causes {
 public:
  Causes(const Graph& graph, std::span<const Graph::Index> targets)
      : graph_(graph), cause_(graph.size(), kNone) {
    for (const Graph::Index target : targets) cause_[target] = target;
  }

  void spread_to_ancestors() {
    for (std::size_t n = graph_.size(); n-- > 0;) {
      const auto index = static_cast<Graph::Index>(n);
      for (const Graph::Index parent : graph_.parents(index)) inherit(parent, index);
      for (const Graph::Index other : graph_.dependencies(index)) inherit(other, index);
    }
  }

  void spread_to_descendants() {
    for (Graph::Index index = 0; index < graph_.size(); ++index) {
      for (const Graph::Index parent : graph_.parents(index)) inherit(index, parent);
      for (const Graph::Index other : graph_.dependencies(index)) inherit(index, other);
    }
  }

  [[nodiscard]] std::string reason(Graph::Index index, std::string_view relation) const {
    if (cause_[index] == kNone) return "everything goes";
    if (cause_[index] == index) return "the target";
    return fmt::format("{} of {}", relation, graph_.id(cause_[index]).text());
  }

 private:
  static constexpr Graph::Index kNone = static_cast<Graph::Index>(-1);

  void inherit(Graph::Index heir, Graph::Index from) {
    if (cause_[heir] == kNone) cause_[heir] = cause_[from];
  }

  const Graph& graph_;
  std::vector<Graph::Index> cause_;
};

Plan empty_plan(const AppliedRevisions& applied, DatabaseKind database) {
  return {database, applied_history_checksums(applied), {}};
}

}  // namespace

std::string_view to_string(DatabaseKind kind) {
  return kind == DatabaseKind::sqlite ? "sqlite" : "postgresql";
}

Checksum plan_checksum(const Plan& plan) {
  std::string text = fmt::format("sqlmig plan 1\ndatabase {}\n", to_string(plan.database));
  for (const Checksum& head : plan.from) text += fmt::format("from {}\n", head.text());
  for (const Step& step : plan.steps) {
    text += fmt::format("{} {} {}\n", to_string(step.direction), step.digest.text(),
                        to_string(step.transaction));
  }
  return sha256(text);
}

Plan plan_upgrade(const History& history, const AppliedRevisions& applied, DatabaseKind database,
                  std::span<const Graph::Index> targets) {
  Plan plan = empty_plan(applied, database);
  const RevisionSet done = applied_set(applied, history.graph);
  Causes causes(history.graph, targets);
  causes.spread_to_ancestors();
  for (const Graph::Index index : history.graph.ancestors(targets).members()) {
    if (done.contains(index)) continue;
    plan.steps.push_back(
        make_step(history, index, Direction::up, causes.reason(index, "an ancestor")));
  }
  return plan;
}

Plan plan_downgrade(const History& history, const AppliedRevisions& applied, DatabaseKind database,
                    std::span<const Graph::Index> targets) {
  Plan plan = empty_plan(applied, database);
  Causes causes(history.graph, targets);
  causes.spread_to_descendants();
  RevisionSet doomed = applied_set(applied, history.graph);
  if (!targets.empty()) {
    const RevisionSet above = history.graph.descendants(targets);
    for (const Graph::Index index : doomed.members()) {
      if (!above.contains(index)) doomed.erase(index);
    }
    for (const Graph::Index target : targets) doomed.erase(target);
  }
  const std::vector<Graph::Index> members = doomed.members();
  for (auto it = members.rbegin(); it != members.rend(); ++it) {
    plan.steps.push_back(
        make_step(history, *it, Direction::down, causes.reason(*it, "a descendant")));
  }
  return plan;
}

Plan plan_revert(const History& history, const AppliedRevisions& applied, DatabaseKind database,
                 std::span<const Graph::Index> revisions) {
  Plan plan = empty_plan(applied, database);
  const RevisionSet above = history.graph.descendants(revisions);
  std::string remaining;
  for (const Graph::Index index : applied_set(applied, history.graph).members()) {
    if (!above.contains(index)) continue;
    if (std::find(revisions.begin(), revisions.end(), index) == revisions.end()) {
      remaining.append(remaining.empty() ? "" : ", ").append(history.graph.id(index).text());
    }
  }
  if (!remaining.empty()) {
    throw Error(ErrorCode::refused,
                "these applied revisions stand on what would be reverted: " + remaining)
        .with_advice("name the revision to go back to instead");
  }
  std::vector<Graph::Index> newest_first(revisions.begin(), revisions.end());
  std::sort(newest_first.rbegin(), newest_first.rend());
  for (const Graph::Index index : newest_first) {
    plan.steps.push_back(make_step(history, index, Direction::down, "among the last applied"));
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

void require_reversible(const History& history, const Plan& plan, EmptyDowns empty_downs) {
  std::string reasons;
  bool only_empty = true;
  for (const Step& step : plan.steps) {
    if (step.direction != Direction::down) continue;
    const Revision& revision = history.at(step.revision);
    if (!revision.down) {
      only_empty = false;
      reasons += fmt::format("\n  {} is irreversible: {}", revision.id.text(),
                             revision.manifest.irreversible.value_or(""));
    } else if (empty_downs == EmptyDowns::refused && !revision.is_merge() &&
               revision.down->content == Script::Content::blank &&
               revision.up.content == Script::Content::statements) {
      reasons +=
          fmt::format("\n  {} holds no statement, so nothing would be undone", revision.down->path);
    }
  }
  if (reasons.empty()) return;
  throw Error(ErrorCode::refused, "this downgrade cannot be carried out to its end:" + reasons)
      .with_advice(only_empty ? "nothing was reverted; --allow-empty-down goes over these revisions"
                              : "nothing was reverted; choose a target after these revisions");
}

}  // namespace sqlmig

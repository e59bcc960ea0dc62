#include "unit/core/alembic_departures.hpp"

#include <sqlmig/branches.hpp>
#include <sqlmig/plan.hpp>

#include <algorithm>
#include <iterator>

namespace sqlmig::alembic {
namespace {

using Anchor = RevisionPoint::Anchor;

Revisions meet(const Revisions& some, const RevisionSet& others) {
  Revisions both;
  std::copy_if(some.begin(), some.end(), std::inserter(both, both.end()),
               [&](Index i) { return others.contains(i); });
  return both;
}

Revisions parents_of(const Graph& graph, Index index) {
  return {graph.parents(index).begin(), graph.parents(index).end()};
}

Revisions children_of(const Graph& graph, Index index) {
  return {graph.children(index).begin(), graph.children(index).end()};
}

/// These, and what stands on them.
RevisionSet above(const Graph& graph, const Revisions& revisions,
                  Edges edges = Edges::parents_and_dependencies) {
  return graph.descendants(std::vector<Index>(revisions.begin(), revisions.end()), edges);
}

/// These, and what they stand on.
RevisionSet below(const Graph& graph, const Revisions& revisions,
                  Edges edges = Edges::parents_and_dependencies) {
  return graph.ancestors(std::vector<Index>(revisions.begin(), revisions.end()), edges);
}

/// What a point names without a database; nothing if it is refused.
std::optional<Revisions> named(const RevisionPoint& point, const History& history) {
  try {
    return revisions_of(resolve_target({point, point.text}, history, nullptr).revisions);
  } catch (const Error&) {
    return std::nullopt;
  }
}

Index revision_of(const std::string& name, const History& history) {
  return resolve_one(parse_revision_spec(name), history, nullptr);
}

// Each tells from a question and its two answers whether this is its case.

/// Whoever has no children is a head. Alembic's `heads`, unlike its `head`, leave out those that
/// others depend on, and so does its history where it ends at the heads of a branch.
bool counts_heads_that_others_depend_on(const Question& q) {
  const Graph& graph = q.graph();
  const Revisions heads = revisions_of(graph.heads());
  if (q.kind == Kind::lookup) {
    return q.text == "heads" && q.sqlmig.revisions == heads &&
           q.alembic.revisions == q.about.own_heads;
  }
  if (q.kind != Kind::history || !q.branch() || q.to() != nullptr || !q.sqlmig.revisions)
    return false;
  Revisions needed = meet(heads, graph.lineage(*q.branch()));
  for (const Index head : q.about.own_heads) needed.erase(head);
  const Revisions left_out = meet(*q.sqlmig.revisions, below(graph, needed));
  Revisions both = q.alembic.revisions.value_or(Revisions());
  both.insert(left_out.begin(), left_out.end());
  return !left_out.empty() && q.sqlmig.revisions == both;
}

/// `LABEL@heads` are the heads of that branch even if one needs another. Alembic says that they
/// overlap, and upgrades to none.
bool upgrades_to_heads_that_need_one_another(const Question& q) {
  if (q.kind != Kind::upgrade || !q.branch() || q.from()->anchor != Anchor::heads ||
      !q.alembic_says("error"))
    return false;
  const Graph& graph = q.graph();
  const Revisions heads = meet(revisions_of(graph.heads()), graph.lineage(*q.branch()));
  const bool overlap = std::any_of(heads.begin(), heads.end(), [&](Index head) {
    return meet(heads, below(graph, {head})).size() > 1;
  });
  Revisions pending = revisions_of(below(graph, heads).members());
  for (const Index i : q.applied) pending.erase(i);
  return overlap && q.sqlmig.revisions == pending;
}

/// Where `ID-N` is the base, only what ID is built on and its kin go. Alembic forgets ID on the way
/// and reverts all that there is.
bool keeps_to_the_line_that_reaches_the_base(const Question& q) {
  if (q.kind != Kind::downgrade || q.from()->anchor != Anchor::named || q.from()->steps >= 0 ||
      !q.from()->branch.empty() || q.alembic.revisions != q.applied)
    return false;
  const Graph& graph = q.graph();
  const Index from = revision_of(q.from()->name, q.history());
  const Revisions bases = meet(revisions_of(graph.bases()), below(graph, {from}, Edges::parents));
  return named(*q.from(), q.history()) == Revisions() &&
         q.sqlmig.revisions == meet(q.applied, above(graph, bases));
}

/// Steps back on a branch of which nothing is applied. Alembic takes them on what it would begin
/// on, which is not of that branch.
bool refuses_steps_back_on_a_branch_that_has_not_begun(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || q.from()->anchor != Anchor::current ||
      q.from()->steps >= 0 || q.sqlmig.code != ErrorCode::usage)
    return false;
  const RevisionSet members = branch_members(q.graph(), *q.branch());
  return std::none_of(q.applied.begin(), q.applied.end(),
                      [&](Index i) { return members.contains(i); });
}

/// `LABEL@` says that one branch is meant. Alembic takes along what else is built on the place that
/// it leads to.
bool refuses_to_take_other_branches_along(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || !q.alembic.revisions ||
      q.sqlmig.code != ErrorCode::refused)
    return false;
  const RevisionSet lineage = q.graph().lineage(*q.branch());
  const RevisionSet built_on_it =
      above(q.graph(), meet(*q.alembic.revisions, lineage), Edges::parents);
  return std::any_of(q.alembic.revisions->begin(), q.alembic.revisions->end(),
                     [&](Index i) { return !lineage.contains(i) && built_on_it.contains(i); });
}

/// `LABEL@ID` is one of that branch, as it is in all other places. Alembic's downgrade does not
/// look and goes to ID.
bool refuses_to_go_down_to_another_branch(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || q.from()->anchor != Anchor::named ||
      !q.alembic.revisions || q.sqlmig.code != ErrorCode::usage)
    return false;
  const Index to = revision_of(q.from()->name, q.history());
  return !q.graph().lineage(*q.branch()).contains(to);
}

/// Steps from what is applied need one place to start from. Alembic overlooks an applied head on
/// which another one depends, and takes the one that is left.
bool does_not_choose_among_applied_heads(const Question& q) {
  if ((q.kind != Kind::upgrade && q.kind != Kind::downgrade) ||
      q.from()->anchor != Anchor::current || !q.alembic.revisions ||
      q.sqlmig.code != ErrorCode::ambiguous_revision)
    return false;
  RevisionSet active(q.graph().size());
  for (const Index i : q.applied) active.insert(i);
  if (q.branch()) active.intersect(q.graph().lineage(*q.branch()));
  return q.graph().heads_of(active).size() > 1;
}

/// Of the parents of a merge, the label tells which one is meant. Alembic says that it is
/// ambiguous.
bool steps_down_from_a_merge_along_the_branch(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || q.from()->anchor != Anchor::current ||
      !q.alembic_says("error") || !q.sqlmig.revisions)
    return false;
  const RevisionSet lineage = q.graph().lineage(*q.branch());
  return std::any_of(q.sqlmig.revisions->begin(), q.sqlmig.revisions->end(), [&](Index i) {
    return lineage.contains(i) && q.graph().is_merge(i) &&
           meet(parents_of(q.graph(), i), lineage).size() == 1;
  });
}

/// All that is built on the label is on its branch, and goes. Alembic looks below the label for
/// what to revert, finds nothing, and refuses; it does not where the target has a single child.
bool goes_down_to_where_the_branch_has_begun(const Question& q) {
  if (q.kind != Kind::downgrade || !q.branch() || !q.alembic_says("error") || !q.sqlmig.revisions)
    return false;
  const Graph& graph = q.graph();
  const Revisions targets = meet(q.applied, above(graph, {*q.branch()}, Edges::parents));
  return std::any_of(targets.begin(), targets.end(), [&](Index target) {
    const Revisions children = children_of(graph, target);
    return children.size() > 1 && q.sqlmig.revisions == meet(q.applied, above(graph, children));
  });
}

/// Where nothing is built on an applied target, the database is there: nothing is to be done.
/// Alembic refuses, unless the target is one that it has stored.
bool is_there_already(const Question& q) {
  if (q.kind != Kind::downgrade || !q.alembic_says("error") || q.sqlmig.revisions != Revisions())
    return false;
  const auto target = named(*q.from(), q.history());
  if (!target || target->size() != 1) return false;
  RevisionSet kin(q.graph().size());
  for (Index i = 0; i < q.graph().size(); ++i) kin.insert(i);
  if (q.branch()) kin = q.graph().lineage(*q.branch());
  const Index index = *target->begin();
  return q.applied.contains(index) && !q.stored.contains(index) &&
         std::none_of(q.applied.begin(), q.applied.end(), [&](Index i) {
           return kin.contains(i) && parents_of(q.graph(), i).contains(index);
         });
}

/// `LABEL@base:` holds what is built on the base of the branch, as `ID:` holds what is built on ID.
/// Alembic adds what the upper end stands on besides: dependencies, and lines that were merged in.
bool holds_what_is_built_on_the_base_of_a_branch(const Question& q) {
  if (q.kind != Kind::history || q.from() == nullptr || !q.branch() || !q.alembic.revisions ||
      q.from()->anchor != Anchor::base)
    return false;
  const Graph& graph = q.graph();
  const Revisions bases = meet(revisions_of(graph.bases()), graph.lineage(*q.branch()));
  return q.sqlmig.revisions == meet(*q.alembic.revisions, above(graph, bases, Edges::parents));
}

/// `-N` and `LABEL@-N` in a range start at what is applied, as they do in all other places, and
/// need a database. Alembic starts at the heads of the files.
bool counts_from_what_is_applied(const Question& q) {
  return q.kind == Kind::history && needs_database(q.spec) && q.sqlmig.code == ErrorCode::usage;
}

/// The lower end of a range may have steps. Alembic does not know them there.
bool reads_steps_at_the_lower_end(const Question& q) {
  if (q.kind != Kind::history || q.from() == nullptr || q.to() == nullptr ||
      q.from()->anchor != Anchor::named || q.from()->steps >= 0 || !q.alembic_says("error"))
    return false;
  const auto from = named(*q.from(), q.history());
  if (!from) return false;
  std::string plain = ":" + q.to()->text;
  plain = (from->empty() ? q.from()->name + "@base" : q.graph().id(*from->begin()).text()) + plain;
  return q.sqlmig.revisions ==
         revisions_of(resolve_range(parse_revision_spec(plain), q.history(), nullptr).members());
}

/// Steps that lead out of the history are a mistake. Alembic says so to an upgrade; its history
/// stops at the head.
bool refuses_steps_out_of_the_history(const Question& q) {
  if (q.kind != Kind::history || q.to() == nullptr || q.to()->steps != 1 ||
      q.sqlmig.code != ErrorCode::usage)
    return false;
  return q.graph().is_head(revision_of(q.to()->name, q.history()));
}

/// `LABEL@base:` says where the range begins; its end is what was written. Alembic shows nothing if
/// that does not have the label, as what is built on it does, and what is below it at times.
bool takes_an_end_at_its_word(const Question& q) {
  if (q.kind != Kind::history || !q.branch() || q.to() == nullptr ||
      q.alembic.revisions != Revisions())
    return false;
  const auto to = named(*q.to(), q.history());
  const RevisionSet labelled = above(q.graph(), {*q.branch()}, Edges::parents);
  if (!to || !meet(*to, labelled).empty()) return false;
  return q.sqlmig.code == ErrorCode::usage ||
         (q.sqlmig.revisions &&
          meet(*q.sqlmig.revisions, below(q.graph(), *to)) == *q.sqlmig.revisions);
}

}  // namespace

Revisions revisions_of(const std::vector<Index>& indices) {
  return {indices.begin(), indices.end()};
}

#define SQLMIG_DEPARTURE(function) \
  Departure { #function, function }
const std::vector<Departure>& departures() {
  static const std::vector<Departure> kAll = {
      SQLMIG_DEPARTURE(counts_heads_that_others_depend_on),
      SQLMIG_DEPARTURE(upgrades_to_heads_that_need_one_another),
      SQLMIG_DEPARTURE(keeps_to_the_line_that_reaches_the_base),
      SQLMIG_DEPARTURE(refuses_steps_back_on_a_branch_that_has_not_begun),
      SQLMIG_DEPARTURE(refuses_to_take_other_branches_along),
      SQLMIG_DEPARTURE(refuses_to_go_down_to_another_branch),
      SQLMIG_DEPARTURE(does_not_choose_among_applied_heads),
      SQLMIG_DEPARTURE(steps_down_from_a_merge_along_the_branch),
      SQLMIG_DEPARTURE(goes_down_to_where_the_branch_has_begun),
      SQLMIG_DEPARTURE(is_there_already),
      SQLMIG_DEPARTURE(holds_what_is_built_on_the_base_of_a_branch),
      SQLMIG_DEPARTURE(counts_from_what_is_applied),
      SQLMIG_DEPARTURE(reads_steps_at_the_lower_end),
      SQLMIG_DEPARTURE(refuses_steps_out_of_the_history),
      SQLMIG_DEPARTURE(takes_an_end_at_its_word),
  };
  return kAll;
}
#undef SQLMIG_DEPARTURE

}  // namespace sqlmig::alembic

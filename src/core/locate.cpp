#include "core/locate.hpp"

#include "core/find_revision.hpp"
#include "core/id_list.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace sqlmig {
namespace {

using Anchor = RevisionPoint::Anchor;
using Index = Graph::Index;
using Indices = std::vector<Index>;

// A lineage that a point is confined to.
struct Branch {
  std::string name;  // as it was written
  Index revision;
  RevisionSet lineage;
};

// Finds one point. The message of every refusal speaks of the point as it was written.
class Finder {
 public:
  Finder(const RevisionPoint& point, const History& history, const RevisionSet* applied)
      : point_(point), history_(history), graph_(history.graph), applied_(applied) {
    if (point.branch.empty()) return;
    const Index revision = find_revision(history, point.branch, nullptr);
    branch_ = Branch{point.branch, revision, graph_.lineage(revision)};
  }

  [[nodiscard]] RevisionTarget locate() const {
    RevisionTarget target{anchors(), std::nullopt};
    if (branch_) target.branch = branch_->revision;
    if (point_.steps == 0) return target;
    if (target.revisions.size() > 1) throw several_starts(target.revisions);
    const std::optional<Index> start =
        target.revisions.empty() ? std::nullopt : std::optional(target.revisions.front());
    const Walk end = walk(start);
    if (end.left > 0 && end.choices.empty()) throw too_far(std::abs(point_.steps) - end.left);
    if (end.left > 0) throw fork(end.at, end.choices);
    // Steps back concern the line that they are taken on, not its neighbours; from a revision that
    // is named, this matters where they reach the base, which other lines share.
    const bool own_line = point_.anchor == Anchor::current || !end.at;
    if (point_.steps < 0 && own_line && !branch_) target.branch = start;
    target.revisions = end.at ? Indices{*end.at} : Indices{};
    return target;
  }

 private:
  [[nodiscard]] Indices on_branch(Indices indices) const {
    if (branch_) std::erase_if(indices, [&](Index i) { return !branch_->lineage.contains(i); });
    return indices;
  }

  // Where the point stands before any step.
  [[nodiscard]] Indices anchors() const {
    switch (point_.anchor) {
      case Anchor::named: {
        const Index index =
            find_revision(history_, point_.name, branch_ ? &branch_->lineage : nullptr);
        if (on_branch({index}).empty()) {
          throw Error(ErrorCode::usage, fmt::format("{} is not in the lineage of '{}'",
                                                    graph_.id(index).text(), branch_->name))
              .with_advice(where_to_look());
        }
        return {index};
      }
      case Anchor::base:
        return {};
      case Anchor::heads:
        return on_branch(graph_.heads());
      case Anchor::head: {
        Indices heads = on_branch(graph_.heads());
        if (heads.size() > 1) throw several_heads(heads);
        return heads;
      }
      case Anchor::current:
        return applied_tips();
    }
    return {};
  }

  [[nodiscard]] Indices applied_tips() const {
    if (applied_ == nullptr) {
      throw Error(ErrorCode::usage,
                  fmt::format("'{}' is relative to what a database has applied", point_.text))
          .with_advice("this command asks no database: name the revision");
    }
    if (!branch_) return graph_.heads_of(*applied_);
    RevisionSet active = *applied_;
    active.intersect(branch_->lineage);
    if (point_.steps < 0) require_begun(active);
    return graph_.heads_of(active);
  }

  // Steps back on a branch that has not begun would lead down what it shares with others.
  void require_begun(RevisionSet active) const {
    active.intersect(branch_members(graph_, branch_->revision));
    if (!active.empty()) return;
    throw Error(ErrorCode::usage, fmt::format("'{}' starts at what is applied, and nothing of the "
                                              "branch '{}' is",
                                              point_.text, branch_->name))
        .with_advice("'sqlmig current' shows what is applied");
  }

  // Where a walk ends: `left` steps early at a fork, whose ways are `choices`, or where there are
  // none. Nothing for `at`: the base, below all revisions.
  struct Walk {
    std::optional<Index> at;
    int left;
    Indices choices;
  };

  // One revision at a time; a fork is never guessed at.
  [[nodiscard]] Walk walk(std::optional<Index> at) const {
    for (int left = std::abs(point_.steps); left > 0; --left) {
      Indices next = point_.steps > 0 ? above(at) : below(at);
      const bool leaves = point_.steps > 0 ? next.empty() : !at;
      if (leaves || next.size() > 1) return {at, left, std::move(next)};
      at = next.empty() ? std::nullopt : std::optional(next.front());
    }
    return {at, 0, {}};
  }

  // Whether an advice may offer this point.
  [[nodiscard]] bool can_be_located() const {
    const Indices starts = on_branch(point_.steps == 0 ? graph_.heads() : applied_tips());
    if (starts.size() > 1) return false;
    return walk(starts.empty() ? std::nullopt : std::optional(starts.front())).left == 0;
  }

  [[nodiscard]] Indices above(std::optional<Index> at) const {
    if (!at) return on_branch(graph_.bases());
    const auto children = graph_.children(*at);
    return on_branch({children.begin(), children.end()});
  }

  [[nodiscard]] Indices below(std::optional<Index> at) const {
    if (!at) return {};
    const auto parents = graph_.parents(*at);
    return on_branch({parents.begin(), parents.end()});
  }

  // LABEL@head, or LABEL@+N with the steps of this point.
  [[nodiscard]] bool can_be_offered(std::string_view branch, Anchor anchor) const {
    RevisionPoint point;
    point.branch = branch;
    point.anchor = anchor;
    if (anchor == Anchor::current) point.steps = point_.steps;
    return Finder(point, history_, applied_).can_be_located();
  }

  [[nodiscard]] Error several_heads(const Indices& heads) const {
    const std::string of = branch_ ? fmt::format(" in the lineage of '{}'", branch_->name) : "";
    const std::string all = branch_ ? branch_->name + "@heads" : "heads";
    std::string advice =
        fmt::format("join them with 'sqlmig merge{}', name one, or say '{}' for all",
                    branch_ ? " " + all : "", all);
    if (const std::string ones = branch_names(heads, Anchor::head); !branch_ && !ones.empty()) {
      advice += ", or one branch: " + ones;
    }
    return Error(ErrorCode::ambiguous_revision,
                 fmt::format("there are {} heads{}: {}", heads.size(), of, list_of(graph_, heads)))
        .with_advice(std::move(advice));
  }

  [[nodiscard]] Error several_starts(const Indices& starts) const {
    const std::string steps = fmt::format("{:+}", point_.steps);
    std::string branches;
    if (point_.anchor == Anchor::current) {
      branches = branch_names(starts, Anchor::current);
      const std::string& first = graph_.id(starts.front()).text();
      if (branches.empty() && can_be_offered(first, Anchor::current)) {
        branches = fmt::format("{}@{}", first, steps);
      }
    }
    const bool back_from_applied = point_.anchor == Anchor::current && point_.steps < 0;
    return Error(ErrorCode::ambiguous_revision,
                 fmt::format("'{}' is ambiguous: there are {} revisions to start from: {}",
                             point_.text, starts.size(), list_of(graph_, starts)))
        .with_advice(point_.anchor == Anchor::current
                         ? fmt::format("{}name the revision{}",
                                       branches.empty() ? "" : "say " + branches + ", or ",
                                       back_from_applied ? last_applied() : "")
                         : "name the revision");
  }

  [[nodiscard]] Error fork(std::optional<Index> at, const Indices& next) const {
    const std::string from = at ? graph_.id(*at).text() : "the base";
    const bool up = point_.steps > 0;
    std::string advice = "name the revision";
    if (point_.anchor == Anchor::current) {
      const std::string ones = branch_names(next, Anchor::current);
      if (!ones.empty()) advice += ", or say " + ones;
    }
    if (!up && point_.anchor == Anchor::current) advice += last_applied();
    return Error(ErrorCode::ambiguous_revision,
                 fmt::format("'{}' is ambiguous: {} has {} {}: {}", point_.text, from, next.size(),
                             up ? "children" : "parents", list_of(graph_, next)))
        .with_advice(std::move(advice));
  }

  [[nodiscard]] Error too_far(int steps) const {
    const std::string possible = steps == 0   ? "no step is"
                                 : steps == 1 ? "only one step is"
                                              : fmt::format("only {} steps are", steps);
    return Error(ErrorCode::usage,
                 fmt::format("'{}' leads out of the history: {} possible{}", point_.text, possible,
                             branch_ ? fmt::format(" in the lineage of '{}'", branch_->name) : ""))
        .with_advice(where_to_look());
  }

  // The command that shows where this point could be.
  [[nodiscard]] std::string where_to_look() const {
    return branch_ ? fmt::format("'sqlmig history -r {}@base:' shows that lineage", branch_->name)
                   : "'sqlmig history' lists the revisions";
  }

  // How to go back where the graph does not tell: the order of application always does.
  [[nodiscard]] std::string last_applied() const {
    return fmt::format(", or say 'sqlmig downgrade --last {}'", -point_.steps);
  }

  // The labels that tell these revisions apart and lead on, each with `anchor`.
  [[nodiscard]] std::string branch_names(const Indices& choices, Anchor anchor) const {
    const std::string suffix =
        anchor == Anchor::head ? "@head" : fmt::format("@{:+}", point_.steps);
    constexpr std::size_t kMaxNamed = 5;
    const auto labels = branch_labels(history_);
    std::vector<std::string> names;
    for (const Index choice : choices) {
      for (const std::string_view label : labels[choice]) {
        const bool shared = std::any_of(choices.begin(), choices.end(), [&](Index other) {
          return other != choice &&
                 std::binary_search(labels[other].begin(), labels[other].end(), label);
        });
        if (!shared && can_be_offered(label, anchor)) names.push_back(std::string(label) + suffix);
      }
    }
    if (names.size() > kMaxNamed) names.resize(kMaxNamed);
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
      text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    }
    return text;
  }

  const RevisionPoint& point_;
  const History& history_;
  const Graph& graph_;
  const RevisionSet* applied_;
  std::optional<Branch> branch_;
};

}  // namespace

RevisionTarget locate(const RevisionPoint& point, const History& history,
                      const RevisionSet* applied) {
  return Finder(point, history, applied).locate();
}

}  // namespace sqlmig

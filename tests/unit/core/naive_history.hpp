// A history by its definitions: sets and recursion, slow and obviously right.
#pragma once

#include "support/histories.hpp"
#include "unit/core/graphs.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/revision_spec.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::test {

using Anchor = RevisionPoint::Anchor;
using Set = std::set<std::string>;

inline Set both(Set a, const Set& b) {
  a.insert(b.begin(), b.end());
  return a;
}
inline Set common(const Set& a, const Set& b) {
  Set result;
  for (const std::string& id : a) {
    if (b.contains(id)) result.insert(id);
  }
  return result;
}
inline Set without(Set a, const Set& b) {
  for (const std::string& id : b) a.erase(id);
  return a;
}

// The base, as a place to stand: below all revisions.
inline const std::string kBase;

// What a name means: revisions and the branch they are confined to, or why it is refused.
struct Answer {
  Set ids;
  std::string branch = {};
  friend bool operator==(const Answer&, const Answer&) = default;
};
using Outcome = std::variant<Answer, ErrorCode>;

class Naive {
 public:
  explicit Naive(const std::vector<Draft>& drafts) {
    for (const Draft& draft : drafts) {
      drafts_[draft.id] = draft;
      all_.insert(draft.id);
    }
    for (const std::string& id : all_) {
      for (const std::string& parent : drafts_.at(id).parents) children_[parent].insert(id);
      for (const std::string& other : below(id)) above_[other].insert(id);
      for (const std::string& other : built_on(id)) built_above_[other].insert(id);
    }
  }

  [[nodiscard]] const Set& all() const { return all_; }
  [[nodiscard]] const Draft& draft(const std::string& id) const { return drafts_.at(id); }
  [[nodiscard]] Set parents(const std::string& id) const {
    const Ids& list = drafts_.at(id).parents;
    return {list.begin(), list.end()};
  }
  [[nodiscard]] Set stands_on(const std::string& id) const {
    const Ids& others = drafts_.at(id).depends_on;
    return both(parents(id), {others.begin(), others.end()});
  }
  [[nodiscard]] const Set& children(const std::string& id) const { return of(children_, id); }

  // A revision and all that it stands on, by parents and dependencies.
  [[nodiscard]] const Set& below(const std::string& id) const {
    const auto known = below_.find(id);
    if (known != below_.end()) return known->second;
    Set result{id};
    for (const std::string& other : stands_on(id)) result = both(result, below(other));
    return below_[id] = result;
  }
  // The same by parents only.
  [[nodiscard]] const Set& built_on(const std::string& id) const {
    const auto known = built_on_.find(id);
    if (known != built_on_.end()) return known->second;
    Set result{id};
    for (const std::string& parent : parents(id)) result = both(result, built_on(parent));
    return built_on_[id] = result;
  }
  // A revision and all that stands on it; all that is built on it.
  [[nodiscard]] const Set& above(const std::string& id) const { return of(above_, id); }
  [[nodiscard]] const Set& built_above(const std::string& id) const { return of(built_above_, id); }
  [[nodiscard]] Set lineage(const std::string& id) const {
    return both(built_on(id), built_above(id));
  }

  [[nodiscard]] Set below(const Set& ids) const {
    Set result;
    for (const std::string& id : ids) result = both(result, below(id));
    return result;
  }
  [[nodiscard]] Set above(const Set& ids) const {
    Set result;
    for (const std::string& id : ids) result = both(result, above(id));
    return result;
  }

  // Those that no other member has as a parent; or has as a parent or dependency.
  [[nodiscard]] Set heads_of(const Set& members, Edges edges = Edges::parents) const {
    Set result = members;
    for (const std::string& id : members) {
      result = without(result, edges == Edges::parents ? parents(id) : stands_on(id));
    }
    return result;
  }
  [[nodiscard]] Set heads() const { return heads_of(all_); }
  [[nodiscard]] Set bases() const {
    Set result;
    for (const std::string& id : all_) {
      if (parents(id).empty()) result.insert(id);
    }
    return result;
  }

  // The branch of a label on `id`: what is built on it, and downwards what leads nowhere else and
  // is no merge.
  [[nodiscard]] Set branch(const std::string& id) const {
    Set result = built_above(id);
    std::string at = id;
    while (parents(at).size() == 1) {
      at = *parents(at).begin();
      if (children(at).size() > 1 || parents(at).size() > 1) break;
      result.insert(at);
    }
    return result;
  }

  [[nodiscard]] Outcome target(const RevisionPoint& point,
                               const std::optional<Set>& applied) const {
    try {
      return locate(point, applied);
    } catch (const Refused& refused) {
      return refused.code;
    }
  }

  [[nodiscard]] Outcome range(const RevisionRange& range, const std::optional<Set>& applied) const {
    try {
      const Answer from = range.from ? locate(*range.from, applied) : Answer{};
      Set upper = range.to ? locate(*range.to, applied).ids : heads();
      Set allowed = all_;
      if (!from.branch.empty()) allowed = lineage(from.branch);
      if (!range.to) upper = common(upper, allowed);
      Set lower = from.ids;
      if (lower.empty() && !from.branch.empty()) lower = common(bases(), allowed);
      if (lower.empty()) return Answer{below(upper)};
      Set over;
      for (const std::string& id : lower) over = both(over, built_above(id));
      if (!from.ids.empty()) allowed = over;
      const bool leads_there = !upper.empty() && common(upper, allowed) == upper;
      if (range.to && !leads_there) throw Refused{ErrorCode::usage};
      return Answer{common(below(upper), over)};
    } catch (const Refused& refused) {
      return refused.code;
    }
  }

  // Every place that `point` could mean if a walk might take any way. The base is one of them.
  [[nodiscard]] Set every_meaning(const RevisionPoint& point, const Set& applied) const {
    Set lines = all_;
    if (!point.branch.empty()) lines = lineage(*meanings(point.branch).begin());
    Set at;
    if (point.anchor == Anchor::named) at = meanings(point.name);
    if (point.anchor == Anchor::head || point.anchor == Anchor::heads) at = heads();
    if (point.anchor == Anchor::base) at = {kBase};
    if (point.anchor == Anchor::current) at = tips(applied, lines);
    at = point.anchor == Anchor::base ? at : common(at, lines);
    if (at.empty()) at = {kBase};
    for (int step = 0; step < std::abs(point.steps); ++step) {
      Set next;
      for (const std::string& place : at) {
        next = both(next, point.steps > 0 ? one_up(place, lines) : one_down(place, lines));
      }
      at = next;
    }
    return at;
  }

 private:
  struct Refused {
    ErrorCode code;
  };

  static const Set& of(const std::map<std::string, Set>& map, const std::string& id) {
    static const Set kNone;
    const auto found = map.find(id);
    return found == map.end() ? kNone : found->second;
  }

  [[nodiscard]] Set meanings(const std::string& name) const {
    if (all_.contains(name)) return {name};
    Set result;
    for (const auto& [id, draft] : drafts_) {
      const auto carries = [&](const Ids& list) {
        return std::find(list.begin(), list.end(), name) != list.end();
      };
      if (carries(draft.labels) || carries(draft.tags)) result.insert(id);
    }
    if (!result.empty() || name.size() < 4) return result;
    for (const std::string& id : all_) {
      if (id.substr(0, name.size()) == name) result.insert(id);
    }
    return result;
  }

  [[nodiscard]] std::string find(const std::string& name) const {
    return only(meanings(name), ErrorCode::unknown_revision);
  }

  // The one member.
  static std::string only(const Set& ids, ErrorCode none) {
    if (ids.empty()) throw Refused{none};
    if (ids.size() > 1) throw Refused{ErrorCode::ambiguous_revision};
    return *ids.begin();
  }

  [[nodiscard]] Set tips(const Set& applied, const Set& lines) const {
    return heads_of(common(applied, lines));
  }
  [[nodiscard]] Set one_up(const std::string& at, const Set& lines) const {
    return common(at == kBase ? bases() : children(at), lines);
  }
  // Below a base is the base; below that is nothing.
  [[nodiscard]] Set one_down(const std::string& at, const Set& lines) const {
    if (at == kBase) return {};
    return parents(at).empty() ? Set{kBase} : common(parents(at), lines);
  }

  [[nodiscard]] Answer locate(const RevisionPoint& point, const std::optional<Set>& applied) const {
    Answer answer;
    Set lines = all_;
    if (!point.branch.empty()) {
      answer.branch = find(point.branch);
      lines = lineage(answer.branch);
    }
    switch (point.anchor) {
      case Anchor::named:
        answer.ids = meanings(point.name);
        if (answer.ids.size() > 1 && common(answer.ids, lines).size() == 1)
          answer.ids = common(answer.ids, lines);
        only(answer.ids, ErrorCode::unknown_revision);
        if (!lines.contains(*answer.ids.begin())) throw Refused{ErrorCode::usage};
        break;
      case Anchor::base:
        break;
      case Anchor::head:
      case Anchor::heads:
        answer.ids = common(heads(), lines);
        if (point.anchor == Anchor::head) only(answer.ids, ErrorCode::internal);
        break;
      case Anchor::current:
        if (!applied) throw Refused{ErrorCode::usage};
        answer.ids = tips(*applied, lines);
        if (point.steps < 0 && !point.branch.empty() &&
            common(*applied, branch(answer.branch)).empty()) {
          throw Refused{ErrorCode::usage};
        }
        break;
    }
    if (point.steps == 0) return answer;
    std::string at = answer.ids.empty() ? kBase : only(answer.ids, ErrorCode::internal);
    const std::string start = at;
    for (int step = 0; step < std::abs(point.steps); ++step) {
      at = only(point.steps > 0 ? one_up(at, lines) : one_down(at, lines), ErrorCode::usage);
    }
    answer.ids = at == kBase ? Set{} : Set{at};
    const bool own_line = point.anchor == Anchor::current || at == kBase;
    if (point.steps < 0 && own_line && point.branch.empty()) answer.branch = start;
    return answer;
  }

  std::map<std::string, Draft> drafts_;
  Set all_;
  std::map<std::string, Set> children_;
  std::map<std::string, Set> above_;
  std::map<std::string, Set> built_above_;
  mutable std::map<std::string, Set> below_;
  mutable std::map<std::string, Set> built_on_;
};

}  // namespace sqlmig::test

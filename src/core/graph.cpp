#include <sqlmig/graph.hpp>

#include <algorithm>
#include <queue>

namespace sqlmig {

std::vector<std::uint32_t> RevisionSet::members() const {
  std::vector<std::uint32_t> result;
  for (std::size_t i = 0; i < bits_.size(); ++i) {
    if (bits_[i]) result.push_back(static_cast<std::uint32_t>(i));
  }
  return result;
}

void RevisionSet::intersect(const RevisionSet& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] = bits_[i] && other.bits_[i];
}

bool RevisionSet::empty() const {
  return std::find(bits_.begin(), bits_.end(), true) == bits_.end();
}

std::optional<Graph::Index> Graph::find(std::string_view id) const {
  const auto found =
      std::lower_bound(by_id_.begin(), by_id_.end(), id,
                       [&](Index i, std::string_view text) { return ids_[i].text() < text; });
  if (found == by_id_.end() || ids_[*found].text() != id) return std::nullopt;
  return *found;
}

std::vector<Graph::Index> Graph::find_by_prefix(std::string_view prefix) const {
  const auto first =
      std::lower_bound(by_id_.begin(), by_id_.end(), prefix,
                       [&](Index i, std::string_view text) { return ids_[i].text() < text; });
  const auto last = std::find_if_not(first, by_id_.end(),
                                     [&](Index i) { return ids_[i].text().starts_with(prefix); });
  return {first, last};
}

std::vector<Graph::Index> Graph::heads() const {
  std::vector<Index> result;
  for (Index i = 0; i < size(); ++i) {
    if (is_head(i)) result.push_back(i);
  }
  return result;
}

std::vector<Graph::Index> Graph::bases() const {
  std::vector<Index> result;
  for (Index i = 0; i < size(); ++i) {
    if (is_base(i)) result.push_back(i);
  }
  return result;
}

// Indices are a topological order, so one sweep down (or up) sees every revision after (or before)
// all that stand on it.
RevisionSet Graph::ancestors(std::span<const Index> of, Edges edges) const {
  RevisionSet set(size());
  for (const Index i : of) set.insert(i);
  for (std::size_t n = size(); n-- > 0;) {
    const auto i = static_cast<Index>(n);
    if (!set.contains(i)) continue;
    for (const Index parent : parents(i)) set.insert(parent);
    if (edges == Edges::parents) continue;
    for (const Index dependency : dependencies(i)) set.insert(dependency);
  }
  return set;
}

RevisionSet Graph::descendants(std::span<const Index> of, Edges edges) const {
  RevisionSet set(size());
  for (const Index i : of) set.insert(i);
  for (Index i = 0; i < size(); ++i) {
    if (!set.contains(i)) continue;
    for (const Index child : children(i)) set.insert(child);
    if (edges == Edges::parents) continue;
    for (const Index dependent : dependents(i)) set.insert(dependent);
  }
  return set;
}

RevisionSet Graph::lineage(Index of) const {
  RevisionSet set = ancestors(std::span(&of, 1), Edges::parents);
  for (const Index i : descendants(std::span(&of, 1), Edges::parents).members()) set.insert(i);
  return set;
}

std::vector<Graph::Index> Graph::chain(Index before, Index after) const {
  constexpr Index kNone = static_cast<Index>(-1);
  std::vector<Index> above(size(), kNone);  // the next one on the way up to `after`
  std::queue<Index> open;
  above[after] = after;
  open.push(after);
  while (!open.empty() && above[before] == kNone) {
    const Index at = open.front();
    open.pop();
    const auto visit = [&](Index below) {
      // Indices are a topological order: nothing under `before` leads to it.
      if (below < before || above[below] != kNone) return;
      above[below] = at;
      open.push(below);
    };
    for (const Index parent : parents(at)) visit(parent);
    for (const Index dependency : dependencies(at)) visit(dependency);
  }
  if (above[before] == kNone) return {};
  std::vector<Index> result{before};
  while (result.back() != after) result.push_back(above[result.back()]);
  return result;
}

std::vector<Graph::Index> Graph::heads_of(const RevisionSet& set, Edges edges) const {
  std::vector<Index> result;
  const auto in_set = [&](Index i) { return set.contains(i); };
  for (const Index i : set.members()) {
    const auto above = children(i);
    const auto needed_by = dependents(i);
    const bool covered = std::any_of(above.begin(), above.end(), in_set) ||
                         (edges == Edges::parents_and_dependencies &&
                          std::any_of(needed_by.begin(), needed_by.end(), in_set));
    if (!covered) result.push_back(i);
  }
  return result;
}

}  // namespace sqlmig

// The graph of a revision history: which revision stands on which.
#pragma once

#include <sqlmig/revision.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace sqlmig {

/// A revision as the graph sees it.
struct GraphNode {
  RevisionId id;
  std::vector<RevisionId> parents;
  std::vector<RevisionId> depends_on;
};

/// Why nodes do not form a graph.
/// Shape: `path` holds the other ids concerned: the one that is unknown or repeated, or for a cycle
/// its members in order of "stands on", the first again at the end. `edge` says nothing of a cycle.
struct GraphProblem {
  enum class Fault { unknown, self, duplicate, cycle };
  enum class Edge { parent, dependency };

  Fault fault;
  Edge edge;
  std::size_t node;  // position in the input
  std::vector<RevisionId> path;
};

/// Along which edges a walk goes. Parents alone tell what is built on what; dependencies too tell
/// what must run before what.
enum class Edges { parents, parents_and_dependencies };

/// A set of revisions of one graph, as one bit each.
class RevisionSet {
 public:
  explicit RevisionSet(std::size_t graph_size) : bits_(graph_size, false) {}

  [[nodiscard]] bool contains(std::uint32_t index) const { return bits_[index]; }
  void insert(std::uint32_t index) { bits_[index] = true; }
  void erase(std::uint32_t index) { bits_[index] = false; }
  /// Leaves only what `other`, a set of the same graph, holds too.
  void intersect(const RevisionSet& other);
  /// The members in topological order.
  [[nodiscard]] std::vector<std::uint32_t> members() const;
  [[nodiscard]] bool empty() const;

 private:
  std::vector<bool> bits_;
};

/// A valid, immutable graph. A revision is known by its index, and **indices are a topological
/// order**: every revision has a higher index than its parents and dependencies. Among the
/// revisions that could come next, the one with the smallest id (by bytes) comes first, so equal
/// histories are numbered alike on every machine.
/// Parents make heads; dependencies (`depends_on`) count for order and closure only.
/// Cost: building is O((V + E) log V), every query is linear or better in what it returns or scans.
class Graph {
 public:
  using Index = std::uint32_t;
  using Problems = std::vector<GraphProblem>;

  /// Shape: either the graph or every problem of the input: unknown, self and repeated edges, and
  /// cycles, each a concrete path. No two of these share a revision, and without their revisions no
  /// cycle is left. Ids must be unique.
  [[nodiscard]] static std::variant<Graph, Problems> build(std::vector<GraphNode> nodes);

  Graph() = default;

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] const RevisionId& id(Index index) const { return ids_[index]; }
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// All revisions whose id starts with `prefix`, in order of id bytes.
  [[nodiscard]] std::vector<Index> find_by_prefix(std::string_view prefix) const;

  /// Each ascending by index.
  [[nodiscard]] std::span<const Index> parents(Index index) const { return parents_.of(index); }
  [[nodiscard]] std::span<const Index> children(Index index) const { return children_.of(index); }
  [[nodiscard]] std::span<const Index> dependencies(Index index) const {
    return depends_on_.of(index);
  }
  /// The revisions that name `index` as a dependency.
  [[nodiscard]] std::span<const Index> dependents(Index index) const {
    return dependents_.of(index);
  }

  [[nodiscard]] std::vector<Index> heads() const;  // no children
  [[nodiscard]] std::vector<Index> bases() const;  // no parents
  [[nodiscard]] bool is_head(Index index) const { return children(index).empty(); }
  [[nodiscard]] bool is_base(Index index) const { return parents(index).empty(); }
  [[nodiscard]] bool is_branch_point(Index index) const { return children(index).size() > 1; }
  [[nodiscard]] bool is_merge(Index index) const { return parents(index).size() > 1; }

  /// `of` and all that they stand on.
  [[nodiscard]] RevisionSet ancestors(std::span<const Index> of,
                                      Edges edges = Edges::parents_and_dependencies) const;
  /// `of` and all that stands on them.
  [[nodiscard]] RevisionSet descendants(std::span<const Index> of,
                                        Edges edges = Edges::parents_and_dependencies) const;
  /// `of`, what it is built on and what is built on it: by parents only.
  [[nodiscard]] RevisionSet lineage(Index of) const;
  /// A shortest chain that makes `before` run before `after`, with both: each stands on the one in
  /// front of it, by parent or dependency. Empty if there is none.
  [[nodiscard]] std::vector<Index> chain(Index before, Index after) const;
  /// The members of `set` on which no other member stands, in topological order.
  [[nodiscard]] std::vector<Index> heads_of(const RevisionSet& set,
                                            Edges edges = Edges::parents) const;

 private:
  // Adjacency lists laid end to end: list i is targets[begins[i] .. begins[i + 1]).
  struct Adjacency {
    std::vector<std::uint32_t> begins{0};
    std::vector<Index> targets;
    [[nodiscard]] std::span<const Index> of(Index index) const {
      return {targets.data() + begins[index], targets.data() + begins[index + 1]};
    }
  };
  friend class GraphBuilder;

  std::vector<RevisionId> ids_;
  std::vector<Index> by_id_;  // indices in order of id bytes
  Adjacency parents_;
  Adjacency children_;
  Adjacency depends_on_;
  Adjacency dependents_;
};

}  // namespace sqlmig

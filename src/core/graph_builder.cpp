// From nodes to a graph, or to all that is wrong with them.
#include <sqlmig/graph.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <unordered_map>

namespace sqlmig {

// Builds in two numberings: `rank` is the order of id bytes, which makes the ready queue a queue of
// numbers, and the final index is the topological order that comes out of it.
class GraphBuilder {
 public:
  explicit GraphBuilder(std::vector<GraphNode> nodes)
      : nodes_(std::move(nodes)), size_(nodes_.size()) {
    by_rank_.resize(size_);
    std::iota(by_rank_.begin(), by_rank_.end(), Rank{0});
    std::sort(by_rank_.begin(), by_rank_.end(),
              [&](Rank a, Rank b) { return nodes_[a].id < nodes_[b].id; });
    rank_of_.reserve(size_);
    for (Rank rank = 0; rank < size_; ++rank) rank_of_.emplace(node(rank).id.text(), rank);
  }

  std::variant<Graph, Graph::Problems> build() {
    parents_.resize(size_);
    depends_on_.resize(size_);
    for (Rank rank = 0; rank < size_; ++rank) {
      link(rank, GraphProblem::Edge::parent, node(rank).parents, parents_[rank]);
      link(rank, GraphProblem::Edge::dependency, node(rank).depends_on, depends_on_[rank]);
    }
    sort_topologically();
    if (order_.size() < size_) find_cycles();
    if (!problems_.empty()) return std::move(problems_);
    return assemble();
  }

 private:
  using Rank = std::uint32_t;
  using Fault = GraphProblem::Fault;
  using Edge = GraphProblem::Edge;

  [[nodiscard]] const GraphNode& node(Rank rank) const { return nodes_[by_rank_[rank]]; }

  void report(Fault fault, Edge edge, Rank rank, std::vector<RevisionId> path) {
    problems_.push_back({fault, edge, by_rank_[rank], std::move(path)});
  }

  // Resolves the ids that one revision names; what cannot be an edge is reported and left out.
  void link(Rank from, Edge edge, const std::vector<RevisionId>& names,
            std::vector<Rank>& targets) {
    for (const RevisionId& name : names) {
      const auto found = rank_of_.find(name.text());
      if (found == rank_of_.end()) {
        report(Fault::unknown, edge, from, {name});
      } else if (found->second == from) {
        report(Fault::self, edge, from, {name});
      } else if (std::find(targets.begin(), targets.end(), found->second) != targets.end()) {
        report(Fault::duplicate, edge, from, {name});
      } else {
        targets.push_back(found->second);
      }
    }
  }

  template <typename Visit>
  void each_edge(Rank rank, Visit visit) const {
    for (const Rank target : parents_[rank]) visit(target);
    for (const Rank target : depends_on_[rank]) visit(target);
  }

  // Kahn (1962), taking the smallest id among those that are ready.
  void sort_topologically() {
    missing_.resize(size_, 0);
    followers_.resize(size_);
    for (Rank rank = 0; rank < size_; ++rank) {
      each_edge(rank, [&](Rank target) {
        ++missing_[rank];
        followers_[target].push_back(rank);
      });
    }
    std::priority_queue<Rank, std::vector<Rank>, std::greater<>> ready;
    for (Rank rank = 0; rank < size_; ++rank) {
      if (missing_[rank] == 0) ready.push(rank);
    }
    order_.reserve(size_);
    while (!ready.empty()) {
      const Rank rank = ready.top();
      ready.pop();
      order_.push_back(rank);
      for (const Rank follower : followers_[rank]) {
        if (--missing_[follower] == 0) ready.push(follower);
      }
    }
    left_over_.resize(size_, true);
    for (const Rank rank : order_) left_over_[rank] = false;
  }

  // Every revision that was not ordered has an edge to another such one, so walking along them must
  // come back to a revision of the walk: a cycle. Without its members the same holds for the rest.
  void find_cycles() {
    std::vector<std::uint32_t> walk_of(size_, 0);
    std::uint32_t walk = 0;
    for (Rank start = 0; start < size_; ++start) {
      while (left_over_[start]) {
        ++walk;
        std::vector<Rank> path;
        Rank at = start;
        while (walk_of[at] != walk) {
          walk_of[at] = walk;
          path.push_back(at);
          at = smallest_left_over_target(at);
        }
        path.erase(path.begin(), std::find(path.begin(), path.end(), at));
        report_cycle(path);
        take_out(std::move(path));
      }
    }
  }

  // Takes these out of what is left over, and with them what could be ordered without them.
  void take_out(std::vector<Rank> ranks) {
    for (const Rank rank : ranks) left_over_[rank] = false;
    while (!ranks.empty()) {
      const Rank rank = ranks.back();
      ranks.pop_back();
      for (const Rank follower : followers_[rank]) {
        if (--missing_[follower] > 0 || !left_over_[follower]) continue;
        left_over_[follower] = false;
        ranks.push_back(follower);
      }
    }
  }

  [[nodiscard]] Rank smallest_left_over_target(Rank rank) const {
    Rank smallest = static_cast<Rank>(size_);
    each_edge(rank, [&](Rank target) {
      if (left_over_[target]) smallest = std::min(smallest, target);
    });
    return smallest;
  }

  void report_cycle(std::vector<Rank> cycle) {
    std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
    std::vector<RevisionId> ids;
    ids.reserve(cycle.size() + 1);
    for (const Rank rank : cycle) ids.push_back(node(rank).id);
    ids.push_back(ids.front());
    report(Fault::cycle, Edge::parent, cycle.front(), std::move(ids));
  }

  Graph assemble() {
    std::vector<Graph::Index> index_of(size_);
    for (Graph::Index index = 0; index < size_; ++index) index_of[order_[index]] = index;
    Graph graph;
    graph.parents_ = adjacency(parents_, index_of);
    graph.depends_on_ = adjacency(depends_on_, index_of);
    graph.children_ = reversed(graph.parents_);
    graph.dependents_ = reversed(graph.depends_on_);
    graph.by_id_ = std::move(index_of);  // ranks are positions in the order of ids
    graph.ids_.reserve(size_);
    for (const Rank rank : order_) graph.ids_.push_back(std::move(nodes_[by_rank_[rank]].id));
    return graph;
  }

  [[nodiscard]] Graph::Adjacency adjacency(const std::vector<std::vector<Rank>>& lists,
                                           const std::vector<Graph::Index>& index_of) const {
    Graph::Adjacency result;
    result.begins.reserve(size_ + 1);
    for (const Rank rank : order_) {
      const auto begin = static_cast<std::ptrdiff_t>(result.targets.size());
      for (const Rank target : lists[rank]) result.targets.push_back(index_of[target]);
      std::sort(result.targets.begin() + begin, result.targets.end());
      result.begins.push_back(static_cast<std::uint32_t>(result.targets.size()));
    }
    return result;
  }

  [[nodiscard]] Graph::Adjacency reversed(const Graph::Adjacency& forward) const {
    Graph::Adjacency result;
    result.begins.assign(size_ + 1, 0);
    for (const Graph::Index target : forward.targets) ++result.begins[target + 1];
    std::partial_sum(result.begins.begin(), result.begins.end(), result.begins.begin());
    result.targets.resize(forward.targets.size());
    std::vector<std::uint32_t> next(result.begins.begin(), result.begins.end() - 1);
    for (Graph::Index from = 0; from < size_; ++from) {
      for (const Graph::Index target : forward.of(from)) result.targets[next[target]++] = from;
    }
    return result;
  }

  std::vector<GraphNode> nodes_;
  std::size_t size_;
  std::vector<Rank> by_rank_;
  std::unordered_map<std::string_view, Rank> rank_of_;
  std::vector<std::vector<Rank>> parents_;
  std::vector<std::vector<Rank>> depends_on_;
  std::vector<std::uint32_t> missing_;        // how many edges keep a revision from being ordered
  std::vector<std::vector<Rank>> followers_;  // the edges turned round
  std::vector<Rank> order_;
  std::vector<bool> left_over_;
  Graph::Problems problems_;
};

std::variant<Graph, Graph::Problems> Graph::build(std::vector<GraphNode> nodes) {
  return GraphBuilder(std::move(nodes)).build();
}

}  // namespace sqlmig

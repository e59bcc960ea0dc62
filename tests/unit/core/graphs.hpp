// Graphs that are written in the test, or made by chance.
#pragma once

#include <sqlmig/graph.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace sqlmig::test {

/// A revision as a test of the graph writes it.
struct Node {
  std::string id;
  std::vector<std::string> parents = {};
  std::vector<std::string> depends_on = {};
};

inline std::vector<GraphNode> nodes_of(const std::vector<Node>& nodes) {
  std::vector<GraphNode> result;
  result.reserve(nodes.size());
  for (const Node& node : nodes) {
    result.push_back({RevisionId(node.id),
                      {node.parents.begin(), node.parents.end()},
                      {node.depends_on.begin(), node.depends_on.end()}});
  }
  return result;
}

/// The graph of these revisions; throws if they form none.
inline Graph graph_of(const std::vector<Node>& nodes) {
  auto built = Graph::build(nodes_of(nodes));
  if (!std::holds_alternative<Graph>(built)) throw std::runtime_error("these form no graph");
  return std::get<Graph>(std::move(built));
}

inline Graph::Problems problems_of(const std::vector<Node>& nodes) {
  auto built = Graph::build(nodes_of(nodes));
  if (auto* problems = std::get_if<Graph::Problems>(&built)) return std::move(*problems);
  return {};
}

using Ids = std::vector<std::string>;

template <typename Indices>
Ids ids_of(const Graph& graph, const Indices& indices) {
  Ids ids;
  for (const Graph::Index index : indices) ids.push_back(graph.id(index).text());
  return ids;
}

/// All ids, in the order of the graph.
inline Ids order_of(const Graph& graph) {
  Ids ids;
  for (Graph::Index i = 0; i < graph.size(); ++i) ids.push_back(graph.id(i).text());
  return ids;
}

inline std::vector<Graph::Index> indices_of(const Graph& graph, const Ids& ids) {
  std::vector<Graph::Index> indices;
  indices.reserve(ids.size());
  for (const std::string& id : ids) indices.push_back(graph.find(id).value());
  return indices;
}

/// Up to `most` revisions with ids in no particular order, of which some begin alike; each on up to
/// three earlier ones and with up to two dependencies. Half of the graphs are bushes, the others
/// lines that fork and meet. Listed in no particular order.
inline std::vector<Node> random_nodes(std::mt19937& random, std::size_t most) {
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  const std::size_t size = below(most) + 1;
  std::vector<Node> nodes(size);
  for (std::size_t i = 0; i < size; ++i) {
    nodes[i].id = std::to_string(2000 + i / 3) + "_" + std::to_string(i % 3);
  }
  std::shuffle(nodes.begin(), nodes.end(), random);
  const bool lines = below(2) == 0;
  for (std::size_t i = 1; i < size; ++i) {
    const auto add = [&](std::vector<std::string>& list, std::size_t reach) {
      const std::string& other = nodes[i - 1 - below(std::min(i, reach))].id;
      if (std::find(list.begin(), list.end(), other) == list.end()) list.push_back(other);
    };
    const std::size_t parents = lines ? (below(10) + 8) / 9 + below(6) / 5 : below(4);
    for (std::size_t n = 0; n < parents; ++n) add(nodes[i].parents, lines ? 3 : size);
    for (std::size_t n = below(lines ? 5 : 6); n > 3; --n) add(nodes[i].depends_on, size);
  }
  std::shuffle(nodes.begin(), nodes.end(), random);
  return nodes;
}

}  // namespace sqlmig::test

// What must hold for every graph, against definitions that are slow and obviously right.
#include "unit/core/graphs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::graph_of;
using test::Ids;
using test::ids_of;
using test::Node;
using test::order_of;

class Naive {
 public:
  explicit Naive(const std::vector<Node>& nodes) {
    for (const Node& node : nodes) {
      nodes_[node.id] = node;
      for (const std::string& parent : node.parents) children_[parent].insert(node.id);
    }
  }

  // Of the revisions whose parents and dependencies are all placed, always the smallest id.
  [[nodiscard]] Ids order() const {
    Ids placed;
    while (placed.size() < nodes_.size()) {
      for (const auto& [id, node] : nodes_) {
        if (!among(placed, id) && all_among(placed, below(id))) {
          placed.push_back(id);
          break;
        }
      }
    }
    return placed;
  }

  [[nodiscard]] std::set<std::string> ancestors(const std::string& id) const {
    std::set<std::string> result{id};
    for (const std::string& other : below(id)) result.merge(ancestors(other));
    return result;
  }

  [[nodiscard]] std::set<std::string> descendants(const std::string& id) const {
    std::set<std::string> result;
    for (const auto& [other, node] : nodes_) {
      if (ancestors(other).contains(id)) result.insert(other);
    }
    return result;
  }

  [[nodiscard]] std::set<std::string> heads_of(const std::set<std::string>& members) const {
    std::set<std::string> result;
    for (const std::string& id : members) {
      const auto children = children_.find(id);
      const bool has_child =
          children != children_.end() &&
          std::any_of(children->second.begin(), children->second.end(),
                      [&](const std::string& child) { return members.contains(child); });
      if (!has_child) result.insert(id);
    }
    return result;
  }

 private:
  static bool among(const Ids& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }
  static bool all_among(const Ids& ids, const Ids& wanted) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const std::string& id) { return among(ids, id); });
  }
  [[nodiscard]] Ids below(const std::string& id) const {
    Ids result = nodes_.at(id).parents;
    const Ids& others = nodes_.at(id).depends_on;
    result.insert(result.end(), others.begin(), others.end());
    return result;
  }

  std::map<std::string, Node> nodes_;
  std::map<std::string, std::set<std::string>> children_;
};

std::set<std::string> id_set(const Graph& graph, const std::vector<Graph::Index>& indices) {
  const Ids ids = ids_of(graph, indices);
  return {ids.begin(), ids.end()};
}

// Calls `check` with some hundred graphs, always the same ones.
template <typename Check>
void for_random_graphs(Check check) {
  std::mt19937 random(20261121);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same on every run
  for (int i = 0; i < 300; ++i) check(test::random_nodes(random, 12), random);
}

TEST(GraphProperty, OrderIsThatOfTheDefinition) {
  for_random_graphs([](const std::vector<Node>& nodes, std::mt19937&) {
    ASSERT_EQ(order_of(graph_of(nodes)), Naive(nodes).order());
  });
}

TEST(GraphProperty, OrderDoesNotDependOnTheOrderOfTheInput) {
  std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same on every run
  for (int i = 0; i < 1000; ++i) {
    std::vector<Node> nodes = test::random_nodes(random, 40);
    const Ids expected = order_of(graph_of(nodes));
    std::shuffle(nodes.begin(), nodes.end(), random);
    for (Node& node : nodes) {
      std::shuffle(node.parents.begin(), node.parents.end(), random);
      std::shuffle(node.depends_on.begin(), node.depends_on.end(), random);
    }
    ASSERT_EQ(order_of(graph_of(nodes)), expected);
  }
}

TEST(GraphProperty, AncestorsAreThoseOfTheDefinition) {
  for_random_graphs([](const std::vector<Node>& nodes, std::mt19937&) {
    const Graph graph = graph_of(nodes);
    const Naive naive(nodes);
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      ASSERT_EQ(id_set(graph, graph.ancestors(std::span(&i, 1)).members()),
                naive.ancestors(graph.id(i).text()));
    }
  });
}

TEST(GraphProperty, DescendantsAreThoseOfTheDefinition) {
  for_random_graphs([](const std::vector<Node>& nodes, std::mt19937&) {
    const Graph graph = graph_of(nodes);
    const Naive naive(nodes);
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      ASSERT_EQ(id_set(graph, graph.descendants(std::span(&i, 1)).members()),
                naive.descendants(graph.id(i).text()));
    }
  });
}

TEST(GraphProperty, HeadsOfASetAreThoseOfTheDefinition) {
  for_random_graphs([](const std::vector<Node>& nodes, std::mt19937& random) {
    const Graph graph = graph_of(nodes);
    RevisionSet set(graph.size());
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      if (random() % 2 == 0) set.insert(i);
    }
    ASSERT_EQ(id_set(graph, graph.heads_of(set)),
              Naive(nodes).heads_of(id_set(graph, set.members())));
  });
}

TEST(GraphProperty, ParentsAndChildrenMirrorEachOther) {
  for_random_graphs([](const std::vector<Node>& nodes, std::mt19937&) {
    const Graph graph = graph_of(nodes);
    std::set<std::pair<Graph::Index, Graph::Index>> up;
    std::set<std::pair<Graph::Index, Graph::Index>> down;
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      for (const Graph::Index parent : graph.parents(i)) up.emplace(parent, i);
      for (const Graph::Index child : graph.children(i)) down.emplace(i, child);
    }
    ASSERT_EQ(up, down);
  });
}

TEST(GraphProperty, EdgesAreListedInAscendingOrder) {
  for_random_graphs([](const std::vector<Node>& nodes, std::mt19937&) {
    const Graph graph = graph_of(nodes);
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      for (const auto list : {graph.parents(i), graph.children(i), graph.dependencies(i)}) {
        ASSERT_TRUE(std::is_sorted(list.begin(), list.end()));
      }
    }
  });
}

TEST(GraphProperty, AHundredThousandRevisionsFormAGraph) {
  constexpr std::size_t kSize = 100'000;
  std::vector<GraphNode> nodes;
  nodes.reserve(kSize);
  const auto id = [](std::size_t i) { return RevisionId("r" + std::to_string(1'000'000 + i)); };
  for (std::size_t i = 0; i < kSize; ++i) {
    GraphNode node{id(i), {}, {}};
    if (i > 0) node.parents.push_back(id(i - 1));
    if (i > 100 && i % 10 == 0) node.parents.push_back(id(i - 100));
    if (i > 5000 && i % 7 == 0) node.depends_on.push_back(id(i / 2));
    nodes.push_back(std::move(node));
  }
  std::reverse(nodes.begin(), nodes.end());
  const auto built = Graph::build(std::move(nodes));
  ASSERT_TRUE(std::holds_alternative<Graph>(built));
  const auto& graph = std::get<Graph>(built);
  const std::vector<Graph::Index> heads = graph.heads();
  EXPECT_EQ(graph.ancestors(heads).members().size(), kSize);
}

}  // namespace
}  // namespace sqlmig

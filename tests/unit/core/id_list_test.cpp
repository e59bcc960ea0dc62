#include "core/id_list.hpp"

#include "unit/core/graphs.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::graph_of;
using test::indices_of;
using test::Node;

TEST(IdList, JoinsIds) {
  const std::vector<RevisionId> ids{RevisionId("b"), RevisionId("a"), RevisionId("c")};
  EXPECT_EQ(joined(ids), "b, a, c");
  EXPECT_EQ(joined(ids, " -> "), "b -> a -> c");
  EXPECT_EQ(joined(std::vector<RevisionId>{RevisionId("a")}), "a");
  EXPECT_EQ(joined(std::vector<RevisionId>()), "");
}

TEST(IdList, KeepsTheOrderOfIndices) {
  const Graph graph = graph_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}});
  EXPECT_EQ(joined(ids_of(graph, indices_of(graph, {"c", "a"}))), "c, a");
}

TEST(IdList, ListsTheFirstTenInAMessage) {
  std::vector<Node> nodes;
  for (char name = 'a'; name < 'm'; ++name) nodes.push_back({std::string(1, name), {}, {}});
  const Graph graph = graph_of(nodes);
  std::vector<Graph::Index> all(graph.size());
  std::iota(all.begin(), all.end(), Graph::Index{0});
  EXPECT_EQ(list_of(graph, all), "a, b, c, d, e, f, g, h, i, j and 2 more");
  all.resize(10);
  EXPECT_EQ(list_of(graph, all), "a, b, c, d, e, f, g, h, i, j");
}

}  // namespace
}  // namespace sqlmig

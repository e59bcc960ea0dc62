#include "unit/core/graphs.hpp"
#include <sqlmig/graph.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::graph_of;
using test::Ids;
using test::ids_of;
using test::indices_of;
using test::Node;
using test::order_of;

// bottom - left -- merge - top
//        \ right /                 `right` also depends on `far`, a base of its own.
const std::vector<Node>& diamond() {
  static const std::vector<Node> kNodes{
      {"bottom"}, {"left", {"bottom"}},         {"right", {"bottom"}, {"far"}},
      {"far"},    {"merge", {"left", "right"}}, {"top", {"merge"}}};
  return kNodes;
}

Ids ancestors(const Graph& graph, const Ids& of) {
  return ids_of(graph, graph.ancestors(indices_of(graph, of)).members());
}
Ids descendants(const Graph& graph, const Ids& of) {
  return ids_of(graph, graph.descendants(indices_of(graph, of)).members());
}
Ids parent_ancestors(const Graph& graph, const Ids& of) {
  return ids_of(graph, graph.ancestors(indices_of(graph, of), Edges::parents).members());
}
Ids parent_descendants(const Graph& graph, const Ids& of) {
  return ids_of(graph, graph.descendants(indices_of(graph, of), Edges::parents).members());
}
Ids heads_of(const Graph& graph, const Ids& members, Edges edges = Edges::parents) {
  RevisionSet set(graph.size());
  for (const Graph::Index i : indices_of(graph, members)) set.insert(i);
  return ids_of(graph, graph.heads_of(set, edges));
}
Ids lineage(const Graph& graph, const std::string& of) {
  return ids_of(graph, graph.lineage(graph.find(of).value()).members());
}
Ids chain(const Graph& graph, const std::string& before, const std::string& after) {
  return ids_of(graph, graph.chain(graph.find(before).value(), graph.find(after).value()));
}

TEST(Graph, PutsARevisionAfterItsParents) {
  EXPECT_EQ(order_of(graph_of({{"a", {"b"}}, {"b", {"c"}}, {"c"}})), (Ids{"c", "b", "a"}));
}

TEST(Graph, PutsARevisionAfterItsDependencies) {
  EXPECT_EQ(order_of(graph_of({{"a", {}, {"z"}}, {"z"}})), (Ids{"z", "a"}));
}

TEST(Graph, OrdersTiesByIdBytes) {
  EXPECT_EQ(order_of(graph_of({{"b"}, {"a"}, {"_"}, {"B"}, {"10"}, {"9"}})),
            (Ids{"10", "9", "B", "_", "a", "b"}));
}

TEST(Graph, TakesTheSmallestIdThatIsReadyAtEachStep) {
  // When `a` is done its child `b` is ready and comes before `c`, although `c` was ready first.
  EXPECT_EQ(order_of(graph_of({{"c"}, {"b", {"a"}}, {"a"}})), (Ids{"a", "b", "c"}));
}

TEST(Graph, HasOneOrderForEveryOrderOfTheInput) {
  std::vector<Node> nodes = diamond();
  const auto by_id = [](const Node& a, const Node& b) { return a.id < b.id; };
  std::sort(nodes.begin(), nodes.end(), by_id);
  const Ids expected{"bottom", "far", "left", "right", "merge", "top"};
  do {
    ASSERT_EQ(order_of(graph_of(nodes)), expected);
  } while (std::next_permutation(nodes.begin(), nodes.end(), by_id));
}

TEST(Graph, ListsParentsInItsOrderHoweverTheyWereNamed) {
  const Graph graph = graph_of({{"a"}, {"b"}, {"c", {"b", "a"}}});
  EXPECT_EQ(ids_of(graph, graph.parents(2)), (Ids{"a", "b"}));
}

TEST(Graph, OfNothingIsEmpty) {
  const Graph graph = graph_of({});
  EXPECT_EQ(graph.size(), 0U);
  EXPECT_TRUE(graph.heads().empty());
  EXPECT_TRUE(graph.bases().empty());
}

TEST(Graph, FindsARevisionByItsFullId) {
  const Graph graph = graph_of({{"abc"}, {"ab"}});
  EXPECT_EQ(graph.id(graph.find("abc").value()).text(), "abc");
}

TEST(Graph, FindsNoRevisionByPartOfItsId) {
  const Graph graph = graph_of({{"abc"}});
  for (const char* text : {"", "a", "ab", "abcd", "abd", "ABC", "b"}) {
    EXPECT_FALSE(graph.find(text)) << text;
  }
}

TEST(Graph, FindsAllRevisionsWithAPrefixInOrderOfIdBytes) {
  const Graph graph = graph_of({{"ab", {"abz"}}, {"abz"}, {"aa"}, {"ac"}, {"AB"}});
  EXPECT_EQ(ids_of(graph, graph.find_by_prefix("ab")), (Ids{"ab", "abz"}));
}

TEST(Graph, FindsNothingByAPrefixThatNoneHas) {
  const Graph graph = graph_of({{"ab"}, {"b"}});
  for (const char* prefix : {"c", "abc", "aa", "B"}) {
    EXPECT_TRUE(graph.find_by_prefix(prefix).empty()) << prefix;
  }
}

TEST(Graph, ListsParentsInItsOrder) {
  const Graph graph = graph_of(diamond());
  EXPECT_EQ(ids_of(graph, graph.parents(graph.find("merge").value())), (Ids{"left", "right"}));
}

TEST(Graph, ListsChildrenInItsOrder) {
  const Graph graph = graph_of(diamond());
  EXPECT_EQ(ids_of(graph, graph.children(graph.find("bottom").value())), (Ids{"left", "right"}));
}

TEST(Graph, KeepsDependenciesApartFromParents) {
  const Graph graph = graph_of(diamond());
  const Graph::Index right = graph.find("right").value();
  EXPECT_EQ(ids_of(graph, graph.dependencies(right)), Ids{"far"});
  EXPECT_EQ(ids_of(graph, graph.parents(right)), Ids{"bottom"});
}

TEST(Graph, ListsDependentsInItsOrder) {
  const Graph graph = graph_of({{"a"}, {"c", {}, {"a"}}, {"b", {}, {"a"}}, {"d", {"a"}}});
  EXPECT_EQ(ids_of(graph, graph.dependents(graph.find("a").value())), (Ids{"b", "c"}));
}

TEST(Graph, CountsAsHeadWhatNothingHasAsParent) {
  const Graph graph = graph_of(diamond());
  EXPECT_EQ(ids_of(graph, graph.heads()), (Ids{"far", "top"}));
}

TEST(Graph, CountsAsBaseWhatHasNoParent) {
  const Graph graph = graph_of(diamond());
  EXPECT_EQ(ids_of(graph, graph.bases()), (Ids{"bottom", "far"}));
}

TEST(Graph, CallsARevisionWithSeveralChildrenABranchPoint) {
  const Graph graph = graph_of(diamond());
  Ids found;
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    if (graph.is_branch_point(i)) found.push_back(graph.id(i).text());
  }
  EXPECT_EQ(found, Ids{"bottom"});
}

TEST(Graph, CallsARevisionWithSeveralParentsAMerge) {
  const Graph graph = graph_of(diamond());
  Ids found;
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    if (graph.is_merge(i)) found.push_back(graph.id(i).text());
  }
  EXPECT_EQ(found, Ids{"merge"});
}

TEST(Graph, CountsARevisionAmongItsAncestors) {
  EXPECT_EQ(ancestors(graph_of(diamond()), {"bottom"}), Ids{"bottom"});
}

TEST(Graph, FollowsParentsToAncestors) {
  EXPECT_EQ(ancestors(graph_of(diamond()), {"left"}), (Ids{"bottom", "left"}));
}

TEST(Graph, FollowsDependenciesToAncestors) {
  EXPECT_EQ(ancestors(graph_of(diamond()), {"right"}), (Ids{"bottom", "far", "right"}));
}

TEST(Graph, JoinsTheAncestorsOfSeveral) {
  EXPECT_EQ(ancestors(graph_of(diamond()), {"left", "far"}), (Ids{"bottom", "far", "left"}));
}

TEST(Graph, HasNoAncestorsOfNothing) { EXPECT_EQ(ancestors(graph_of(diamond()), {}), Ids{}); }

TEST(Graph, FollowsChildrenToDescendants) {
  EXPECT_EQ(descendants(graph_of(diamond()), {"left"}), (Ids{"left", "merge", "top"}));
}

TEST(Graph, FollowsDependenciesToDescendants) {
  EXPECT_EQ(descendants(graph_of(diamond()), {"far"}), (Ids{"far", "right", "merge", "top"}));
}

TEST(Graph, FollowsParentsAloneOnRequest) {
  EXPECT_EQ(parent_ancestors(graph_of(diamond()), {"right"}), (Ids{"bottom", "right"}));
  EXPECT_EQ(parent_ancestors(graph_of(diamond()), {"merge"}),
            (Ids{"bottom", "left", "right", "merge"}));
  EXPECT_EQ(parent_descendants(graph_of(diamond()), {"far"}), Ids{"far"});
  EXPECT_EQ(parent_descendants(graph_of(diamond()), {"bottom"}),
            (Ids{"bottom", "left", "right", "merge", "top"}));
}

TEST(Graph, HasInALineageWhatARevisionIsBuiltOnAndWhatIsBuiltOnIt) {
  EXPECT_EQ(lineage(graph_of(diamond()), "left"), (Ids{"bottom", "left", "merge", "top"}));
  EXPECT_EQ(lineage(graph_of(diamond()), "merge"),
            (Ids{"bottom", "left", "right", "merge", "top"}));
}

TEST(Graph, HasNoDependencyInALineage) {
  EXPECT_EQ(lineage(graph_of(diamond()), "far"), Ids{"far"});
}

TEST(Graph, HasAChainFromARevisionToWhatStandsOnIt) {
  EXPECT_EQ(chain(graph_of(diamond()), "left", "top"), (Ids{"left", "merge", "top"}));
}

TEST(Graph, GoesThroughDependenciesInAChain) {
  EXPECT_EQ(chain(graph_of(diamond()), "far", "merge"), (Ids{"far", "right", "merge"}));
}

TEST(Graph, GivesTheShortestChain) {
  const Graph graph =
      graph_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}, {"d", {"c"}}, {"x", {"a"}}, {"e", {"d", "x"}}});
  EXPECT_EQ(chain(graph, "a", "e"), (Ids{"a", "x", "e"}));
}

TEST(Graph, HasAChainOfOneFromARevisionToItself) {
  EXPECT_EQ(chain(graph_of(diamond()), "left", "left"), Ids{"left"});
}

TEST(Graph, HasNoChainWhereNothingStandsOnTheOther) {
  EXPECT_EQ(chain(graph_of(diamond()), "left", "right"), Ids{});
  EXPECT_EQ(chain(graph_of(diamond()), "right", "left"), Ids{});
  EXPECT_EQ(chain(graph_of(diamond()), "top", "bottom"), Ids{});
  EXPECT_EQ(chain(graph_of(diamond()), "far", "left"), Ids{});
}

TEST(Graph, TakesAsHeadsOfASetThoseWithNoChildInIt) {
  EXPECT_EQ(heads_of(graph_of(diamond()), {"bottom", "left", "right"}), (Ids{"left", "right"}));
}

TEST(Graph, LooksAtChildrenOnlyForHeadsOfASet) {
  // `right` depends on `far`, and is no child of it.
  EXPECT_EQ(heads_of(graph_of(diamond()), {"far", "right"}), (Ids{"far", "right"}));
}

TEST(Graph, LooksAtDependentsTooForHeadsOfASetOnRequest) {
  const Edges both = Edges::parents_and_dependencies;
  EXPECT_EQ(heads_of(graph_of(diamond()), {"far", "right"}, both), Ids{"right"});
  EXPECT_EQ(heads_of(graph_of(diamond()), {"far", "bottom", "left"}, both), (Ids{"far", "left"}));
}

TEST(RevisionSet, StartsEmpty) { EXPECT_TRUE(RevisionSet(3).empty()); }

TEST(RevisionSet, ListsItsMembersInOrder) {
  RevisionSet set(5);
  for (const std::uint32_t i : {4U, 0U, 2U}) set.insert(i);
  set.erase(0);
  EXPECT_EQ(set.members(), (std::vector<std::uint32_t>{2, 4}));
}

TEST(RevisionSet, KeepsWhatAnotherHoldsTooWhenIntersected) {
  RevisionSet set(5);
  RevisionSet other(5);
  for (const std::uint32_t i : {0U, 1U, 3U}) set.insert(i);
  for (const std::uint32_t i : {1U, 3U, 4U}) other.insert(i);
  set.intersect(other);
  EXPECT_EQ(set.members(), (std::vector<std::uint32_t>{1, 3}));
  EXPECT_EQ(other.members(), (std::vector<std::uint32_t>{1, 3, 4}));
}

TEST(RevisionSet, IsEmptyWhenIntersectedWithNothing) {
  RevisionSet set(2);
  set.insert(1);
  set.intersect(RevisionSet(2));
  EXPECT_TRUE(set.empty());
}

}  // namespace
}  // namespace sqlmig

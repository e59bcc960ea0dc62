#include "core/lanes.hpp"

#include "unit/core/graphs.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::graph_of;
using test::Ids;
using test::indices_of;
using test::Node;
using test::order_of;

std::vector<LaneRow> draw(const Graph& graph, const Ids& shown) {
  RevisionSet set(graph.size());
  for (const Graph::Index i : indices_of(graph, shown)) set.insert(i);
  return draw_lanes(graph, set);
}

// The drawing with the ids, from the second line on.
std::string picture(const std::vector<Node>& nodes, const Ids& shown) {
  const Graph graph = graph_of(nodes);
  std::string text = "\n";
  for (const LaneRow& row : draw(graph, shown)) {
    text += row.drawing;
    if (row.revision) text += " " + graph.id(*row.revision).text();
    text += "\n";
  }
  return text;
}
std::string picture(const std::vector<Node>& nodes) {
  return picture(nodes, order_of(graph_of(nodes)));
}

TEST(Lanes, OfNothingAreNoRows) { EXPECT_TRUE(draw(graph_of({{"a"}}), {}).empty()); }

TEST(Lanes, DrawAChainStraightDown) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"b"}}}), R"(
* c
* b
* a
)");
}

TEST(Lanes, GiveEachHeadALaneAndJoinItAtOnceWhereItsParentIsWaitedFor) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"a"}}}), R"(
* d
| * c
|/
| * b
|/
* a
)");
}

TEST(Lanes, KeepBranchesApartUntilTheyMeet) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b"}}, {"e", {"c"}}}), R"(
* e
| * d
* | c
| * b
|/
* a
)");
}

TEST(Lanes, PartBelowAMergeOfTwo) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}, {"e", {"d"}}}), R"(
* e
* d
|\
| * c
* | b
|/
* a
)");
}

TEST(Lanes, PartBelowAMergeOfThree) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"a"}}, {"e", {"b", "c", "d"}}}), R"(
* e
|\
|\|
| |\
| | * d
| * | c
| |/
* | b
|/
* a
)");
}

TEST(Lanes, CrossBelowTwoMergesOfTheSameParents) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}, {"e", {"b", "c"}}}), R"(
* e
|\
| | * d
| |/|
|/| |
| |/
| * c
* | b
|/
* a
)");
}

TEST(Lanes, NeverPutAHeadRightBelowAnEndWhichWouldMakeItAParent) {
  EXPECT_EQ(picture({{"a"}, {"b"}, {"c"}, {"d"}, {"e", {"d"}}}), R"(
* e
* d
  * c
* b
  * a
)");
}

TEST(Lanes, UseALaneAgainThatEndedFurtherUp) {
  EXPECT_EQ(picture({{"a"}, {"b"}, {"c", {"a"}}, {"d"}}), R"(
* d
  * c
* | b
  * a
)");
}

TEST(Lanes, EndAtABaseWhileOthersGoOn) {
  EXPECT_EQ(picture({{"a"}, {"b"}, {"c", {"a", "b"}}}), R"(
* c
|\
| * b
* a
)");
}

TEST(Lanes, JoinAcrossOthersToTheLeft) {
  EXPECT_EQ(picture({{"a"}, {"b"}, {"c"}, {"d", {"a"}}, {"e", {"c"}}, {"f", {"b"}}, {"g", {"a"}}}),
            R"(
* g
| * f
| | * e
| | | * d
| |_|/
|/| |
| | * c
| * b
* a
)");
}

TEST(Lanes, PartAcrossOthersToTheRight) {
  EXPECT_EQ(picture({{"a"},
                     {"b"},
                     {"c"},
                     {"d"},
                     {"e", {"a", "d"}},
                     {"f", {"c"}},
                     {"g", {"b"}},
                     {"h", {"e"}}}),
            R"(
* h
| * g
| | * f
* | | e
|\|_|
| | |\
| | | * d
| | * c
| * b
* a
)");
}

TEST(Lanes, ReachALaneThatWaitsFarToTheRight) {
  EXPECT_EQ(
      picture({{"a"}, {"b"}, {"c"}, {"d", {"a", "c"}}, {"e", {"c"}}, {"f", {"b"}}, {"g", {"d"}}}),
      R"(
* g
| * f
| | * e
* | | d
|\| |
| |\|
| | * c
| * b
* a
)");
}

TEST(Lanes, CrossAFreeLaneWithALineWithoutGaps) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c"}, {"d", {"a"}}}), R"(
* d
| * c
|   * b
| _/
|/
* a
)");
}

TEST(Lanes, EndTheLaneOfAMergeWhoseParentsAreAllWaitedForInTheRightmost) {
  EXPECT_EQ(picture({{"a"}, {"b"}, {"c", {"a", "b"}}, {"d", {"a"}}, {"e", {"b"}}}), R"(
* e
| * d
| | * c
| |/|
|/| |
| |/
* | b
  * a
)");
}

TEST(Lanes, EndWhereAParentIsNotShown) {
  EXPECT_EQ(picture({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}, {"e", {"d"}}},
                    {"b", "d", "e"}),
            R"(
* e
* d
* b
)");
}

TEST(Lanes, DoNotShowDependencies) {
  EXPECT_EQ(picture({{"a"}, {"b", {}, {"a"}}}), R"(
* b
  * a
)");
}

TEST(Lanes, SayWhatPassesBesideFurtherLinesOfText) {
  const Graph graph = graph_of({{"a"}, {"b"}, {"c", {"a", "b"}}, {"d", {"a"}}});
  std::string text = "\n";
  for (const LaneRow& row : draw(graph, order_of(graph))) {
    text += row.drawing + "\n";
    if (row.revision) text += row.below + " " + graph.id(*row.revision).text() + "\n";
  }
  EXPECT_EQ(text, R"(
*
| d
| *
| | c
|/|
| *
| b
*
 a
)");
}
}  // namespace
}  // namespace sqlmig

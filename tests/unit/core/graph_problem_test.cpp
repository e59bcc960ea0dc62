#include "unit/core/graphs.hpp"
#include <sqlmig/graph.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using Edge = GraphProblem::Edge;
using Fault = GraphProblem::Fault;
using test::Ids;
using test::Node;
using test::problems_of;

// A problem with its revision and path by id, to be compared and shown.
struct Seen {
  Fault fault;
  Edge edge;
  std::string id;
  Ids path;

  friend bool operator==(const Seen&, const Seen&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Seen& seen) {
    out << "fault " << static_cast<int>(seen.fault) << " edge " << static_cast<int>(seen.edge)
        << " of " << seen.id << ":";
    for (const std::string& id : seen.path) out << " " << id;
    return out;
  }
};

std::vector<Seen> seen_in(const std::vector<Node>& nodes) {
  std::vector<Seen> result;
  for (const GraphProblem& problem : problems_of(nodes)) {
    Ids path;
    for (const RevisionId& id : problem.path) path.push_back(id.text());
    result.push_back({problem.fault, problem.edge, nodes.at(problem.node).id, path});
  }
  return result;
}

std::vector<Ids> cycles_in(const std::vector<Node>& nodes) {
  std::vector<Ids> paths;
  for (const Seen& seen : seen_in(nodes)) {
    if (seen.fault == Fault::cycle) paths.push_back(seen.path);
  }
  return paths;
}

TEST(GraphProblems, NameAnUnknownParent) {
  EXPECT_EQ(seen_in({{"a"}, {"b", {"a", "x"}}}),
            (std::vector<Seen>{{Fault::unknown, Edge::parent, "b", {"x"}}}));
}

TEST(GraphProblems, NameAnUnknownDependency) {
  EXPECT_EQ(seen_in({{"a", {}, {"x"}}}),
            (std::vector<Seen>{{Fault::unknown, Edge::dependency, "a", {"x"}}}));
}

TEST(GraphProblems, NameARevisionThatIsItsOwnParent) {
  EXPECT_EQ(seen_in({{"a", {"a"}}}), (std::vector<Seen>{{Fault::self, Edge::parent, "a", {"a"}}}));
}

TEST(GraphProblems, NameARevisionThatDependsOnItself) {
  EXPECT_EQ(seen_in({{"a", {}, {"a"}}}),
            (std::vector<Seen>{{Fault::self, Edge::dependency, "a", {"a"}}}));
}

TEST(GraphProblems, NameAParentThatIsGivenTwice) {
  EXPECT_EQ(seen_in({{"a"}, {"b", {"a", "a"}}}),
            (std::vector<Seen>{{Fault::duplicate, Edge::parent, "b", {"a"}}}));
}

TEST(GraphProblems, NameADependencyThatIsGivenTwice) {
  EXPECT_EQ(seen_in({{"a"}, {"b", {}, {"a", "a"}}}),
            (std::vector<Seen>{{Fault::duplicate, Edge::dependency, "b", {"a"}}}));
}

TEST(GraphProblems, AllowARevisionToDependOnItsParent) {
  EXPECT_EQ(seen_in({{"a"}, {"b", {"a"}, {"a"}}}), std::vector<Seen>{});
}

TEST(GraphProblems, AreAllFoundInOneRun) {
  EXPECT_EQ(
      seen_in({{"a", {"x"}}, {"b", {"b"}}, {"c", {"a", "a"}, {"y"}}, {"d", {"e"}}, {"e", {"d"}}}),
      (std::vector<Seen>{{Fault::unknown, Edge::parent, "a", {"x"}},
                         {Fault::self, Edge::parent, "b", {"b"}},
                         {Fault::duplicate, Edge::parent, "c", {"a"}},
                         {Fault::unknown, Edge::dependency, "c", {"y"}},
                         {Fault::cycle, Edge::parent, "d", {"d", "e", "d"}}}));
}

TEST(GraphProblems, ShowACycleAsAPathThatReturns) {
  // `a` stands on `c`, `c` on `b`, `b` on `a`.
  EXPECT_EQ(cycles_in({{"a", {"c"}}, {"b", {"a"}}, {"c", {"b"}}}),
            (std::vector<Ids>{{"a", "c", "b", "a"}}));
}

TEST(GraphProblems, ShowACycleThroughADependency) {
  EXPECT_EQ(cycles_in({{"a", {}, {"b"}}, {"b", {"a"}}}), (std::vector<Ids>{{"a", "b", "a"}}));
}

TEST(GraphProblems, ShowACycleOfDependenciesOnly) {
  EXPECT_EQ(cycles_in({{"a", {}, {"b"}}, {"b", {}, {"a"}}}), (std::vector<Ids>{{"a", "b", "a"}}));
}

TEST(GraphProblems, LeaveOutOfACycleWhatOnlyStandsOnIt) {
  EXPECT_EQ(cycles_in({{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}, {"d"}, {"e", {"d", "a"}}}),
            (std::vector<Ids>{{"b", "c", "b"}}));
}

TEST(GraphProblems, ShowTwoSeparateCycles) {
  EXPECT_EQ(cycles_in({{"a", {"b"}}, {"b", {"a"}}, {"x", {"y"}}, {"y", {"x"}}}),
            (std::vector<Ids>{{"a", "b", "a"}, {"x", "y", "x"}}));
}

TEST(GraphProblems, ShowACycleThatStandsOnAnotherCycle) {
  // From `x` the way to the first cycle is as open as the way round its own.
  EXPECT_EQ(cycles_in({{"a", {"b"}}, {"b", {"a"}}, {"x", {"a", "y"}}, {"y", {"x"}}}),
            (std::vector<Ids>{{"a", "b", "a"}, {"x", "y", "x"}}));
}

TEST(GraphProblems, ShowCyclesThatStandOnEachOther) {
  EXPECT_EQ(cycles_in({{"a", {"b", "x"}}, {"b", {"a"}}, {"x", {"y", "a"}}, {"y", {"x"}}}),
            (std::vector<Ids>{{"a", "b", "a"}, {"x", "y", "x"}}));
}

TEST(GraphProblems, ShowOnePathForCyclesThatShareARevision) {
  EXPECT_EQ(cycles_in({{"a", {"b", "c"}}, {"b", {"a"}}, {"c", {"a"}}}),
            (std::vector<Ids>{{"a", "b", "a"}}));
}

TEST(GraphProblems, ShowTheSameCyclesForEveryOrderOfTheInput) {
  EXPECT_EQ(cycles_in({{"y", {"x"}}, {"b", {"a"}}, {"x", {"y"}}, {"a", {"b"}}}),
            (std::vector<Ids>{{"a", "b", "a"}, {"x", "y", "x"}}));
}

TEST(GraphProblems, FollowACycleOfAnyLength) {
  constexpr std::size_t kLength = 50'000;
  std::vector<Node> nodes(kLength);
  for (std::size_t i = 0; i < kLength; ++i) {
    nodes[i] = {"r" + std::to_string(i), {"r" + std::to_string((i + 1) % kLength)}};
  }
  const std::vector<Ids> cycles = cycles_in(nodes);
  ASSERT_EQ(cycles.size(), 1U);
  EXPECT_EQ(cycles[0].size(), kLength + 1);
  EXPECT_EQ(cycles[0].front(), cycles[0].back());
}

}  // namespace
}  // namespace sqlmig

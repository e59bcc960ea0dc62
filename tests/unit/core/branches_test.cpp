#include "support/histories.hpp"
#include "unit/core/graphs.hpp"
#include <sqlmig/branches.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::Draft;
using test::graph_of;
using test::history_of;
using test::Ids;
using test::ids_of;

Draft labelled(const std::string& id, const Ids& parents, const Ids& labels) {
  Draft draft{id, parents};
  draft.labels = labels;
  return draft;
}

Ids members(const Graph& graph, const std::string& revision) {
  return ids_of(graph, branch_members(graph, graph.find(revision).value()).members());
}

// Each revision with the labels of its branches, as "c: billing core".
Ids marked(const History& history) {
  const auto labels = branch_labels(history);
  Ids lines;
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    std::string line = history.graph.id(i).text() + ":";
    for (const std::string_view label : labels[i]) line.append(" ").append(label);
    lines.push_back(line);
  }
  return lines;
}

// Each group as "label: heads".
Ids groups(const History& history, const Ids& labels) {
  std::vector<NameLink> links;
  for (const std::string& label : labels) links.push_back({label, {}});
  Ids lines;
  for (const HeadGroup& group : group_heads(history, links)) {
    std::string line = group.label + ":";
    for (const Graph::Index head : group.heads) line += " " + history.graph.id(head).text();
    lines.push_back(line);
  }
  return lines;
}

// a - b - c - d - f
//       \ e
Graph forked() {
  return graph_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}, {"d", {"c"}}, {"e", {"b"}}, {"f", {"d"}}});
}

TEST(BranchMembers, AreAllThatIsBuiltOnTheRevision) {
  EXPECT_EQ(members(forked(), "c"), (Ids{"c", "d", "f"}));
}

TEST(BranchMembers, ReachBackToTheBranchPointBefore) {
  EXPECT_EQ(members(forked(), "f"), (Ids{"c", "d", "f"}));
  EXPECT_EQ(members(forked(), "e"), Ids{"e"});
}

TEST(BranchMembers, ReachBackToTheBase) {
  EXPECT_EQ(members(forked(), "b"), (Ids{"a", "b", "c", "d", "e", "f"}));
}

TEST(BranchMembers, ReachBackToTheMergeBefore) {
  const Graph graph = graph_of({{"a"}, {"b"}, {"m", {"a", "b"}}, {"n", {"m"}}, {"o", {"n"}}});
  EXPECT_EQ(members(graph, "o"), (Ids{"n", "o"}));
  EXPECT_EQ(members(graph, "m"), (Ids{"m", "n", "o"}));
}

TEST(BranchMembers, GoThroughMergesOnTheWayUp) {
  const Graph graph =
      graph_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"m", {"b", "c"}}, {"n", {"m"}}});
  EXPECT_EQ(members(graph, "b"), (Ids{"b", "m", "n"}));
}

TEST(BranchMembers, AreNotJoinedByADependency) {
  const Graph graph = graph_of({{"a"}, {"b", {"a"}}, {"x", {}, {"a"}}, {"y", {"x"}}});
  EXPECT_EQ(members(graph, "b"), (Ids{"a", "b"}));
  EXPECT_EQ(members(graph, "y"), (Ids{"x", "y"}));
}

TEST(BranchLabels, MarkNothingWithoutALabel) {
  EXPECT_EQ(marked(history_of({{"a"}, {"b", {"a"}}})), (Ids{"a:", "b:"}));
}

TEST(BranchLabels, SpreadToAllThatIsBuiltOnTheRevision) {
  EXPECT_EQ(marked(history_of({labelled("a", {}, {"core"}), {"b", {"a"}}, {"c", {"a"}}})),
            (Ids{"a: core", "b: core", "c: core"}));
}

TEST(BranchLabels, SpreadBackToTheBranchPointBefore) {
  EXPECT_EQ(
      marked(history_of(
          {{"a"}, {"b", {"a"}}, {"c", {"b"}}, labelled("d", {"c"}, {"billing"}), {"e", {"b"}}})),
      (Ids{"a:", "b:", "c: billing", "d: billing", "e:"}));
}

TEST(BranchLabels, SpreadBackToTheMergeBefore) {
  EXPECT_EQ(marked(history_of(
                {{"a"}, {"b"}, {"m", {"a", "b"}}, {"n", {"m"}}, labelled("o", {"n"}, {"later"})})),
            (Ids{"a:", "b:", "m:", "n: later", "o: later"}));
}

TEST(BranchLabels, ComeTogetherInAMerge) {
  EXPECT_EQ(marked(history_of({{"a"},
                               labelled("b", {"a"}, {"left"}),
                               labelled("c", {"a"}, {"right"}),
                               {"m", {"c", "b"}},
                               {"n", {"m"}}})),
            (Ids{"a:", "b: left", "c: right", "m: left right", "n: left right"}));
}

TEST(BranchLabels, OfOneRevisionAreSorted) {
  EXPECT_EQ(marked(history_of({labelled("a", {}, {"two", "one"})})), Ids{"a: one two"});
}

TEST(BranchLabels, OfALineMeet) {
  EXPECT_EQ(
      marked(history_of(
          {{"a"}, labelled("b", {"a"}, {"early"}), labelled("c", {"b"}, {"late"}), {"d", {"c"}}})),
      (Ids{"a: early late", "b: early late", "c: early late", "d: early late"}));
}

TEST(BranchLabels, DoNotSpreadToTheOtherSideOfAFork) {
  // `early` spreads to both sides, `late` to its own only, although both stand on one line.
  EXPECT_EQ(marked(history_of(
                {labelled("a", {}, {"early"}), labelled("b", {"a"}, {"late"}), {"c", {"a"}}})),
            (Ids{"a: early", "b: early late", "c: early"}));
}

TEST(BranchLabels, DoNotSpreadByADependency) {
  Draft x{"x"};
  x.depends_on = {"a"};
  EXPECT_EQ(marked(history_of({labelled("a", {}, {"core"}), x})), (Ids{"a: core", "x:"}));
}

TEST(BranchLabels, AreNoTags) {
  Draft a{"a"};
  a.tags = {"v1"};
  EXPECT_EQ(marked(history_of({a})), Ids{"a:"});
}

TEST(FindLabel, GivesTheRevisionThatCarriesIt) {
  const History history = history_of({{"a"}, labelled("b", {"a"}, {"one", "two"}), {"c", {"b"}}});
  EXPECT_EQ(find_label(history, "two"), history.graph.find("b"));
}

TEST(FindLabel, FindsNoIdTagOrPartOfALabel) {
  Draft a = labelled("a", {}, {"billing"});
  a.tags = {"v1"};
  const History history = history_of({a});
  for (const char* text : {"a", "v1", "bill", "Billing", ""}) {
    EXPECT_FALSE(find_label(history, text)) << text;
  }
}

TEST(GroupHeads, PutsAllHeadsTogetherWithoutLabels) {
  EXPECT_EQ(groups(history_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}}), {}), Ids{": b c"});
}

TEST(GroupHeads, HasNoGroupInAnEmptyHistory) { EXPECT_EQ(groups(History(), {"billing"}), Ids{}); }

TEST(GroupHeads, GivesEachBranchItsHeads) {
  EXPECT_EQ(
      groups(
          history_of(
              {{"a"}, labelled("b", {"a"}, {"billing"}), {"c", {"b"}}, {"d", {"b"}}, {"e", {"a"}}}),
          {"billing"}),
      (Ids{"billing: c d", ": e"}));
}

TEST(GroupHeads, LeavesOutTheRestWhereEveryHeadHasABranch) {
  EXPECT_EQ(
      groups(history_of({labelled("a", {}, {"one"}), labelled("b", {}, {"two"})}), {"two", "one"}),
      (Ids{"two: b", "one: a"}));
}

TEST(GroupHeads, PutsAHeadWhereBranchesMeetIntoEachGroup) {
  EXPECT_EQ(groups(history_of({{"a"},
                               labelled("b", {"a"}, {"left"}),
                               labelled("c", {"a"}, {"right"}),
                               {"m", {"b", "c"}},
                               {"n", {"c"}}}),
                   {"left", "right"}),
            (Ids{"left: m", "right: m n"}));
}

TEST(GroupHeads, PutsNoHeadOnTheBranchThatItDependsOn) {
  Draft x{"x"};
  x.depends_on = {"a"};
  EXPECT_EQ(groups(history_of({labelled("a", {}, {"core"}), x}), {"core"}),
            (Ids{"core: a", ": x"}));
}

TEST(GroupHeads, LooksAtTheLabelsThatAreGivenOnly) {
  EXPECT_EQ(groups(history_of({labelled("a", {}, {"one"}), labelled("b", {}, {"two"})}), {"one"}),
            (Ids{"one: a", ": b"}));
}

TEST(GroupHeads, SkipsALabelThatNoRevisionCarries) {
  EXPECT_EQ(groups(history_of({{"a"}}), {"gone"}), Ids{": a"});
}

}  // namespace
}  // namespace sqlmig

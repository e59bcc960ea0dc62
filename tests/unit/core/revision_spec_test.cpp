#include "support/caught.hpp"
#include "unit/core/graphs.hpp"
#include <sqlmig/revision_spec.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using Anchor = RevisionSpec::Anchor;
using test::caught;
using test::graph_of;
using test::Ids;

TEST(RevisionSpecParser, ReadsEveryForm) {
  struct Row {
    const char* text;
    Anchor anchor;
    const char* name;
    int steps;
  };
  const std::vector<Row> rows{
      {"20260101_users", Anchor::named, "20260101_users", 0},
      {"2026", Anchor::named, "2026", 0},
      {"v1.2", Anchor::named, "v1.2", 0},
      {"heading", Anchor::named, "heading", 0},
      {"HEAD", Anchor::named, "HEAD", 0},
      {"head", Anchor::head, "", 0},
      {"heads", Anchor::heads, "", 0},
      {"base", Anchor::base, "", 0},
      {"current", Anchor::current, "", 0},
      {"+1", Anchor::current, "", 1},
      {"-12", Anchor::current, "", -12},
      {"+0", Anchor::current, "", 0},
      {"current-1", Anchor::current, "", -1},
      {"head-2", Anchor::head, "", -2},
      {"heads-1", Anchor::heads, "", -1},
      {"base+3", Anchor::base, "", 3},
      {"20260101_users+2", Anchor::named, "20260101_users", 2},
      {"20260101_users-1", Anchor::named, "20260101_users", -1},
      {"head-007", Anchor::head, "", -7},
      {"head-2147483647", Anchor::head, "", -2147483647},
  };
  for (const Row& row : rows) {
    const RevisionSpec spec = parse_revision_spec(row.text);
    EXPECT_EQ(spec.anchor, row.anchor) << row.text;
    EXPECT_EQ(spec.name, row.name) << row.text;
    EXPECT_EQ(spec.steps, row.steps) << row.text;
  }
}

TEST(RevisionSpecParser, KeepsTheTextForMessages) {
  for (const char* text : {"head-2", "20260101_users+1", "heads", "current", "+1"}) {
    EXPECT_EQ(parse_revision_spec(text).text, text);
  }
}

TEST(RevisionSpecParser, ShowsStepsFromCurrentInTheirShortForm) {
  EXPECT_EQ(parse_revision_spec("current-1").text, "-1");
}

TEST(RevisionSpecParser, RefusesEveryOtherForm) {
  const std::vector<std::string> rows{
      "",
      " ",
      "+",
      "-",
      "head+",
      "head-",
      "head+-1",
      "head--1",
      "+-1",
      "-+1",
      "++1",
      "head+1-1",
      "head+x",
      "head+1x",
      "head+ 1",
      "head 1",
      "a b",
      ".hidden",
      "a/b",
      "a@head",
      "a:b",
      ":b",
      "é",
      "-1.5",
      "-0x10",
      "head\n",
      "head-1 ",
      "2147483648+2147483648",
      std::string(129, 'x'),
  };
  for (const std::string& row : rows) {
    EXPECT_EQ(caught([&] { (void)parse_revision_spec(row); }).code(), ErrorCode::usage) << row;
  }
}

// a001 - b001 - c001 - m001 - t001
//             \ d001 /
Graph forked() {
  return graph_of({{"a001"},
                   {"b001", {"a001"}},
                   {"c001", {"b001"}},
                   {"d001", {"b001"}},
                   {"m001", {"c001", "d001"}},
                   {"t001", {"m001"}}});
}

Graph two_heads() {
  return graph_of({{"a001"}, {"b001", {"a001"}}, {"c001", {"a001"}}, {"bigger", {"b001"}}});
}

Ids resolved(const Graph& graph, const std::string& text) {
  return test::ids_of(graph, resolve(parse_revision_spec(text), graph, nullptr));
}

Ids resolved_with(const Graph& graph, const std::string& text, const Ids& applied) {
  RevisionSet set(graph.size());
  for (const Graph::Index i : test::indices_of(graph, applied)) set.insert(i);
  return test::ids_of(graph, resolve(parse_revision_spec(text), graph, &set));
}

Error refusal(const Graph& graph, const std::string& text) {
  return caught([&] { (void)resolved(graph, text); });
}

Error refusal_with(const Graph& graph, const std::string& text, const Ids& applied) {
  return caught([&] { (void)resolved_with(graph, text, applied); });
}

TEST(Resolve, FindsWhatANameMeans) {
  struct Row {
    const char* text;
    Ids ids;
  };
  const std::vector<Row> rows{
      {"a001", {"a001"}},   {"head", {"t001"}},   {"heads", {"t001"}},  {"base", {}},
      {"head-1", {"m001"}}, {"base+1", {"a001"}}, {"base+2", {"b001"}}, {"c001-1", {"b001"}},
      {"c001-2", {"a001"}}, {"c001-3", {}},       {"c001+1", {"m001"}}, {"d001+2", {"t001"}},
      {"head-0", {"t001"}},
  };
  for (const Row& row : rows) EXPECT_EQ(resolved(forked(), row.text), row.ids) << row.text;
}

TEST(Resolve, FindsWhatANameMeansToADatabase) {
  struct Row {
    const char* text;
    Ids applied;
    Ids ids;
  };
  const std::vector<Row> rows{
      {"current", {}, {}},
      {"current", {"a001", "b001"}, {"b001"}},
      {"current", {"a001", "b001", "c001", "d001"}, {"c001", "d001"}},
      {"+1", {}, {"a001"}},
      {"+2", {}, {"b001"}},
      {"+1", {"a001"}, {"b001"}},
      {"-1", {"a001", "b001"}, {"a001"}},
      {"-1", {"a001"}, {}},
      {"-2", {"a001", "b001", "c001"}, {"a001"}},
      {"current+1", {"a001", "b001", "c001"}, {"m001"}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(resolved_with(forked(), row.text, row.applied), row.ids) << row.text;
  }
}

TEST(Resolve, TakesAPrefixOfFourCharacters) {
  EXPECT_EQ(resolved(graph_of({{"20260101_a"}, {"20270101_b"}}), "2026"), Ids{"20260101_a"});
}

TEST(Resolve, PrefersAFullIdToAPrefix) {
  EXPECT_EQ(resolved(graph_of({{"users"}, {"users2"}}), "users"), Ids{"users"});
}

TEST(Resolve, TakesAFullIdOfAnyLength) {
  EXPECT_EQ(resolved(graph_of({{"a"}, {"ab"}}), "a"), Ids{"a"});
}

TEST(Resolve, RefusesAPrefixThatIsTooShort) {
  const Error error = refusal(graph_of({{"20260101_a"}}), "202");
  EXPECT_EQ(error.code(), ErrorCode::unknown_revision);
  EXPECT_EQ(error.advice, "a shortened id needs at least 4 characters");
}

TEST(Resolve, ListsTheChoicesOfAnAmbiguousPrefix) {
  const Error error = refusal(graph_of({{"2026_b"}, {"2026_a"}}), "2026");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'2026' fits 2 revisions: 2026_a, 2026_b");
}

TEST(Resolve, ListsNoMoreThanTenChoices) {
  std::vector<test::Node> nodes;
  for (int i = 10; i < 22; ++i) nodes.push_back({"rev_" + std::to_string(i)});
  EXPECT_STREQ(refusal(graph_of(nodes), "rev_").what(),
               "'rev_' fits 12 revisions: rev_10, rev_11, rev_12, rev_13, rev_14, rev_15, rev_16, "
               "rev_17, rev_18, rev_19 and 2 more");
}

TEST(Resolve, SuggestsTheNearestId) {
  const Error error = refusal(graph_of({{"users"}, {"orders"}}), "usres");
  EXPECT_EQ(error.code(), ErrorCode::unknown_revision);
  EXPECT_EQ(error.advice, "did you mean 'users'?");
}

TEST(Resolve, DoesNotChooseAmongSeveralHeads) {
  const Error error = refusal(two_heads(), "head");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "there are 2 heads: bigger, c001");
}

TEST(Resolve, GivesAllHeadsOnRequest) {
  EXPECT_EQ(resolved(two_heads(), "heads"), (Ids{"bigger", "c001"}));
}

TEST(Resolve, GivesNoHeadOfAnEmptyHistory) { EXPECT_EQ(resolved(Graph(), "head"), Ids{}); }

TEST(Resolve, RefusesAWalkDownThatForks) {
  const Error error = refusal(forked(), "head-2");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'head-2' is ambiguous: m001 has 2 parents: c001, d001");
}

TEST(Resolve, RefusesAWalkUpThatForks) {
  const Error error = refusal(forked(), "b001+1");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'b001+1' is ambiguous: b001 has 2 children: c001, d001");
}

TEST(Resolve, RefusesAWalkFromSeveralBases) {
  const Error error = refusal(graph_of({{"a001"}, {"b001"}}), "base+1");
  EXPECT_STREQ(error.what(), "'base+1' is ambiguous: the base has 2 children: a001, b001");
}

TEST(Resolve, RefusesAWalkFromSeveralHeads) {
  const Error error = refusal(two_heads(), "heads-1");
  EXPECT_STREQ(error.what(), "'heads-1' is ambiguous: there are 2 to start from: bigger, c001");
}

TEST(Resolve, RefusesAStepBackFromSeveralAppliedHeads) {
  const Error error = refusal_with(forked(), "-1", {"a001", "b001", "c001", "d001"});
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'-1' is ambiguous: there are 2 to start from: c001, d001");
}

TEST(Resolve, RefusesAWalkThatLeavesTheHistory) {
  for (const char* text : {"head+1", "c001-4", "base-1", "t001+1", "head-2147483647"}) {
    EXPECT_EQ(refusal(graph_of({{"c001"}, {"t001", {"c001"}}}), text).code(), ErrorCode::usage)
        << text;
  }
}

TEST(Resolve, NeedsADatabaseForWhatIsRelativeToOne) {
  for (const char* text : {"current", "+1", "-1", "current-1"}) {
    EXPECT_EQ(refusal(forked(), text).code(), ErrorCode::usage) << text;
  }
}

Ids resolved_one(const Graph& graph, const std::string& text) {
  const Graph::Index index = resolve_one(parse_revision_spec(text), graph, nullptr);
  return {graph.id(index).text()};
}

TEST(ResolveOne, GivesTheRevision) { EXPECT_EQ(resolved_one(forked(), "head"), Ids{"t001"}); }

TEST(ResolveOne, RefusesSeveral) {
  const Error error = caught([] { (void)resolved_one(two_heads(), "heads"); });
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
}

TEST(ResolveOne, RefusesNone) {
  const Error error = caught([] { (void)resolved_one(forked(), "base"); });
  EXPECT_EQ(error.code(), ErrorCode::usage);
}

}  // namespace
}  // namespace sqlmig

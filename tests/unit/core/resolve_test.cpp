#include "support/caught.hpp"
#include "support/histories.hpp"
#include "unit/core/graphs.hpp"
#include <sqlmig/resolve.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::caught;
using test::Draft;
using test::history_of;
using test::Ids;
using test::ids_of;

// a001 - b001 - c001 - m001 - t001
//             \ d001 /
const History& forked() {
  static const History kHistory = history_of({{"a001"},
                                              {"b001", {"a001"}},
                                              {"c001", {"b001"}},
                                              {"d001", {"b001"}},
                                              {"m001", {"c001", "d001"}},
                                              {"t001", {"m001"}}});
  return kHistory;
}

Draft labelled(const std::string& id, const Ids& parents, const Ids& labels) {
  Draft draft{id, parents};
  draft.labels = labels;
  return draft;
}

Draft depending(const std::string& id, const Ids& parents, const Ids& depends_on) {
  Draft draft{id, parents};
  draft.depends_on = depends_on;
  return draft;
}

Draft tagged(const std::string& id, const Ids& parents, const Ids& tags) {
  Draft draft{id, parents};
  draft.tags = tags;
  return draft;
}

// users_1 - orders_1 - orders_2         label orders on orders_1, tag v2 on orders_2
//         \ billing_1 - billing_2       label billing on billing_1
// audit_1                               billing_2 depends on it
const History& shop() {
  static const History kHistory = history_of({{"users_1"},
                                              labelled("orders_1", {"users_1"}, {"orders"}),
                                              tagged("orders_2", {"orders_1"}, {"v2"}),
                                              labelled("billing_1", {"users_1"}, {"billing"}),
                                              depending("billing_2", {"billing_1"}, {"audit_1"}),
                                              {"audit_1"}});
  return kHistory;
}

RevisionSet set_of(const History& history, const Ids& ids) {
  RevisionSet set(history.graph.size());
  for (const Graph::Index i : test::indices_of(history.graph, ids)) set.insert(i);
  return set;
}

Ids target(const History& history, const std::string& text) {
  return ids_of(history.graph,
                resolve_target(parse_revision_spec(text), history, nullptr).revisions);
}

// The same before a database that has `applied`.
Ids target(const History& history, const std::string& text, const Ids& applied) {
  const RevisionSet set = set_of(history, applied);
  return ids_of(history.graph, resolve_target(parse_revision_spec(text), history, &set).revisions);
}

std::string branch(const History& history, const std::string& text, const Ids& applied) {
  const RevisionSet set = set_of(history, applied);
  const auto found = resolve_target(parse_revision_spec(text), history, &set).branch;
  return found ? history.graph.id(*found).text() : "none";
}

std::string one(const History& history, const std::string& text) {
  return history.graph.id(resolve_one(parse_revision_spec(text), history, nullptr)).text();
}

Ids range(const History& history, const std::string& text) {
  return ids_of(history.graph,
                resolve_range(parse_revision_spec(text), history, nullptr).members());
}

Ids range(const History& history, const std::string& text, const Ids& applied) {
  const RevisionSet set = set_of(history, applied);
  return ids_of(history.graph, resolve_range(parse_revision_spec(text), history, &set).members());
}

Error refusal(const History& history, const std::string& text) {
  return caught([&] { (void)target(history, text); });
}

Error refusal(const History& history, const std::string& text, const Ids& applied) {
  return caught([&] { (void)target(history, text, applied); });
}

Error range_refusal(const History& history, const std::string& text) {
  return caught([&] { (void)range(history, text); });
}

struct Row {
  const char* text;
  Ids ids;
};
struct AppliedRow {
  const char* text;
  Ids applied;
  Ids ids;
};

// --- names ---------------------------------------------------------------------------------------

TEST(ResolveName, FindsARevisionByIdLabelTagOrTheStartOfAnId) {
  const std::vector<Row> rows{
      {"orders_1", {"orders_1"}}, {"orders", {"orders_1"}}, {"v2", {"orders_2"}},
      {"user", {"users_1"}},      {"audi", {"audit_1"}},
  };
  for (const Row& row : rows) EXPECT_EQ(target(shop(), row.text), row.ids) << row.text;
}

TEST(ResolveName, PrefersAFullIdToTheStartOfAnother) {
  EXPECT_EQ(target(history_of({{"users"}, {"users2"}}), "users"), Ids{"users"});
}

TEST(ResolveName, PrefersALabelToTheStartOfAnId) {
  EXPECT_EQ(target(shop(), "billing"), Ids{"billing_1"});
}

TEST(ResolveName, TakesAFullIdOfAnyLength) {
  EXPECT_EQ(target(history_of({{"a"}, {"ab"}}), "a"), Ids{"a"});
}

TEST(ResolveName, TakesNoStartOfALabelOrTag) {
  const History history = history_of({labelled("a001", {}, {"billing"})});
  EXPECT_EQ(refusal(history, "bill").code(), ErrorCode::unknown_revision);
}

TEST(ResolveName, RefusesAStartThatIsTooShort) {
  const Error error = refusal(history_of({{"20260101_a"}}), "202");
  EXPECT_EQ(error.code(), ErrorCode::unknown_revision);
  EXPECT_EQ(error.advice, "a shortened id needs at least 4 characters");
}

TEST(ResolveName, ListsTheRevisionsThatAStartFits) {
  const Error error = refusal(history_of({{"2026_b"}, {"2026_a"}}), "2026");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'2026' fits 2 revisions: 2026_a, 2026_b");
  EXPECT_EQ(error.advice, "type more of the id");
}

TEST(ResolveName, ListsNoMoreThanTen) {
  std::vector<Draft> drafts;
  for (int i = 10; i < 22; ++i) drafts.push_back({"rev_" + std::to_string(i)});
  EXPECT_STREQ(refusal(history_of(drafts), "rev_").what(),
               "'rev_' fits 12 revisions: rev_10, rev_11, rev_12, rev_13, rev_14, rev_15, rev_16, "
               "rev_17, rev_18, rev_19 and 2 more");
}

TEST(ResolveName, SuggestsTheNearestIdLabelOrTag) {
  const History history =
      history_of({{"users"}, labelled("a001", {}, {"billing"}), tagged("b001", {}, {"release_2"})});
  struct Case {
    const char* text;
    const char* advice;
  };
  for (const Case& c :
       {Case{"usres", "did you mean 'users'?"}, Case{"biling", "did you mean 'billing'?"},
        Case{"release_3", "did you mean 'release_2'?"}}) {
    const Error error = refusal(history, c.text);
    EXPECT_EQ(error.code(), ErrorCode::unknown_revision) << c.text;
    EXPECT_EQ(error.advice, c.advice) << c.text;
  }
}

TEST(ResolveName, SaysWhatItLookedFor) {
  const Error error = refusal(shop(), "something_else");
  EXPECT_STREQ(error.what(), "there is no revision, label or tag 'something_else'");
  EXPECT_EQ(error.advice, "'sqlmig history' lists the revisions");
}

TEST(ResolveName, LooksForTheBranchInTheSameWay) {
  EXPECT_EQ(refusal(shop(), "biling@head").advice, "did you mean 'billing'?");
  EXPECT_EQ(refusal(history_of({{"2026_a"}, {"2026_b"}}), "2026@head").code(),
            ErrorCode::ambiguous_revision);
}

// --- places and steps ----------------------------------------------------------------------------

TEST(ResolveTarget, FindsWhatAFormMeans) {
  const std::vector<Row> rows{
      {"a001", {"a001"}},   {"head", {"t001"}},    {"heads", {"t001"}},  {"base", {}},
      {"head-1", {"m001"}}, {"base+1", {"a001"}},  {"base+2", {"b001"}}, {"c001-1", {"b001"}},
      {"c001-2", {"a001"}}, {"c001-3", {}},        {"c001+1", {"m001"}}, {"d001+2", {"t001"}},
      {"head-0", {"t001"}}, {"heads-1", {"m001"}},
  };
  for (const Row& row : rows) EXPECT_EQ(target(forked(), row.text), row.ids) << row.text;
}

TEST(ResolveTarget, FindsWhatAFormMeansToADatabase) {
  const std::vector<AppliedRow> rows{
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
      {"+0", {"a001", "b001"}, {"b001"}},
  };
  for (const AppliedRow& row : rows) {
    EXPECT_EQ(target(forked(), row.text, row.applied), row.ids) << row.text;
  }
}

TEST(ResolveTarget, IsConfinedToNoLineageWithoutABranch) {
  for (const char* text : {"head", "base", "b001", "current", "+1", "c001-1"}) {
    EXPECT_EQ(branch(forked(), text, {"a001", "b001", "c001"}), "none") << text;
  }
}

TEST(ResolveTarget, IsConfinedToTheLineageThatAStepBackStartsIn) {
  for (const char* text : {"-1", "current-2", "-3"}) {
    EXPECT_EQ(branch(forked(), text, {"a001", "b001", "c001"}), "c001") << text;
  }
}

TEST(ResolveTarget, DoesNotStepBackFromOneOfTwoHeadsBecauseItDependsOnTheOther) {
  const Error error = refusal(shop(), "-1", {"users_1", "billing_1", "audit_1", "billing_2"});
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_NE(std::string(error.what()).find("audit_1, billing_2"), std::string::npos);
}

TEST(ResolveTarget, CountsADependencyAmongTheAppliedHeads) {
  EXPECT_EQ(target(shop(), "current", {"users_1", "billing_1", "audit_1", "billing_2"}),
            (Ids{"audit_1", "billing_2"}));
}

TEST(ResolveTarget, GivesAllHeadsOnRequest) {
  EXPECT_EQ(target(shop(), "heads"), (Ids{"audit_1", "billing_2", "orders_2"}));
}

TEST(ResolveTarget, GivesNoHeadOfAnEmptyHistory) {
  for (const char* text : {"head", "heads", "base"}) EXPECT_EQ(target(History(), text), Ids{});
}

TEST(ResolveTarget, TakesNoRange) {
  for (const char* text : {"a001:c001", "a001:", ":c001"}) {
    EXPECT_EQ(refusal(forked(), text).code(), ErrorCode::usage) << text;
  }
  EXPECT_STREQ(refusal(forked(), "a001:").what(), "'a001:' is a range, and a revision is wanted");
}

TEST(ResolveTarget, NeedsADatabaseForWhatIsRelativeToOne) {
  for (const char* text : {"current", "+1", "-1", "+0", "a001@current", "a001@-1"}) {
    const Error error = refusal(forked(), text);
    EXPECT_EQ(error.code(), ErrorCode::usage) << text;
    EXPECT_EQ(error.what(),
              "'" + std::string(text) + "' is relative to what a database has applied");
    EXPECT_EQ(error.advice, "this command asks no database: name the revision");
  }
}

TEST(ResolveTarget, DoesNotLeaveTheHistory) {
  for (const char* text : {"head+1", "t001+1", "c001-3", "base-1", "head-2147483647"}) {
    const Error error = refusal(history_of({{"c001"}, {"t001", {"c001"}}}), text);
    EXPECT_EQ(error.code(), ErrorCode::usage) << text;
  }
  for (const char* text : {"-1", "-2147483647", "+7"}) {
    EXPECT_EQ(refusal(history_of({{"c001"}}), text, {}).code(), ErrorCode::usage) << text;
  }
}

TEST(ResolveTarget, SaysHowFarItCouldGo) {
  const History history = history_of({{"a001"}, {"b001", {"a001"}}});
  EXPECT_STREQ(refusal(history, "b001-3").what(),
               "'b001-3' leads out of the history: only 2 steps are possible");
  EXPECT_STREQ(refusal(history, "-2", {"a001"}).what(),
               "'-2' leads out of the history: only one step is possible");
}

// --- where there is more than one way ------------------------------------------------------------

TEST(ResolveTarget, DoesNotChooseAmongSeveralHeads) {
  const Error error = refusal(shop(), "head");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "there are 3 heads: audit_1, billing_2, orders_2");
  EXPECT_EQ(error.advice,
            "join them with 'sqlmig merge', name one, or say 'heads' for all, or one branch: "
            "billing@head or orders@head");
}

TEST(ResolveTarget, OffersNoBranchWhereNoHeadHasALabelOfItsOwn) {
  const Error error =
      refusal(history_of({labelled("a001", {}, {"trunk"}), {"b001", {"a001"}}, {"c001", {"a001"}}}),
              "head");
  EXPECT_EQ(error.advice, "join them with 'sqlmig merge', name one, or say 'heads' for all");
}

TEST(ResolveTarget, OffersNoMoreThanFiveBranches) {
  std::vector<Draft> drafts;
  for (const char* label : {"la", "lb", "lc", "ld", "le", "lf"}) {
    drafts.push_back(labelled(std::string(label) + "_1", {}, {label}));
  }
  EXPECT_TRUE(refusal(history_of(drafts), "head")
                  .advice.ends_with("one branch: la@head, lb@head, lc@head, ld@head or le@head"));
}

TEST(ResolveTarget, DoesNotChooseAmongTheHeadsOfABranch) {
  const Error error = refusal(shop(), "users_1@head");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "there are 2 heads in the lineage of 'users_1': billing_2, orders_2");
  EXPECT_EQ(error.advice,
            "join them with 'sqlmig merge users_1@heads', name one, or say 'users_1@heads' for "
            "all");
}

TEST(ResolveTarget, DoesNotStepBackAcrossAMerge) {
  const Error error = refusal(forked(), "head-2");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'head-2' is ambiguous: m001 has 2 parents: c001, d001");
  EXPECT_EQ(error.advice, "name the revision");
}

TEST(ResolveTarget, OffersTheLastAppliedWhereAStepBackMeetsAMerge) {
  const Error error = refusal(forked(), "-1", {"a001", "b001", "c001", "d001", "m001"});
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'-1' is ambiguous: m001 has 2 parents: c001, d001");
  EXPECT_EQ(error.advice, "name the revision, or say 'sqlmig downgrade --last 1'");
}

TEST(ResolveTarget, OffersTheBranchesThatMeetInAMerge) {
  const History history = history_of({{"a001"},
                                      labelled("c001", {"a001"}, {"left"}),
                                      labelled("d001", {"a001"}, {"right"}),
                                      {"m001", {"c001", "d001"}}});
  const Ids all{"a001", "c001", "d001", "m001"};
  EXPECT_EQ(refusal(history, "-1", all).advice,
            "name the revision, or say left@-1 or right@-1, or say 'sqlmig downgrade --last 1'");
  EXPECT_EQ(target(history, "left@-1", all), Ids{"c001"});
  EXPECT_EQ(target(history, "right@-1", all), Ids{"d001"});
}

TEST(ResolveTarget, DoesNotStepUpAtAFork) {
  const Error error = refusal(forked(), "b001+1");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'b001+1' is ambiguous: b001 has 2 children: c001, d001");
  EXPECT_EQ(error.advice, "name the revision");
}

TEST(ResolveTarget, OffersTheBranchesAtAForkAboveWhatIsApplied) {
  const Error error = refusal(shop(), "+1", {"users_1"});
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(), "'+1' is ambiguous: users_1 has 2 children: billing_1, orders_1");
  EXPECT_EQ(error.advice, "name the revision, or say billing@+1 or orders@+1");
  EXPECT_EQ(target(shop(), "billing@+1", {"users_1"}), Ids{"billing_1"});
  EXPECT_EQ(target(shop(), "orders@+1", {"users_1"}), Ids{"orders_1"});
}

TEST(ResolveTarget, DoesNotChooseAmongSeveralBases) {
  EXPECT_STREQ(refusal(history_of({{"a001"}, {"b001"}}), "base+1").what(),
               "'base+1' is ambiguous: the base has 2 children: a001, b001");
  EXPECT_STREQ(refusal(shop(), "+1", {}).what(),
               "'+1' is ambiguous: the base has 2 children: audit_1, users_1");
}

TEST(ResolveTarget, DoesNotStepFromSeveralHeads) {
  const Error error = refusal(shop(), "heads-1");
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(),
               "'heads-1' is ambiguous: there are 3 revisions to start from: audit_1, billing_2, "
               "orders_2");
  EXPECT_EQ(error.advice, "name the revision");
}

TEST(ResolveTarget, DoesNotStepBackFromSeveralAppliedHeads) {
  const Ids applied{"users_1", "billing_1", "orders_1"};
  const Error error = refusal(shop(), "-1", applied);
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(),
               "'-1' is ambiguous: there are 2 revisions to start from: billing_1, orders_1");
  EXPECT_EQ(error.advice,
            "say billing@-1 or orders@-1, or name the revision, or say 'sqlmig downgrade --last "
            "1'");
  EXPECT_EQ(target(shop(), "billing@-1", applied), Ids{"users_1"});
  EXPECT_EQ(branch(shop(), "billing@-1", applied), "billing_1");
}

TEST(ResolveTarget, DoesNotStepUpFromSeveralAppliedHeads) {
  const Error error = refusal(shop(), "+1", {"users_1", "billing_1", "orders_1"});
  EXPECT_EQ(error.advice, "say billing@+1 or orders@+1, or name the revision");
}

TEST(ResolveTarget, OffersAnIdForABranchWhereThereAreNoLabels) {
  const Ids applied{"a001", "b001", "c001", "d001"};
  EXPECT_EQ(refusal(forked(), "-2", applied).advice,
            "say c001@-2, or name the revision, or say 'sqlmig downgrade --last 2'");
  EXPECT_EQ(target(forked(), "c001@-2", applied), Ids{"a001"});
}

// --- branches ------------------------------------------------------------------------------------

TEST(ResolveOnABranch, FindsWhatAFormMeans) {
  const std::vector<Row> rows{
      {"orders@head", {"orders_2"}},
      {"orders@heads", {"orders_2"}},
      {"orders@base", {}},
      {"orders@head-1", {"orders_1"}},
      {"orders@head-2", {"users_1"}},
      {"orders@head-3", {}},
      {"orders@base+2", {"orders_1"}},
      {"billing@base+1", {"users_1"}},
      {"users_1@heads", {"billing_2", "orders_2"}},
      {"audit_1@head", {"audit_1"}},
      {"audit_1@base+1", {"audit_1"}},
      {"orders_2@head", {"orders_2"}},
      {"user@heads", {"billing_2", "orders_2"}},
      {"v2@head-1", {"orders_1"}},
      {"orders@users_1", {"users_1"}},
      {"orders@users_1+1", {"orders_1"}},
      {"orders@orders_2", {"orders_2"}},
  };
  for (const Row& row : rows) EXPECT_EQ(target(shop(), row.text), row.ids) << row.text;
}

TEST(ResolveOnABranch, FindsWhatAFormMeansToADatabase) {
  const std::vector<AppliedRow> rows{
      {"orders@current", {"users_1", "orders_1", "billing_1"}, {"orders_1"}},
      {"orders@current", {}, {}},
      {"orders@+1", {}, {"users_1"}},
      {"orders@+1", {"users_1"}, {"orders_1"}},
      {"orders@+1", {"users_1", "billing_1"}, {"orders_1"}},
      {"orders@+2", {"users_1", "billing_1"}, {"orders_2"}},
      {"orders@-1", {"users_1", "orders_1", "billing_1"}, {"users_1"}},
      {"orders@-2", {"users_1", "orders_1", "billing_1"}, {}},
      {"billing@-1", {"users_1", "audit_1", "billing_1", "billing_2"}, {"billing_1"}},
      {"audit_1@-1", {"users_1", "audit_1", "billing_1", "billing_2"}, {}},
  };
  for (const AppliedRow& row : rows) {
    EXPECT_EQ(target(shop(), row.text, row.applied), row.ids) << row.text;
  }
}

TEST(ResolveOnABranch, IsConfinedToTheLineageOfTheBranch) {
  for (const char* text : {"orders@head", "orders@base", "orders@-1", "orders@+1", "orders@v2"}) {
    EXPECT_EQ(branch(shop(), text, {"users_1", "orders_1"}), "orders_1") << text;
  }
}

TEST(ResolveOnABranch, StepsBackFromAMergeToTheBranch) {
  const Ids all{"a001", "b001", "c001", "d001", "m001"};
  EXPECT_EQ(target(forked(), "c001@-1", all), Ids{"c001"});
  EXPECT_EQ(target(forked(), "d001@head-2"), Ids{"d001"});
}

// Where the branch itself is not begun, the lineage is applied up to where it will begin.
TEST(ResolveOnABranch, HasAsCurrentWhatIsAppliedBelowIt) {
  EXPECT_EQ(target(shop(), "orders@current", {"users_1", "billing_1"}), Ids{"users_1"});
}

TEST(ResolveOnABranch, RefusesARevisionOfAnotherBranch) {
  const Error error = refusal(shop(), "orders@billing_1");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(), "billing_1 is not in the lineage of 'orders'");
}

TEST(ResolveOnABranch, OffersARangeThatShowsTheLineage) {
  const std::string advice = refusal(shop(), "orders@billing_1").advice;
  const std::size_t begin = advice.find("-r ") + 3;
  const std::string offered = advice.substr(begin, advice.find('\'', begin) - begin);
  EXPECT_EQ(range(shop(), offered), (Ids{"users_1", "orders_1", "orders_2"})) << advice;
}

TEST(ResolveOnABranch, CountsADependencyInNoLineage) {
  EXPECT_EQ(refusal(shop(), "billing@audit_1").code(), ErrorCode::usage);
}

TEST(ResolveOnABranch, DoesNotLeaveTheLineage) {
  const Error error = refusal(shop(), "orders@head+1");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(),
               "'orders@head+1' leads out of the history: no step is possible in the lineage of "
               "'orders'");
}

// --- one revision --------------------------------------------------------------------------------

TEST(ResolveOne, GivesTheRevision) {
  EXPECT_EQ(one(forked(), "head"), "t001");
  EXPECT_EQ(one(shop(), "billing@head-1"), "billing_1");
}

TEST(ResolveOne, RefusesSeveral) {
  const Error error = caught([] { (void)one(shop(), "heads"); });
  EXPECT_EQ(error.code(), ErrorCode::ambiguous_revision);
  EXPECT_STREQ(error.what(),
               "'heads' names 3 revisions, and one is wanted: audit_1, billing_2, orders_2");
}

TEST(ResolveOne, RefusesNone) {
  for (const char* text : {"base", "billing@base", "c001-3"}) {
    const History history =
        history_of({{"a001"}, {"b001", {"a001"}}, labelled("c001", {"b001"}, {"billing"})});
    EXPECT_EQ(caught([&] { (void)one(history, text); }).code(), ErrorCode::usage) << text;
  }
}

TEST(ResolveOne, RefusesARange) {
  EXPECT_EQ(caught([] { (void)one(forked(), "a001:c001"); }).code(), ErrorCode::usage);
}

// --- ranges --------------------------------------------------------------------------------------

TEST(ResolveRange, HoldsBothEndsAndWhatIsBetween) {
  const std::vector<Row> rows{
      {"a001:c001", {"a001", "b001", "c001"}},
      {"a001:a001", {"a001"}},
      {"b001:m001", {"b001", "c001", "d001", "m001"}},
      {"c001:t001", {"c001", "m001", "t001"}},
      {"head-1:head", {"m001", "t001"}},
      {"c001:d001+1", {"c001", "m001"}},
  };
  for (const Row& row : rows) EXPECT_EQ(range(forked(), row.text), row.ids) << row.text;
}

TEST(ResolveRange, IsOpenWhereAnEndIsLeftOut) {
  const std::vector<Row> rows{
      {"m001:", {"m001", "t001"}},
      {":b001", {"a001", "b001"}},
      {"base:b001", {"a001", "b001"}},
      {"base:", {"a001", "b001", "c001", "d001", "m001", "t001"}},
      {":head", {"a001", "b001", "c001", "d001", "m001", "t001"}},
      {":base", {}},
  };
  for (const Row& row : rows) EXPECT_EQ(range(forked(), row.text), row.ids) << row.text;
}

TEST(ResolveRange, IsOpenTowardsEveryHead) {
  EXPECT_EQ(range(shop(), "users_1:"),
            (Ids{"users_1", "billing_1", "billing_2", "orders_1", "orders_2"}));
}

TEST(ResolveRange, HoldsDependenciesWhereItStartsAtTheBase) {
  EXPECT_EQ(range(shop(), ":billing@head"), (Ids{"audit_1", "users_1", "billing_1", "billing_2"}));
  EXPECT_EQ(range(shop(), "billing_1:billing_2"), (Ids{"billing_1", "billing_2"}));
}

TEST(ResolveRange, StartsAtTheBasesOfABranch) {
  EXPECT_EQ(range(shop(), "billing@base:billing_1"), (Ids{"users_1", "billing_1"}));
  EXPECT_EQ(range(shop(), "billing@base:"), (Ids{"users_1", "billing_1", "billing_2"}));
}

TEST(ResolveRange, MayBeRelativeToADatabase) {
  const Ids applied{"a001", "b001", "c001"};
  EXPECT_EQ(range(forked(), "-2:current", applied), (Ids{"a001", "b001", "c001"}));
  EXPECT_EQ(range(forked(), "current:+1", applied), (Ids{"c001", "m001"}));
  EXPECT_EQ(range(forked(), "current:", applied), (Ids{"c001", "m001", "t001"}));
  EXPECT_EQ(range(forked(), ":-1", applied), (Ids{"a001", "b001"}));
  EXPECT_EQ(range(forked(), ":current", {}), Ids{});
}

TEST(ResolveRange, StartsAtEachOfSeveralAppliedHeads) {
  EXPECT_EQ(range(forked(), "current:m001", {"a001", "b001", "c001", "d001"}),
            (Ids{"c001", "d001", "m001"}));
}

TEST(ResolveRange, DoesNotLeadAlongADependency) {
  EXPECT_STREQ(range_refusal(shop(), "audit_1:billing_2").what(),
               "nothing leads from one end of 'audit_1:billing_2' to the other: billing_2 is not "
               "built on audit_1");
  EXPECT_EQ(range(shop(), "audit_1:"), Ids{"audit_1"});
}

TEST(ResolveRange, StartsAtThoseBasesOfABranchThatLeadToItsEnd) {
  const History history =
      history_of({{"a001"}, {"b001"}, labelled("m001", {"a001", "b001"}, {"x"})});
  EXPECT_EQ(range(history, "x@base:a001"), Ids{"a001"});
}

TEST(ResolveRange, TakesNoSingleRevision) {
  const Error error = range_refusal(forked(), "c001");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(), "'c001' is a revision, and a range is wanted");
  EXPECT_EQ(error.advice, "write FROM:TO, FROM: or :TO; 'sqlmig show' shows one revision");
}

TEST(ResolveRange, RefusesToRunBackwards) {
  const Error error = range_refusal(forked(), "c001:a001");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_STREQ(error.what(),
               "nothing leads from one end of 'c001:a001' to the other: a001 is not built on c001");
  EXPECT_EQ(error.advice, "the older end comes first, as in 'OLD:NEW'");
}

TEST(ResolveRange, RefusesEndsOnDifferentBranches) {
  EXPECT_EQ(range_refusal(forked(), "c001:d001").code(), ErrorCode::usage);
  EXPECT_EQ(range_refusal(forked(), "c001:base").code(), ErrorCode::usage);
}

TEST(ResolveRange, RefusesAnEndAsItRefusesTheRevision) {
  EXPECT_EQ(range_refusal(shop(), "head:").code(), ErrorCode::ambiguous_revision);
  EXPECT_EQ(range_refusal(shop(), ":nowhere").code(), ErrorCode::unknown_revision);
  EXPECT_EQ(range_refusal(shop(), "-3:current").code(), ErrorCode::usage);
}

TEST(ResolveRange, NamesTheEndThatNeedsADatabase) {
  EXPECT_STREQ(range_refusal(shop(), "-3:head").what(),
               "'-3' is relative to what a database has applied");
}

}  // namespace
}  // namespace sqlmig

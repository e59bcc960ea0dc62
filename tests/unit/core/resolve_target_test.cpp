#include "unit/core/resolving.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

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

}  // namespace
}  // namespace sqlmig::test

#include "support/histories.hpp"
#include <sqlmig/verify.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

using test::applied_of;
using test::history_of;
using test::revision_of;
using Texts = std::vector<std::string>;

Texts codes_of(const std::vector<Finding>& findings) {
  Texts codes;
  for (const Finding& finding : findings) codes.emplace_back(code_of(finding.kind));
  return codes;
}

History history_of_revisions(std::vector<Revision> revisions) {
  return std::move(build_history(std::move(revisions)).history.value());
}

// `b` on `a`, with a pin in line 5 of its manifest.
History pinned(const Checksum& pin) {
  Revision b = revision_of({"b", {"a"}});
  b.manifest.parents[0].pin = pin;
  b.manifest.parents[0].position = {b.manifest.path, 5, 1};
  return history_of_revisions({revision_of({"a"}), b});
}

TEST(CheckPins, AcceptsTheDigestOfTheParent) {
  EXPECT_EQ(codes_of(check_pins(pinned(revision_of({"a"}).digest))), Texts{});
}

TEST(CheckPins, AcceptsAParentWithoutAPin) {
  EXPECT_EQ(codes_of(check_pins(history_of({{"a"}, {"b", {"a"}}}))), Texts{});
}

TEST(CheckPins, FindsAParentThatWasEdited) {
  const std::vector<Finding> findings = check_pins(pinned(sha256("before")));
  ASSERT_EQ(codes_of(findings), Texts{"pin-mismatch"});
  EXPECT_EQ(to_string(*findings[0].position), "migrations/b/manifest.toml:5:1");
  EXPECT_EQ(findings[0].message, "a was edited after b was written on it");
}

TEST(CheckPins, SaysHowToAcceptAnEdit) {
  const std::vector<Finding> findings = check_pins(pinned(sha256("before")));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].advice, "restore a, or accept the edit with: sqlmig repin a");
}

TEST(CheckPins, ShowsBothDigests) {
  const std::vector<Finding> findings = check_pins(pinned(sha256("before")));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail, "pinned " + sha256("before").text() + "\nnow    " +
                                    revision_of({"a"}).digest.text() + "\n");
}

TEST(CheckHeads, AcceptsOneHead) {
  EXPECT_EQ(codes_of(check_heads(history_of({{"a"}, {"b", {"a"}}}))), Texts{});
}

TEST(CheckHeads, AcceptsAnEmptyHistory) { EXPECT_EQ(codes_of(check_heads(History())), Texts{}); }

TEST(CheckHeads, EndsWithTheExactMergeLine) {
  const std::vector<Finding> findings =
      check_heads(history_of({{"z"}, {"c", {"z"}}, {"b", {"z"}}, {"a", {"c"}}}));
  ASSERT_EQ(codes_of(findings), Texts{"several-heads"});
  EXPECT_EQ(findings[0].advice, "join them with: sqlmig merge a b");
}

TEST(CheckHeads, SaysWhereTheBranchesPart) {
  const std::vector<Finding> findings =
      check_heads(history_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}, {"d", {"b"}}, {"e", {"d"}}}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail, "c  c\ne  e\nthey part after b\n");
}

TEST(CheckHeads, SaysWhenTheHeadsShareNothing) {
  const std::vector<Finding> findings = check_heads(history_of({{"a"}, {"b"}}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail, "a  a\nb  b\nthey share no revision\n");
}

TEST(CheckHeads, NamesTheAuthors) {
  Revision a = revision_of({"a"});
  a.manifest.message = "add users";
  a.manifest.author = "Dana";
  const std::vector<Finding> findings = check_heads(history_of_revisions({a, revision_of({"b"})}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].detail, "a  add users by Dana\nb  b\nthey share no revision\n");
}

TEST(CheckHeads, DoesNotCountADependencyAsAChild) {
  EXPECT_EQ(codes_of(check_heads(history_of({{"a"}, {"b", {}, "", "", {"a"}}}))),
            Texts{"several-heads"});
}

// a - b (billing) - c
//   \ d
History with_billing() {
  Revision b = revision_of({"b", {"a"}});
  b.manifest.labels.push_back({"billing", {b.manifest.path, 4, 11}});
  return history_of_revisions(
      {revision_of({"a"}), b, revision_of({"c", {"b"}}), revision_of({"d", {"a"}})});
}

std::vector<NameLink> declared(const Texts& labels) {
  std::vector<NameLink> links;
  for (const std::string& label : labels) links.push_back({label, {"sqlmig.toml", 2, 13}});
  return links;
}

TEST(CheckHeads, AcceptsOneHeadForEachDeclaredBranchAndOneForTheRest) {
  EXPECT_EQ(codes_of(check_heads(with_billing())), Texts{"several-heads"});
  EXPECT_EQ(codes_of(check_heads(with_billing(), declared({"billing"}))), Texts{});
}

TEST(CheckHeads, FindsTwoHeadsOnADeclaredBranch) {
  const std::vector<Finding> findings =
      check_heads(history_of({{"a", {}, "", "", {}, {"core"}}, {"c", {"a"}}, {"b", {"a"}}, {"x"}}),
                  declared({"core"}));
  ASSERT_EQ(codes_of(findings), Texts{"several-heads"});
  EXPECT_EQ(findings[0].message, "branch 'core' has 2 heads");
  EXPECT_EQ(findings[0].advice, "join them with: sqlmig merge b c");
}

TEST(CheckHeads, FindsTwoHeadsBesideTheDeclaredBranches) {
  const std::vector<Finding> findings =
      check_heads(history_of({{"a", {}, "", "", {}, {"core"}}, {"x"}, {"y"}}), declared({"core"}));
  ASSERT_EQ(codes_of(findings), Texts{"several-heads"});
  EXPECT_EQ(findings[0].message, "the rest of the history has 2 heads");
  EXPECT_EQ(findings[0].advice, "join them with: sqlmig merge x y");
}

TEST(CheckHeads, ReportsEveryBranchWithTwoHeads) {
  const std::vector<Finding> findings = check_heads(history_of({{"a", {}, "", "", {}, {"one"}},
                                                                {"b", {"a"}},
                                                                {"c", {"a"}},
                                                                {"x", {}, "", "", {}, {"two"}},
                                                                {"y", {"x"}},
                                                                {"z", {"x"}}}),
                                                    declared({"one", "two"}));
  ASSERT_EQ(codes_of(findings), (Texts{"several-heads", "several-heads"}));
  EXPECT_EQ(findings[1].message, "branch 'two' has 2 heads");
}

TEST(CheckHeads, FindsADeclaredBranchThatNoRevisionCarries) {
  const std::vector<Finding> findings = check_heads(history_of({{"a"}}), declared({"biling"}));
  ASSERT_EQ(codes_of(findings), Texts{"unknown-branch"});
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_EQ(findings[0].message, "no revision has the label 'biling'");
  EXPECT_EQ(to_string(*findings[0].position), "sqlmig.toml:2:13");
}

TEST(CheckHeads, TakesNoTagForADeclaredBranch) {
  EXPECT_EQ(
      codes_of(check_heads(history_of({{"a", {}, "", "", {}, {}, {"v1"}}}), declared({"v1"}))),
      Texts{"unknown-branch"});
}

TEST(CheckBlankScripts, AcceptsScriptsWithStatements) {
  EXPECT_EQ(codes_of(check_blank_scripts(history_of({{"a"}}).revisions)), Texts{});
}

TEST(CheckBlankScripts, AcceptsABlankMerge) {
  const History merged = history_of({{"a"}, {"b"}, {"m", {"a", "b"}, "-- m\n", ""}});
  EXPECT_EQ(codes_of(check_blank_scripts(merged.revisions)), Texts{});
}

TEST(CheckBlankScripts, WarnsOfABlankUp) {
  const auto findings = check_blank_scripts(history_of({{"a", {}, "-- todo\n", ""}}).revisions);
  ASSERT_EQ(codes_of(findings), Texts{"empty-up"});
  EXPECT_EQ(findings[0].severity, Severity::warning);
}

TEST(CheckBlankScripts, RefusesABlankDownUnderAnUpThatDoesSomething) {
  const auto findings =
      check_blank_scripts(history_of({{"a", {}, "SELECT 1;\n", "/* todo */\n"}}).revisions);
  ASSERT_EQ(codes_of(findings), Texts{"empty-down"});
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_EQ(to_string(*findings[0].position), "migrations/a/down.sql");
}

TEST(CheckBlankScripts, AcceptsARevisionWithoutADown) {
  Revision a = revision_of({"a"});
  a.down.reset();
  EXPECT_EQ(codes_of(check_blank_scripts(history_of_revisions({a}).revisions)), Texts{});
}

}  // namespace
}  // namespace sqlmig

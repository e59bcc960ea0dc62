#include "support/histories.hpp"
#include <sqlmig/history.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::Draft;
using test::history_of;
using test::revision_of;

HistoryCheck check_of(const std::vector<Draft>& drafts) {
  std::vector<Revision> revisions;
  for (const Draft& draft : drafts) revisions.push_back(revision_of(draft));
  return build_history(std::move(revisions));
}

std::vector<std::string> codes_of(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  for (const Finding& finding : findings) codes.emplace_back(code_of(finding.kind));
  return codes;
}

std::vector<std::string> ids_of(const History& history) {
  std::vector<std::string> ids;
  for (const Revision& revision : history.revisions) ids.push_back(revision.id.text());
  return ids;
}

using Texts = std::vector<std::string>;

TEST(History, HoldsItsRevisionsInTheOrderOfTheGraph) {
  // The ids sort the other way: each revision must still be found whole after the move.
  const History history = history_of({{"a", {"b"}}, {"b", {"c"}}, {"c", {"d"}}, {"d"}});
  EXPECT_EQ(ids_of(history), (Texts{"d", "c", "b", "a"}));
}

TEST(History, HasARevisionAtItsIndexInTheGraph) {
  const History history = history_of({{"m", {"x", "b"}}, {"x", {"z"}}, {"b", {"z"}}, {"z"}});
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    EXPECT_EQ(history.at(i).id, history.graph.id(i));
  }
}

TEST(History, KeepsEveryScriptWithItsRevision) {
  const History history =
      history_of({{"a", {"b"}, "SELECT 'a';\n"}, {"b", {"c"}, "SELECT 'b';\n"}, {"c"}});
  ASSERT_NE(history.find("b"), nullptr);
  EXPECT_EQ(history.find("b")->up.text, "SELECT 'b';\n");
}

TEST(History, FindsNoRevisionThatIsNotThere) { EXPECT_EQ(history_of({{"a"}}).find("b"), nullptr); }

TEST(History, OfNothingIsEmpty) {
  const HistoryCheck check = build_history({});
  ASSERT_TRUE(check.history);
  EXPECT_TRUE(check.history->revisions.empty());
}

TEST(History, ChecksumsBindARevisionToAllBelow) {
  const History history = history_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}});
  const Checksum a = history_checksum(history.find("a")->digest, {});
  const Checksum b = history_checksum(history.find("b")->digest, {a});
  const Checksum c = history_checksum(history.find("c")->digest, {a});
  const Checksum d = history_checksum(history.find("d")->digest, {b, c});
  EXPECT_EQ(history_checksums(history), (std::vector<Checksum>{a, b, c, d}));
}

TEST(History, ChecksumOfAHeadChangesWithItsBase) {
  const auto head_of = [](const std::string& up) {
    return history_checksums(history_of({{"a", {}, up}, {"b", {"a"}}})).back();
  };
  EXPECT_NE(head_of("SELECT 1;\n"), head_of("SELECT 2;\n"));
}

TEST(HistoryCheck, RefusesIdsThatDifferByCaseOnly) {
  const HistoryCheck check = check_of({{"Users"}, {"users", {"Users"}}});
  ASSERT_EQ(codes_of(check.findings), Texts{"case-collision"});
  EXPECT_EQ(check.findings[0].message,
            "revision id 'users' differs from 'Users' (migrations/Users/manifest.toml) only by "
            "case");
}

TEST(HistoryCheck, RefusesAnIdThatIsTaken) {
  Revision grouped = revision_of({"a"});
  grouped.manifest.path = "migrations/group/a/manifest.toml";
  const HistoryCheck check = build_history({revision_of({"a"}), grouped});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-id"});
  EXPECT_EQ(check.findings[0].message, "revision id 'a' is taken by migrations/a/manifest.toml");
  EXPECT_EQ(check.findings[0].position->file, "migrations/group/a/manifest.toml");
}

TEST(HistoryCheck, RefusesALabelOnTwoRevisions) {
  Revision a = revision_of({"a"});
  Revision b = revision_of({"b", {"a"}});
  a.manifest.labels.push_back({"billing", {a.manifest.path, 3, 11}});
  b.manifest.labels.push_back({"billing", {b.manifest.path, 4, 11}});
  const HistoryCheck check = build_history({a, b});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-label"});
  EXPECT_EQ(to_string(*check.findings[0].position), "migrations/b/manifest.toml:4:11");
  EXPECT_EQ(check.findings[0].message, "label 'billing' is already a label of a");
}

TEST(HistoryCheck, RefusesATagThatIsGivenTwice) {
  Revision a = revision_of({"a"});
  a.manifest.tags.push_back({"v1", {a.manifest.path, 3, 9}});
  a.manifest.tags.push_back({"v1", {a.manifest.path, 3, 15}});
  const HistoryCheck check = build_history({a});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-tag"});
  EXPECT_EQ(to_string(*check.findings[0].position), "migrations/a/manifest.toml:3:15");
  EXPECT_EQ(check.findings[0].message, "tag 'v1' is already a tag of a");
}

TEST(HistoryCheck, RefusesATagThatIsALabel) {
  const HistoryCheck check = check_of({{"a", {}, "", "", {}, {}, {"v1"}},  // the tag comes first
                                       {"b", {"a"}, "", "", {}, {"v1"}}});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-tag"});
  EXPECT_EQ(check.findings[0].revision, "a");
  EXPECT_EQ(check.findings[0].message, "tag 'v1' is already a label of b");
}

TEST(HistoryCheck, RefusesALabelAndATagOfOneNameOnOneRevision) {
  EXPECT_EQ(codes_of(check_of({{"a", {}, "", "", {}, {"v1"}, {"v1"}}}).findings),
            Texts{"duplicate-tag"});
}

TEST(HistoryCheck, RefusesALabelThatIsTheIdOfARevision) {
  const HistoryCheck check = check_of({{"a", {}, "", "", {}, {"b"}}, {"b", {"a"}}});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-label"});
  EXPECT_EQ(check.findings[0].revision, "a");
  EXPECT_EQ(check.findings[0].message, "label 'b' is the id of a revision");
}

TEST(HistoryCheck, RefusesATagThatIsTheIdOfItsRevision) {
  const HistoryCheck check = check_of({{"a", {}, "", "", {}, {}, {"a"}}});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-tag"});
  EXPECT_EQ(check.findings[0].message, "tag 'a' is the id of a revision");
}

TEST(HistoryCheck, KeepsTheHistoryWhereLabelsCollide) {
  EXPECT_TRUE(check_of({{"a", {}, "", "", {}, {"x"}}, {"b", {"a"}, "", "", {}, {"x"}}}).history);
}

TEST(HistoryCheck, SuggestsTheNearestIdForAnUnknownParent) {
  Revision child = revision_of({"20260102_orders", {"20260101_user"}});
  child.manifest.parents[0].position = {child.manifest.path, 5, 1};
  const HistoryCheck check = build_history({revision_of({"20260101_users"}), child});
  ASSERT_EQ(codes_of(check.findings), Texts{"unknown-parent"});
  EXPECT_EQ(check.findings[0].message, "parent '20260101_user' is no revision of this project");
  EXPECT_EQ(check.findings[0].advice,
            "did you mean '20260101_users'? If a database has it applied: sqlmig export "
            "20260101_user");
  EXPECT_EQ(to_string(*check.findings[0].position), "migrations/20260102_orders/manifest.toml:5:1");
}

TEST(HistoryCheck, LeavesNoHistoryWithoutAGraph) { EXPECT_FALSE(check_of({{"a", {"x"}}}).history); }

TEST(HistoryCheck, KeepsTheHistoryWhereOnlyNamesCollide) {
  EXPECT_TRUE(check_of({{"Users"}, {"users", {"Users"}}}).history);
}

TEST(HistoryCheck, SaysNothingOfAReferenceToAnUnreadableRevision) {
  const HistoryCheck check = build_history({revision_of({"b", {"a"}})}, {RevisionId("a")});
  EXPECT_EQ(codes_of(check.findings), Texts{});
  EXPECT_FALSE(check.history);
}

TEST(HistoryCheck, PointsAtARepeatedParentWhereItIsNamedAgain) {
  Revision b = revision_of({"b", {"a", "a"}});
  b.manifest.parents[0].position = {b.manifest.path, 2, 12};
  b.manifest.parents[1].position = {b.manifest.path, 2, 17};
  const HistoryCheck check = build_history({revision_of({"a"}), b});
  ASSERT_EQ(codes_of(check.findings), Texts{"duplicate-parent"});
  EXPECT_EQ(to_string(*check.findings[0].position), "migrations/b/manifest.toml:2:17");
}

TEST(HistoryCheck, ShowsThePathOfACycle) {
  const HistoryCheck check = check_of({{"a", {"b"}}, {"b", {"a"}}});
  ASSERT_EQ(codes_of(check.findings), Texts{"cycle"});
  EXPECT_EQ(check.findings[0].message, "the revisions form a cycle: a -> b -> a");
}

TEST(HistoryCheck, FindsEveryProblemInOneRun) {
  const HistoryCheck check = check_of({{"A"},
                                       {"a", {"x"}},
                                       {"b", {"b"}},
                                       {"c", {"A", "A"}},
                                       {"d", {"e"}},
                                       {"e", {"d"}},
                                       {"f", {}, "", "", {"y", "f", "A", "A"}}});
  Texts codes = codes_of(check.findings);
  std::sort(codes.begin(), codes.end());
  EXPECT_EQ(codes,
            (Texts{"case-collision", "cycle", "duplicate-dependency", "duplicate-parent",
                   "self-dependency", "self-parent", "unknown-dependency", "unknown-parent"}));
}

}  // namespace
}  // namespace sqlmig

#include "support/histories.hpp"
#include <sqlmig/resolve.hpp>
#include <sqlmig/verify.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::applied_of;
using test::history_of;
using Texts = std::vector<std::string>;
using Indices = std::vector<Graph::Index>;

// 1 -- 2 --+-- a
//          +-- b
History fork() { return history_of({{"1"}, {"2", {"1"}}, {"a", {"2"}}, {"b", {"2"}}}); }

Indices indices_of(const History& history, const Texts& ids) {
  Indices indices;
  for (const std::string& id : ids) indices.push_back(history.graph.find(id).value());
  return indices;
}

std::vector<Finding> pending(const History& history, const Texts& applied, const Texts& wanted) {
  return check_pending(history, applied_of(history, applied), indices_of(history, wanted));
}

Texts beyond(const History& history, const AppliedRevisions& applied, const Texts& wanted) {
  Texts ids;
  for (const Finding& finding : check_at_heads(history, applied, indices_of(history, wanted))) {
    EXPECT_EQ(code_of(finding.kind), "other-heads");
    EXPECT_EQ(finding.severity, Severity::error);
    EXPECT_FALSE(finding.advice.empty());
    ids.push_back(finding.revision);
  }
  return ids;
}

Texts beyond(const History& history, const Texts& applied, const Texts& wanted) {
  return beyond(history, applied_of(history, applied), wanted);
}

TEST(CheckPending, IsSilentWhereAllIsApplied) {
  EXPECT_TRUE(pending(fork(), {"1", "2", "a", "b"}, {"a", "b"}).empty());
  EXPECT_TRUE(pending(fork(), {"1", "2", "a"}, {"a"}).empty());
  EXPECT_TRUE(pending(fork(), {}, {}).empty());
  EXPECT_TRUE(pending(History(), {}, {}).empty());
}

TEST(CheckPending, IsSilentAboutWhatIsNotAskedFor) {
  EXPECT_TRUE(pending(fork(), {"1"}, {"1"}).empty());
}

TEST(CheckPending, IsOneFindingWithAllThatIsMissing) {
  const auto findings = pending(fork(), {"1"}, {"a", "b"});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(code_of(findings[0].kind), "pending");
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_EQ(findings[0].revision, "2");
  EXPECT_EQ(to_string(*findings[0].position), "migrations/2/up.sql");
  EXPECT_EQ(findings[0].message, "3 required revisions are not applied");
  EXPECT_EQ(findings[0].detail, "2  2\na  a\nb  b\n");
  EXPECT_EQ(pending(fork(), {"1", "2"}, {"a"})[0].message, "1 required revision is not applied");
}

TEST(CheckPending, SaysTheUpgradeThatIsMeant) {
  const History line = history_of({{"1"}, {"2", {"1"}}});
  EXPECT_EQ(pending(line, {}, {"2"})[0].advice, "sqlmig upgrade");
  EXPECT_EQ(pending(line, {}, {"1"})[0].advice, "sqlmig upgrade 1");
  EXPECT_EQ(pending(fork(), {}, {"a", "b"})[0].advice, "sqlmig upgrade heads");
  EXPECT_EQ(pending(fork(), {}, {"b", "a"})[0].advice, "sqlmig upgrade heads");
  EXPECT_EQ(pending(fork(), {}, {"a"})[0].advice, "sqlmig upgrade a");
  EXPECT_EQ(pending(fork(), {}, {"a", "a"})[0].advice, "sqlmig upgrade a");
}

TEST(CheckPending, AsksForDependenciesToo) {
  const History history = history_of({{"1"}, {"2", {}, "SELECT 1;", "SELECT 1;", {"1"}}});
  EXPECT_EQ(pending(history, {}, {"2"})[0].detail, "1  1\n2  2\n");
}

TEST(CheckPending, CountsWhatStoppedHalfWay) {
  const History line = history_of({{"1"}, {"2", {"1"}}});
  AppliedRevisions applied = applied_of(line, {"1", "2"});
  applied.rows[1].state = RevisionState::applying;
  // What is unfinished is a finding of its own, and no upgrade runs it.
  EXPECT_TRUE(check_pending(line, applied, indices_of(line, {"2"})).empty());
}

TEST(CheckAtHeads, AcceptsTheHeadsThatAreNamed) {
  EXPECT_EQ(beyond(fork(), Texts{"1", "2", "a", "b"}, {"a", "b"}), Texts{});
  EXPECT_EQ(beyond(fork(), Texts{"1", "2", "a", "b"}, {"b", "a", "a"}), Texts{});
}

TEST(CheckAtHeads, LeavesWhatIsBehindToPending) {
  EXPECT_EQ(beyond(fork(), Texts{"1"}, {"a"}), Texts{});
  EXPECT_EQ(beyond(fork(), Texts{}, {"a"}), Texts{});
}

TEST(CheckAtHeads, FindsWhatIsAheadOrBeside) {
  EXPECT_EQ(beyond(fork(), Texts{"1", "2", "a"}, {"2"}), Texts{"a"});
  EXPECT_EQ(beyond(fork(), Texts{"1", "2", "a", "b"}, {"a"}), Texts{"b"});
  EXPECT_EQ(beyond(fork(), Texts{"1", "2", "a", "b"}, {"1"}), (Texts{"a", "b"}));
  EXPECT_EQ(beyond(fork(), Texts{"1"}, {}), Texts{"1"});
}

TEST(CheckAtHeads, FindsWhatNoFileKnows) {
  const History here = history_of({{"1"}});
  const History newer = history_of({{"1"}, {"2", {"1"}}});
  const auto findings =
      check_at_heads(here, applied_of(newer, {"1", "2"}), indices_of(here, {"1"}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message, "the database stands at 2, which is not among what is required");
  EXPECT_EQ(findings[0].advice, "no file here knows it: it may come from a newer checkout");
}

}  // namespace
}  // namespace sqlmig

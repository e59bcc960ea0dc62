#include "support/histories.hpp"
#include <sqlmig/verify.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::applied_of;
using test::history_of;
using Texts = std::vector<std::string>;

Texts codes_of(const std::vector<Finding>& findings) {
  Texts codes;
  for (const Finding& finding : findings) codes.emplace_back(code_of(finding.kind));
  return codes;
}

const History& chain() {
  static const History kHistory = history_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}});
  return kHistory;
}

TEST(CheckApplied, FindsNothingInADatabaseThatAgrees) {
  EXPECT_EQ(codes_of(check_applied(chain(), applied_of(chain(), {"a", "b", "c"}))), Texts{});
}

TEST(CheckApplied, FindsNothingInAnEmptyDatabase) {
  EXPECT_EQ(codes_of(check_applied(chain(), {})), Texts{});
}

TEST(CheckApplied, DoesNotCountPendingRevisions) {
  EXPECT_EQ(codes_of(check_applied(chain(), applied_of(chain(), {"a"}))), Texts{});
}

TEST(CheckApplied, FindsAnEditedUp) {
  AppliedRevisions applied = applied_of(chain(), {"a"});
  applied.rows[0].up = sha256("SELECT 'before';\n");
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"edited-up"});
  EXPECT_EQ(findings[0].severity, Severity::error);
  EXPECT_EQ(to_string(*findings[0].position), "migrations/a/up.sql");
  EXPECT_EQ(findings[0].message,
            "up.sql was edited after it was applied at 2026-01-01T00:00:00.000Z by dana@box");
}

TEST(CheckApplied, SaysWhenAnEditedRevisionWasStamped) {
  AppliedRevisions applied = applied_of(chain(), {"a"});
  applied.rows[0].up = sha256("SELECT 'before';\n");
  applied.rows[0].origin = Origin::stamp;
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "up.sql was edited after it was stamped at 2026-01-01T00:00:00.000Z by dana@box");
}

TEST(CheckApplied, WarnsOfAnEditedDown) {
  AppliedRevisions applied = applied_of(chain(), {"a"});
  applied.rows[0].down = sha256("SELECT 'before';\n");
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"edited-down"});
  EXPECT_EQ(findings[0].severity, Severity::warning);
}

TEST(CheckApplied, WarnsOfADownThatWasAddedLater) {
  AppliedRevisions applied = applied_of(chain(), {"a"});
  applied.rows[0].down.reset();
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"edited-down"});
  EXPECT_EQ(findings[0].detail,
            "applied none (irreversible)\nnow     " + sha256("SELECT 1;\n").text() + "\n");
}

TEST(CheckApplied, FindsARevisionWithoutAFile) {
  AppliedRevisions applied = applied_of(chain(), {"a", "b"});
  applied.rows[1].id = RevisionId("z");
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"missing-revision"});
  EXPECT_EQ(findings[0].revision, "z");
  EXPECT_EQ(findings[0].message,
            "the database has z (applied at 2026-01-01T00:00:00.000Z by dana@box), and no file "
            "here knows it");
}

TEST(CheckApplied, FindsAParentThatIsNotApplied) {
  const std::vector<Finding> findings = check_applied(chain(), applied_of(chain(), {"a", "c"}));
  ASSERT_EQ(codes_of(findings), Texts{"ancestor-not-applied"});
  EXPECT_EQ(findings[0].message, "c is applied, and b, which it stands on, is not");
}

TEST(CheckApplied, NamesTheHeadThatHasAFileWhereOneStandsOnItThatHasNone) {
  AppliedRevisions applied = applied_of(chain(), {"a", "c"});
  AppliedRevision unknown = applied.rows[1];
  unknown.id = RevisionId("gone");
  unknown.parents = {RevisionId("c")};
  applied.rows.push_back(unknown);
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), (Texts{"ancestor-not-applied", "missing-revision"}));
  EXPECT_TRUE(findings[0].advice.starts_with(
      "if what b does is in the database, record it with: sqlmig stamp a c;"))
      << findings[0].advice;
}

TEST(CheckApplied, FindsADependencyThatIsNotApplied) {
  const History history = history_of({{"a"}, {"b", {}, "SELECT 1;\n", "SELECT 1;\n", {"a"}}});
  EXPECT_EQ(codes_of(check_applied(history, applied_of(history, {"b"}))),
            Texts{"ancestor-not-applied"});
}

TEST(CheckApplied, WarnsOfParentsThatChanged) {
  AppliedRevisions applied = applied_of(chain(), {"a", "b", "c"});
  applied.rows[2].parents = {RevisionId("a")};
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"parents-changed"});
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_EQ(findings[0].message, "it was applied on a, and its manifest now says b");
}

TEST(CheckApplied, WarnsOfDependenciesThatChanged) {
  AppliedRevisions applied = applied_of(chain(), {"a", "b"});
  applied.rows[1].depends_on = {RevisionId("x"), RevisionId("y")};
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"parents-changed"});
  EXPECT_EQ(findings[0].message,
            "it was applied on a (depending on x, y), and its manifest now says a");
}

TEST(CheckApplied, DoesNotMindTheOrderOfParentsInTheManifest) {
  const History history = history_of({{"a"}, {"b"}, {"m", {"b", "a"}}});
  EXPECT_EQ(codes_of(check_applied(history, applied_of(history, {"a", "b", "m"}))), Texts{});
}

TEST(CheckApplied, FindsAnUnfinishedRevision) {
  AppliedRevisions applied = applied_of(chain(), {"a", "b"});
  applied.rows[1].state = RevisionState::applying;
  applied.rows[1].statements_done = 2;
  applied.rows[1].statements_total = 3;
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(codes_of(findings), Texts{"unfinished"});
  EXPECT_EQ(findings[0].message, "b is applying or stopped while it was: 2 of 3 statements ran");
  EXPECT_EQ(findings[0].advice,
            "mend the script from there on and say: sqlmig upgrade --resume; or finish it by hand "
            "and say: sqlmig repair --mark-applied b --reason \"...\"; or undo it by hand and say: "
            "sqlmig repair "
            "--mark-reverted b --reason \"...\"");
}

// To finish is to go on down, and to undo is to come back up.
TEST(CheckApplied, TurnsTheAdviceRoundForADowngradeThatStopped) {
  AppliedRevisions applied = applied_of(chain(), {"a"});
  applied.rows[0].state = RevisionState::reverting;
  const std::vector<Finding> findings = check_applied(chain(), applied);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].advice,
            "mend the script from there on and say: sqlmig downgrade --resume; or finish it by "
            "hand and say: sqlmig repair --mark-reverted a --reason \"...\"; or undo it by hand "
            "and say: sqlmig repair "
            "--mark-applied a --reason \"...\"");
}

TEST(CheckApplied, FindsEverythingInOneRun) {
  AppliedRevisions applied = applied_of(chain(), {"a", "c"});
  applied.rows[0].up = sha256("1");
  applied.rows[0].down = sha256("2");
  applied.rows[1].state = RevisionState::applying;
  applied.rows[1].parents = {};
  AppliedRevision gone = applied.rows[0];
  gone.id = RevisionId("gone");
  applied.rows.push_back(gone);
  EXPECT_EQ(codes_of(check_applied(chain(), applied)),
            (Texts{"edited-up", "edited-down", "unfinished", "parents-changed",
                   "ancestor-not-applied", "missing-revision"}));
}

}  // namespace
}  // namespace sqlmig

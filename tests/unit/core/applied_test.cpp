#include "support/histories.hpp"
#include <sqlmig/applied.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::applied_of;
using test::history_of;
using Texts = std::vector<std::string>;

const History& forked() {
  static const History kHistory =
      history_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"m", {"b", "c"}}, {"x"}});
  return kHistory;
}

Texts heads_of(const Texts& applied) {
  const AppliedRevisions rows = applied_of(forked(), applied);
  Texts ids;
  for (const AppliedRevision* head : applied_heads(rows)) ids.push_back(head->id.text());
  return ids;
}

std::vector<Checksum> checksums_of(const Texts& ids) {
  const std::vector<Checksum> all = history_checksums(forked());
  std::vector<Checksum> result;
  for (const std::string& id : ids) result.push_back(all[forked().graph.find(id).value()]);
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<Checksum> histories_of(const AppliedRevisions& rows) {
  std::vector<Checksum> result;
  for (const AppliedHead& head : applied_head_histories(rows)) result.push_back(head.history);
  return result;
}

TEST(Applied, HasNoHeadsWithoutRows) { EXPECT_EQ(heads_of({}), Texts{}); }

TEST(Applied, HasAsHeadsWhatNoRowHasAsParent) {
  EXPECT_EQ(heads_of({"a", "c", "b"}), (Texts{"b", "c"}));
}

TEST(Applied, LosesItsHeadsToAMerge) { EXPECT_EQ(heads_of({"a", "b", "c", "m"}), Texts{"m"}); }

TEST(Applied, HasHeadsWithoutAnyFiles) {
  AppliedRevisions rows = applied_of(forked(), {"a", "b"});
  rows.rows[1].id = RevisionId("from_another_branch");
  ASSERT_EQ(applied_heads(rows).size(), 1U);
  EXPECT_EQ(applied_heads(rows)[0]->id.text(), "from_another_branch");
}

TEST(Applied, HistoryChecksumsEqualThoseOfTheFiles) {
  for (const Texts& applied :
       {Texts{"a"}, Texts{"a", "b"}, Texts{"a", "b", "c", "x"}, Texts{"x", "a", "c", "b", "m"}}) {
    EXPECT_EQ(histories_of(applied_of(forked(), applied)), checksums_of(heads_of(applied)));
  }
}

TEST(Applied, HistoryChecksumsDoNotDependOnTheOrderOfApplication) {
  // As after a stamp that filled a gap: the parent got its row last.
  EXPECT_EQ(histories_of(applied_of(forked(), {"b", "a"})), checksums_of({"b"}));
}

TEST(Applied, HistoryChecksumsAreThoseOfWhatWasRun) {
  AppliedRevisions rows = applied_of(forked(), {"a", "b"});
  rows.rows[0].digest = sha256("as it was before someone edited it");
  EXPECT_NE(histories_of(rows), checksums_of({"b"}));
}

TEST(Applied, FindsARowById) {
  const AppliedRevisions rows = applied_of(forked(), {"a", "b"});
  ASSERT_NE(rows.find("b"), nullptr);
  EXPECT_EQ(rows.find("b")->id.text(), "b");
}

TEST(Applied, FindsNoRowThatIsNotThere) {
  EXPECT_EQ(applied_of(forked(), {"a"}).find("b"), nullptr);
}

TEST(AppliedSet, LeavesOutRowsWithoutAFile) {
  AppliedRevisions rows = applied_of(forked(), {"a", "x"});
  rows.rows[1].id = RevisionId("gone");
  EXPECT_EQ(applied_set(rows, forked().graph).members(),
            std::vector<std::uint32_t>{forked().graph.find("a").value()});
}

// A row that no file knows, applied on these.
AppliedRevision unknown_row(const std::string& id, const Texts& parents) {
  AppliedRevision row = applied_of(forked(), {"a"}).rows[0];
  row.id = RevisionId(id);
  row.parents = {parents.begin(), parents.end()};
  return row;
}

// Each unknown revision with what it is built on, as "u1: a".
Texts unknown_of(const AppliedRevisions& rows) {
  Texts lines;
  for (const UnknownRevision& unknown : unknown_revisions(rows, forked().graph)) {
    std::string line = unknown.row->id.text() + ":";
    for (const RevisionId& id : unknown.built_on) line += " " + id.text();
    lines.push_back(line);
  }
  return lines;
}

TEST(UnknownRevisions, AreNoneWhereEveryRowHasAFile) {
  EXPECT_EQ(unknown_of(applied_of(forked(), {"a", "b"})), Texts{});
  EXPECT_EQ(unknown_of({}), Texts{});
}

TEST(UnknownRevisions, AreBuiltOnWhatTheirRowsSay) {
  AppliedRevisions rows = applied_of(forked(), {"a", "b", "c"});
  rows.rows.push_back(unknown_row("u1", {"b", "c"}));
  EXPECT_EQ(unknown_of(rows), Texts{"u1: b c"});
}

TEST(UnknownRevisions, AreBuiltOnTheNearestThatFilesKnow) {
  AppliedRevisions rows = applied_of(forked(), {"a", "b", "c"});
  rows.rows.push_back(unknown_row("u1", {"b"}));
  rows.rows.push_back(unknown_row("u2", {"c", "u1"}));
  rows.rows.push_back(unknown_row("u3", {"u2"}));
  EXPECT_EQ(unknown_of(rows), (Texts{"u1: b", "u2: b c", "u3: b c"}));
}

TEST(UnknownRevisions, AreBuiltOnAFileThatIsNotApplied) {
  AppliedRevisions rows = applied_of(forked(), {"a"});
  rows.rows.push_back(unknown_row("u1", {"b"}));
  EXPECT_EQ(unknown_of(rows), Texts{"u1: b"});
}

TEST(UnknownRevisions, AreBuiltOnNothingWhereNoFileKnowsWhatIsBelow) {
  AppliedRevisions rows = applied_of(forked(), {"a"});
  rows.rows.push_back(unknown_row("u1", {}));
  rows.rows.push_back(unknown_row("u2", {"u1", "lost"}));
  EXPECT_EQ(unknown_of(rows), (Texts{"u1:", "u2:"}));
}

TEST(UnknownRevisions, ComeInTheOrderOfApplication) {
  AppliedRevisions rows;
  rows.rows = {unknown_row("z", {}), unknown_row("y", {})};
  EXPECT_EQ(unknown_of(rows), (Texts{"z:", "y:"}));
}

TEST(UnknownRevisions, DoNotDependOnTheOrderOfApplication) {
  // As after a stamp that filled a gap: the parent got its row last.
  AppliedRevisions rows = applied_of(forked(), {"a"});
  rows.rows.push_back(unknown_row("u2", {"u1"}));
  rows.rows.push_back(unknown_row("u1", {"a"}));
  EXPECT_EQ(unknown_of(rows), (Texts{"u2: a", "u1: a"}));
}

TEST(RevisionState, IsReadFromItsName) {
  for (const auto state :
       {RevisionState::applied, RevisionState::applying, RevisionState::reverting}) {
    EXPECT_EQ(parse_revision_state(to_string(state)), state);
  }
}

TEST(RevisionState, IsNotReadFromAnythingElse) {
  for (const char* text : {"", "Applied", "applied ", "done"}) {
    EXPECT_FALSE(parse_revision_state(text)) << text;
  }
}

TEST(Origin, IsReadFromItsName) {
  for (const auto origin : {Origin::upgrade, Origin::stamp, Origin::squash}) {
    EXPECT_EQ(parse_origin(to_string(origin)), origin);
  }
}

TEST(Origin, IsNotReadFromAnythingElse) {
  for (const char* text : {"", "Stamp", "repair"}) EXPECT_FALSE(parse_origin(text)) << text;
}

}  // namespace
}  // namespace sqlmig

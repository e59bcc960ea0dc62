#include "support/caught.hpp"
#include "support/histories.hpp"
#include <sqlmig/plan.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

using test::applied_of;
using test::caught;
using test::revision_of;

History history_of_revisions(std::vector<Revision> revisions) {
  return std::move(build_history(std::move(revisions)).history.value());
}

Revision irreversible(const test::Draft& draft, const std::string& reason) {
  Revision revision = revision_of(draft);
  revision.manifest.irreversible = reason;
  revision.down.reset();
  return revision;
}

void require_all_reversible(const History& history, EmptyDowns empty_downs) {
  std::vector<std::string> ids;
  for (const Revision& revision : history.revisions) ids.push_back(revision.id.text());
  const Plan plan = plan_downgrade(history, applied_of(history, ids), DatabaseKind::sqlite, {});
  require_reversible(history, plan, empty_downs);
}

TEST(RequireReversible, AcceptsScriptsThatUndo) {
  EXPECT_NO_THROW(
      require_all_reversible(history_of_revisions({revision_of({"a"})}), EmptyDowns::refused));
}

TEST(RequireReversible, NamesEveryIrreversibleRevisionWithItsReason) {
  const History history = history_of_revisions(
      {irreversible({"a"}, "drops the trail"), irreversible({"b", {"a"}}, "merges rows")});
  const Error error = caught([&] { require_all_reversible(history, EmptyDowns::refused); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_STREQ(error.what(),
               "this downgrade cannot be carried out to its end:\n"
               "  b is irreversible: merges rows\n"
               "  a is irreversible: drops the trail");
}

TEST(RequireReversible, RefusesAnEmptyDownUnderAnUpThatDoesSomething) {
  const History history = history_of_revisions({revision_of({"a", {}, "SELECT 1;\n", "-- no\n"})});
  const Error error = caught([&] { require_all_reversible(history, EmptyDowns::refused); });
  EXPECT_STREQ(error.what(),
               "this downgrade cannot be carried out to its end:\n"
               "  migrations/a/down.sql holds no statement, so nothing would be undone");
  EXPECT_EQ(error.advice, "nothing was reverted; --allow-empty-down goes over these revisions");
}

TEST(RequireReversible, AcceptsAnEmptyDownOnRequest) {
  EXPECT_NO_THROW(require_all_reversible(
      history_of_revisions({revision_of({"a", {}, "SELECT 1;\n", "-- no\n"})}),
      EmptyDowns::allowed));
}

TEST(RequireReversible, AcceptsAnEmptyDownUnderAnEmptyUp) {
  EXPECT_NO_THROW(require_all_reversible(
      history_of_revisions({revision_of({"a", {}, "-- no\n", "-- no\n"})}), EmptyDowns::refused));
}

TEST(RequireReversible, AcceptsAnEmptyDownOfAMerge) {
  EXPECT_NO_THROW(require_all_reversible(
      history_of_revisions({revision_of({"a"}), revision_of({"b"}),
                            revision_of({"m", {"a", "b"}, "SELECT 1;\n", "-- no\n"})}),
      EmptyDowns::refused));
}

TEST(RequireReversible, DoesNotOfferEmptyDownsWhereOneIsIrreversible) {
  const History history = history_of_revisions(
      {irreversible({"a"}, "why"), revision_of({"b", {"a"}, "SELECT 1;\n", "-- no\n"})});
  const Error error = caught([&] { require_all_reversible(history, EmptyDowns::refused); });
  EXPECT_EQ(error.advice, "nothing was reverted; choose a target after these revisions");
}

TEST(RequireReversible, DoesNotLookAtWhatGoesUp) {
  const History history = history_of_revisions({irreversible({"a"}, "why")});
  const Graph::Index a = 0;
  const Plan plan =
      plan_upgrade(history, applied_of(history, {}), DatabaseKind::sqlite, std::span(&a, 1));
  EXPECT_NO_THROW(require_reversible(history, plan, EmptyDowns::refused));
}

}  // namespace
}  // namespace sqlmig

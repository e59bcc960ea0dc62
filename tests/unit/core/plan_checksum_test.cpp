#include <sqlmig/plan.hpp>

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace sqlmig {
namespace {

Step step(Direction direction, const Checksum& digest, TransactionMode mode) {
  return {direction, 0, RevisionId("a"), digest, mode, "migrations/a/up.sql", "the target"};
}

Plan two_steps() {
  return {DatabaseKind::postgres,
          {{RevisionId("z"), sha256("1")}},
          {step(Direction::up, sha256("2"), TransactionMode::transactional),
           step(Direction::up, sha256("3"), TransactionMode::none)}};
}

TEST(PlanChecksum, IsTheChecksumOfItsDocumentedText) {
  EXPECT_EQ(plan_checksum(two_steps()),
            sha256("sqlmig plan 1\n"
                   "database postgresql\n"
                   "from " +
                   sha256("1").text() + "\nup " + sha256("2").text() + " transaction\nup " +
                   sha256("3").text() + " no-transaction\n"));
}

TEST(PlanChecksum, StaysTheSameForEver) {
  EXPECT_EQ(plan_checksum(two_steps()).text(),
            "sha256:12a4ea2a8b96968b9f7fbd8f0d5c385d02d0555aae9d925445fbefe6f4a7d9c5");
}

TEST(PlanChecksum, OfAnEmptyPlanNamesTheDatabaseOnly) {
  EXPECT_EQ(plan_checksum({DatabaseKind::sqlite, {}, {}}),
            sha256("sqlmig plan 1\ndatabase sqlite\n"));
}

TEST(PlanChecksum, ChangesWithEveryIngredient) {
  Plan kind = two_steps();
  kind.database = DatabaseKind::sqlite;
  Plan no_start = two_steps();
  no_start.from.clear();
  Plan other_start = two_steps();
  other_start.from[0].history = sha256("4");
  Plan direction = two_steps();
  direction.steps[0].direction = Direction::down;
  Plan digest = two_steps();
  digest.steps[0].digest = sha256("4");
  Plan mode = two_steps();
  mode.steps[0].transaction = TransactionMode::none;
  Plan order = two_steps();
  std::swap(order.steps[0], order.steps[1]);
  Plan shorter = two_steps();
  shorter.steps.pop_back();
  std::set<Checksum> checksums;
  for (const Plan& plan :
       {two_steps(), kind, no_start, other_start, direction, digest, mode, order, shorter}) {
    checksums.insert(plan_checksum(plan));
  }
  EXPECT_EQ(checksums.size(), 9U);
}

TEST(PlanChecksum, DoesNotDependOnTheWordsOfAStep) {
  Plan other = two_steps();
  other.steps[0].path = "elsewhere/up.sql";
  other.steps[0].reason = "an ancestor of b";
  EXPECT_EQ(plan_checksum(other), plan_checksum(two_steps()));
}

TEST(DatabaseKind, HasANameForEach) {
  EXPECT_EQ(to_string(DatabaseKind::sqlite), "sqlite");
  EXPECT_EQ(to_string(DatabaseKind::postgres), "postgresql");
}

}  // namespace
}  // namespace sqlmig

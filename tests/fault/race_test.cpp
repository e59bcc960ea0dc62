// Many runners at once: each revision is applied once, and nobody waits for ever.
#include "fault/mixed_project.hpp"
#include "fault/rounds.hpp"
#include "support/child.hpp"
#include "support/pgbouncer.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <functional>
#include <list>
#include <memory>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

constexpr int kRunners = 16;
constexpr int kRevisions = 9;
// Waiting for each other, sixteen runners on two slow cores need some seconds.
constexpr std::chrono::seconds kLongest{60};

class Race : public testing::TestWithParam<DatabaseKind> {
 protected:
  [[nodiscard]] static std::string events(const MixedProject& project, const std::string& what) {
    return project.database().ask(
        fmt::format("SELECT {} FROM {}", what,
                    GetParam() == DatabaseKind::postgres ? "sqlmig.events" : "sqlmig_events"));
  }

  // Sixteen runners with these arguments, over and over on new databases.
  static void race(const std::string& what, int quick,
                   const std::function<Strings(const MixedProject&)>& arguments) {
    const int wanted = rounds(quick);
    for (int round = 0; round < wanted; ++round) {
      const MixedProject project(GetParam(), kRevisions, mix());
      const Strings command = arguments(project);
      std::list<std::unique_ptr<Child>> runners;
      for (int i = 0; i < kRunners; ++i)
        runners.push_back(Child::listened_to(command, project.folder()));
      for (const auto& runner : runners) {
        const std::optional<int> code = runner->wait_for(kLongest);
        ASSERT_TRUE(code) << "a runner does not come to its end";
        ASSERT_EQ(*code, 0) << all_that_is_said(*runner);
      }
      const MixedHistory::Observed seen = project.observe();
      ASSERT_EQ(seen.breach, "");
      ASSERT_EQ(seen.applied, kRevisions);
      ASSERT_EQ(events(project, "count(*)"), std::to_string(kRevisions));
      ASSERT_EQ(events(project, "max(id)"), std::to_string(kRevisions));
    }
    report(what, wanted);
  }

  // Nothing keeps others out while SQLite runs statements without a transaction: runners that come
  // across such a revision stop.
  [[nodiscard]] static Mix mix() {
    return GetParam() == DatabaseKind::sqlite ? Mix::transactions_only : Mix::with_statements_alone;
  }
  [[nodiscard]] static std::string all_that_is_said(Child& runner) {
    std::string text;
    while (const auto line = runner.next_line()) text += *line + "\n";
    return text;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Race,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Race, OfSixteenRunnersAppliesEachRevisionOnce) {
  const std::string kind = GetParam() == DatabaseKind::postgres ? "PostgreSQL" : "SQLite";
  race("races of 16 runners, " + kind, 3, [](const MixedProject&) { return Strings{"upgrade"}; });
}

class RaceThroughAPooler : public Race {};

INSTANTIATE_TEST_SUITE_P(Databases, RaceThroughAPooler, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(RaceThroughAPooler, OfSixteenRunnersAppliesEachRevisionOnce) {
  std::unique_ptr<PgBouncer> pooler;
  race("races of 16 runners through a pooler, PostgreSQL", 2, [&](const MixedProject& project) {
    pooler = std::make_unique<PgBouncer>(project.database(), PgBouncer::Mode::transaction);
    return Strings{"upgrade", "--url", pooler->url()};
  });
}

}  // namespace
}  // namespace sqlmig::test

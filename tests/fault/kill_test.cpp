// Runners that are killed: what is in the database afterwards.
#include "fault/mixed_project.hpp"
#include "fault/rounds.hpp"
#include "support/child.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

namespace sqlmig::test {
namespace {

using std::chrono::microseconds;

class KilledRunner : public testing::TestWithParam<DatabaseKind> {
 protected:
  KilledRunner() : trace_(__FILE__, __LINE__, fmt::format("seed {}", seed_)) {}

  [[nodiscard]] static std::string kind() {
    return GetParam() == DatabaseKind::postgres ? "PostgreSQL" : "SQLite";
  }
  [[nodiscard]] microseconds random_time(microseconds most) {
    return microseconds(std::uniform_int_distribution<std::int64_t>(0, most.count())(random_));
  }
  [[nodiscard]] int random_number(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }

  // Starts and kills runners until there were enough; `kill` is given a runner and kills it.
  template <typename Kill>
  void kill_runners(const std::string& how, int quick, Kill kill) {
    int killed = 0;
    int half_way = 0;
    int unrecorded = 0;
    Way way = Way::up;
    const int wanted = rounds(quick);
    // Some come too late.
    for (int round = 0; killed < wanted && round < 4 * wanted; ++round) {
      const auto runner = Child::listened_to(MixedProject::all_the_way(way), project_.folder());
      kill(*runner);
      const int code = runner->wait();
      ASSERT_TRUE(code == 0 || code == 128 + SIGKILL) << "it ended with " << code;
      const MixedHistory::Observed seen = project_.observe();
      ASSERT_EQ(seen.breach, "");
      if (code == 0) {
        ASSERT_EQ(seen.applied, way == Way::up ? project_.length() : 0);
      } else {
        ++killed;
      }
      if (seen.unfinished) {
        ++half_way;
        if (seen.unfinished->done > seen.unfinished->recorded) ++unrecorded;
        ASSERT_NO_FATAL_FAILURE(project_.settle(*seen.unfinished));
      }
      way = project_.next(way, seen);
    }
    EXPECT_GE(killed, wanted / 2) << "the kills came too late to prove anything";
    EXPECT_TRUE(project_.can_go(Way::up));
    EXPECT_TRUE(project_.can_go(Way::down));
    report(fmt::format("kills {}, {}", how, kind()), killed);
    report(fmt::format("kills {}, {}, that left a no-transaction script half-way", how, kind()),
           half_way);
    report(fmt::format("kills {}, {}, between a statement and its record", how, kind()),
           unrecorded);
  }

  MixedProject project_{GetParam(), 9};

 private:
  unsigned seed_ = std::random_device{}();
  std::mt19937 random_{seed_};
  testing::ScopedTrace trace_;
};

INSTANTIATE_TEST_SUITE_P(Databases, KilledRunner,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(KilledRunner, AtAnyTimeLeavesWholeRevisionsAndCountedStatements) {
  const microseconds whole = project_.time_all_the_way();
  kill_runners("at any time", 20, [&](const Child& runner) {
    std::this_thread::sleep_for(random_time(whole));
    runner.kill();
  });
}

TEST_P(KilledRunner, RightAfterARevisionLeavesWholeRevisionsAndCountedStatements) {
  kill_runners("right after a revision", 20, [&](Child& runner) {
    for (int line = random_number(1, project_.length() - 1); line > 0 && runner.next_line();)
      --line;
    std::this_thread::sleep_for(random_time(microseconds(1500)));
    runner.kill();
  });
}

TEST_P(KilledRunner, WhileItCreatesTheVersionTableLeavesNothingHalfDone) {
  const int wanted = rounds(10);
  for (int round = 0; round < wanted; ++round) {
    const std::unique_ptr<TestDatabase> fresh = make_database(GetParam());
    const std::vector<std::string> upgrade{"upgrade", "0001_r", "--url", fresh->url()};
    {
      Child runner(upgrade, project_.folder());
      std::this_thread::sleep_for(random_time(microseconds(20'000)));
      runner.kill();
      runner.wait();
    }
    ASSERT_EQ(Child(upgrade, project_.folder()).wait(), 0);
    ASSERT_EQ(fresh->list("SELECT i FROM t1 ORDER BY i"), (std::vector<std::string>{"1", "2"}));
  }
  report(fmt::format("kills while the version table is created, {}", kind()), wanted);
}

}  // namespace
}  // namespace sqlmig::test

// Connections and servers that go away while sqlmig works: what is in the database afterwards, and
// whether what sqlmig says about it is true.
#include "fault/mixed_project.hpp"
#include "fault/rounds.hpp"
#include "fault/said.hpp"
#include "support/child.hpp"
#include "support/cluster.hpp"
#include "support/process.hpp"
#include "support/proxy.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <thread>

namespace sqlmig::test {
namespace {

using std::chrono::milliseconds;
using Strings = std::vector<std::string>;

class Chance {
 public:
  [[nodiscard]] std::size_t number(std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(random_);
  }
  [[nodiscard]] std::chrono::microseconds time(std::chrono::microseconds most) {
    return std::chrono::microseconds(number(0, static_cast<std::size_t>(most.count())));
  }

 private:
  unsigned seed_ = std::random_device{}();
  std::mt19937 random_{seed_};
  testing::ScopedTrace trace_{__FILE__, __LINE__, fmt::format("seed {}", seed_)};
};

class LostConnection : public testing::TestWithParam<DatabaseKind> {
 protected:
  // Runs sqlmig over and over, up and down. `run` runs it, once, and breaks something meanwhile.
  void break_runs(const MixedProject& project, const std::string& what, int wanted,
                  const std::function<ProcessResult(const Strings&)>& run) {
    int broken = 0;
    Way way = Way::up;
    for (int round = 0; round < wanted; ++round) {
      Strings arguments = MixedProject::all_the_way(way);
      arguments.emplace_back("--json");
      const ProcessResult result = run(arguments);
      const MixedHistory::Observed seen = project.observe();
      ASSERT_EQ(seen.breach, "");
      ASSERT_EQ(lie_in(result, seen, way, project.length()), "");
      if (result.exit_code != 0) ++broken;
      ++claims_[claim_in(result)];
      if (seen.unfinished) {
        ASSERT_NO_FATAL_FAILURE(project.settle(*seen.unfinished));
      }
      way = project.next(way, seen);
    }
    EXPECT_GE(broken, wanted / 4) << "it was broken too late to prove anything";
    EXPECT_TRUE(project.can_go(Way::up));
    EXPECT_TRUE(project.can_go(Way::down));
    report(what, broken);
  }

  // Runs cut at a place that `place` chooses.
  void cut_runs(const std::string& what, int wanted,
                const std::function<Cut(const Proxy::Traffic&)>& place,
                Mix mix = Mix::with_statements_alone) {
    const MixedProject project(GetParam(), kLength, mix);
    Proxy proxy(project.database());
    const Strings over_proxy{"--url", proxy.url()};
    Proxy::Traffic whole;
    break_runs(project, what, wanted, [&](Strings arguments) {
      arguments.insert(arguments.end(), over_proxy.begin(), over_proxy.end());
      if (whole.round_trips == 0) {  // the first run is there to be measured
        ProcessResult result = run_sqlmig(arguments, {project.folder(), {}, {}});
        whole = proxy.traffic();
        return result;
      }
      proxy.cut(place(whole));
      return run_sqlmig(arguments, {project.folder(), {}, {}});
    });
  }

  // Runs sqlmig, and after some of its revisions breaks something.
  [[nodiscard]] ProcessResult run_until(const MixedProject& project, const Strings& arguments,
                                        const std::function<void()>& breakage) {
    const std::unique_ptr<Child> runner = Child::listened_to(arguments, project.folder());
    for (std::size_t line = chance_.number(0, kLength - 1); line > 0 && runner->next_line();)
      --line;
    std::this_thread::sleep_for(chance_.time(milliseconds(2)));
    breakage();
    const int code = runner->wait();
    return {code, runner->output(), {}};
  }

  static constexpr int kLength = 7;
  static constexpr std::chrono::seconds kSoon{20};
  Chance chance_;
  std::map<Claim, int> claims_;  // how often each was heard
};

INSTANTIATE_TEST_SUITE_P(Databases, LostConnection, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(LostConnection, AfterAnyByteOfTheClientLeavesWholeRevisions) {
  cut_runs("connections cut while sqlmig spoke", rounds(25), [this](const Proxy::Traffic& whole) {
    const auto how = chance_.number(0, 1) == 0 ? Cut::How::end : Cut::How::reset;
    return Cut{Cut::At::bytes_from_client, chance_.number(1, whole.from_client), how};
  });
}

TEST_P(LostConnection, AfterAnyByteOfTheServerLeavesWholeRevisions) {
  cut_runs("connections cut while the server spoke", rounds(25),
           [this](const Proxy::Traffic& whole) {
             const auto how = chance_.number(0, 1) == 0 ? Cut::How::end : Cut::How::reset;
             return Cut{Cut::At::bytes_from_server, chance_.number(1, whole.from_server), how};
           });
}

TEST_P(LostConnection, BetweenCommitAndItsAnswerLeavesWholeRevisions) {
  cut_runs("connections cut between COMMIT and its answer", rounds(25),
           [this](const Proxy::Traffic&) {
             const auto at =
                 chance_.number(0, 1) == 0 ? Cut::At::commit_request : Cut::At::commit_answer;
             const auto how = chance_.number(0, 1) == 0 ? Cut::How::end : Cut::How::reset;
             return Cut{at, chance_.number(1, kLength), how};
           });
}

TEST_P(LostConnection, BetweenCommitAndItsAnswerIsLookedInto) {
  const auto place = [this](const Proxy::Traffic&) {
    const auto at = chance_.number(0, 1) == 0 ? Cut::At::commit_request : Cut::At::commit_answer;
    return Cut{at, chance_.number(1, kLength)};
  };
  cut_runs("commits looked up after a cut", rounds(25), place, Mix::transactions_only);
  EXPECT_EQ(claims_[Claim::unknown], 0);
}

TEST_P(LostConnection, ForEverLeavesWholeRevisionsThatAreNotKnown) {
  const auto place = [this](const Proxy::Traffic&) {
    return Cut{Cut::At::commit_answer, chance_.number(3, kLength), Cut::How::end,
               Cut::Afterwards::gone};
  };
  // The first round is there to be measured.
  cut_runs("connections cut for ever", rounds(2, Pace::slow), place, Mix::transactions_only);
  EXPECT_EQ(claims_[Claim::nothing], 0);
  EXPECT_GE(claims_[Claim::unknown], 1);
}

TEST_P(LostConnection, ByAnAdministratorLeavesWholeRevisions) {
  const MixedProject project(GetParam(), kLength);
  break_runs(project, "sessions terminated by an administrator", rounds(25),
             [&](const Strings& arguments) {
               return run_until(project, arguments, [&] {
                 project.database().run(
                     "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND application_name LIKE 'sqlmig%' "
                     "AND pid <> pg_backend_pid()");
               });
             });
}

TEST_P(LostConnection, WithTheServerLeavesWholeRevisions) {
  const std::unique_ptr<Cluster> cluster = make_cluster();
  const MixedProject project(cluster->database("postgres"), GetParam(), kLength);
  break_runs(project, "servers stopped at once or killed", rounds(10),
             [&](const Strings& arguments) {
               return run_until(project, arguments, [&] {
                 if (chance_.number(0, 3) == 0) {
                   cluster->kill();
                 } else {
                   cluster->stop_immediately();
                 }
                 std::this_thread::sleep_for(chance_.time(milliseconds(100)));
                 cluster->start();
               });
             });
}

TEST_P(LostConnection, ToASilentServerIsNotWaitedForWhenConnecting) {
  const MixedProject project(GetParam(), 1);
  Proxy proxy(project.database());
  proxy.cut({Cut::At::bytes_from_server, 1, Cut::How::silence});
  Child runner({"upgrade", "--url", proxy.url() + " connect_timeout=2"}, project.folder());
  EXPECT_EQ(runner.wait_for(kSoon), 6);
}

TEST_P(LostConnection, ToASilentServerIsGivenUpWhenInterrupted) {
  const MixedProject project(GetParam(), kLength);
  Proxy proxy(project.database());
  proxy.cut({Cut::At::commit_answer, 3, Cut::How::silence});
  Child runner({"upgrade", "--url", proxy.url()}, project.folder());
  while (!proxy.has_cut()) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(runner.wait_for(milliseconds(300)), std::nullopt) << "it did not wait";
  // The first asks the server to stop, and a silent one does not say that it did.
  runner.interrupt();
  std::this_thread::sleep_for(milliseconds(300));
  if (!runner.has_ended()) runner.interrupt();
  const std::optional<int> code = runner.wait_for(kSoon);
  ASSERT_TRUE(code);
  EXPECT_NE(*code, 0);
  EXPECT_EQ(project.observe().breach, "");
}

}  // namespace
}  // namespace sqlmig::test

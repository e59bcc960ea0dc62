// Connections and servers that go away while sqlmig works: what is in the database afterwards, and
// whether what sqlmig says about it is true.
#include "fault/mixed_project.hpp"
#include "fault/rounds.hpp"
#include "support/child.hpp"
#include "support/cluster.hpp"
#include "support/process.hpp"
#include "support/proxy.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <random>
#include <thread>

namespace sqlmig::test {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

// What sqlmig says became of the step that failed.
enum class Claim { committed, nothing_kept, not_known, none };

Claim claim_in(const json& said) {
  const std::string text = said.contains("error") ? said["error"].dump() : "";
  if (text.find("was committed") != std::string::npos) return Claim::committed;
  if (text.find("nothing of it was kept") != std::string::npos) return Claim::nothing_kept;
  if (text.find("not known") != std::string::npos) return Claim::not_known;
  return Claim::none;
}

// What of a run with --json is not true; empty if all is.
std::string lie_in(const ProcessResult& result, const MixedHistory::Observed& seen, Way way,
                   int length) {
  const json said = json::parse(result.out);
  std::string lie;
  const auto is_recorded = [&](const json& step) {
    return MixedHistory::number_of(step["revision"]) <= seen.applied;
  };
  const auto check = [&](const json& steps, bool recorded, const char* what) {
    for (const json& step : steps) {
      if (is_recorded(step) != recorded)
        lie += fmt::format("{} is not {}; ", step["revision"].get<std::string>(), what);
    }
  };
  const bool at_end = seen.applied == (way == Way::up ? length : 0) && !seen.unfinished;
  if (result.exit_code == 0 && !at_end) lie += "it ended with 0 and had not come to the end; ";
  if (said.contains("done")) check(said["done"], way == Way::up, "done");
  if (said.contains("not_run")) check(said["not_run"], way == Way::down, "left out");
  if (!said.contains("failed") || said["failed"].is_null()) return lie;
  const Claim claim = claim_in(said);
  if (claim == Claim::committed) check({said["failed"]}, way == Way::up, "committed");
  if (claim == Claim::nothing_kept) check({said["failed"]}, way == Way::down, "rolled back");
  return lie.empty() ? lie : lie + result.out;
}

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
  void break_runs(const MixedProject& project, const std::string& what, int quick,
                  const std::function<ProcessResult(const Strings&)>& run) {
    int broken = 0;
    Way way = Way::up;
    const int wanted = rounds(quick);
    for (int round = 0; round < wanted; ++round) {
      Strings arguments = MixedProject::all_the_way(way);
      arguments.emplace_back("--json");
      const ProcessResult result = run(arguments);
      const MixedHistory::Observed seen = project.observe();
      ASSERT_EQ(seen.breach, "");
      ASSERT_EQ(lie_in(result, seen, way, project.length()), "");
      if (result.exit_code != 0) ++broken;
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
  void cut_runs(const std::string& what, int quick,
                const std::function<Cut(const Proxy::Traffic&)>& place) {
    const MixedProject project(GetParam(), kLength);
    Proxy proxy(project.database());
    const Strings over_proxy{"--url", proxy.url()};
    Proxy::Traffic whole;
    break_runs(project, what, quick, [&](Strings arguments) {
      arguments.insert(arguments.end(), over_proxy.begin(), over_proxy.end());
      if (whole.round_trips == 0) {  // the first run is there to be measured
        const ProcessResult result = run_sqlmig(arguments, {project.folder(), {}, {}});
        whole = proxy.traffic();
        return result;
      }
      proxy.cut(place(whole));
      return run_sqlmig(arguments, {project.folder(), {}, {}});
    });
  }

  static constexpr int kLength = 7;
  Chance chance_;
};

INSTANTIATE_TEST_SUITE_P(Databases, LostConnection, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(LostConnection, AfterAnyByteOfTheClientLeavesWholeRevisions) {
  cut_runs("connections cut while sqlmig spoke", 25, [this](const Proxy::Traffic& whole) {
    const auto how = chance_.number(0, 1) == 0 ? Cut::How::end : Cut::How::reset;
    return Cut{Cut::At::bytes_from_client, chance_.number(1, whole.from_client), how};
  });
}

TEST_P(LostConnection, AfterAnyByteOfTheServerLeavesWholeRevisions) {
  cut_runs("connections cut while the server spoke", 25, [this](const Proxy::Traffic& whole) {
    const auto how = chance_.number(0, 1) == 0 ? Cut::How::end : Cut::How::reset;
    return Cut{Cut::At::bytes_from_server, chance_.number(1, whole.from_server), how};
  });
}

TEST_P(LostConnection, BetweenCommitAndItsAnswerLeavesWholeRevisions) {
  cut_runs("connections cut between COMMIT and its answer", 25, [this](const Proxy::Traffic&) {
    const auto at = chance_.number(0, 1) == 0 ? Cut::At::commit_request : Cut::At::commit_answer;
    const auto how = chance_.number(0, 1) == 0 ? Cut::How::end : Cut::How::reset;
    return Cut{at, chance_.number(1, kLength), how};
  });
}

TEST_P(LostConnection, ForEverLeavesWholeRevisions) {
  cut_runs("connections cut for ever", 15, [this](const Proxy::Traffic&) {
    const auto at = chance_.number(0, 1) == 0 ? Cut::At::commit_request : Cut::At::commit_answer;
    return Cut{at, chance_.number(1, kLength), Cut::How::end, Cut::Afterwards::gone};
  });
}

}  // namespace
}  // namespace sqlmig::test

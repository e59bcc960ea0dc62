// Histories that are written in the test.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/execute.hpp>
#include <sqlmig/history.hpp>

#include <string>
#include <vector>

namespace sqlmig::test {

/// A revision as a test writes it; what is left out is harmless.
struct Draft {
  std::string id;
  std::vector<std::string> parents = {};
  std::string up = "SELECT 1;\n";
  std::string down = "SELECT 1;\n";
  std::vector<std::string> depends_on = {};
  std::vector<std::string> labels = {};
  std::vector<std::string> tags = {};
};

[[nodiscard]] Script script_of(const std::string& path, const std::string& text);
[[nodiscard]] Revision revision_of(const Draft& draft);
/// The history of these revisions; throws if they form none.
[[nodiscard]] History history_of(const std::vector<Draft>& drafts);
/// As if these had been applied from `history`, in this order.
[[nodiscard]] AppliedRevisions applied_of(const History& history,
                                          const std::vector<std::string>& ids);

/// An observer for tests that do not look.
class SilentObserver final : public Observer {
 public:
  void on_step_start(const Step& /*step*/, std::size_t /*number*/, std::size_t /*total*/) override {
  }
  void on_step_done(const Step& /*step*/, std::chrono::milliseconds /*duration*/) override {}
  void on_notice(const Notice& notice) override { notices.push_back(notice.message); }
  void on_lock_wait(const LockHolder& /*holder*/) override {}
  void on_heartbeat(const Step& /*step*/, const Heartbeat& heartbeat) override {
    heartbeats.push_back(heartbeat);
  }
  void on_retry(const Step& /*step*/, const Retry& retry) override { retries.push_back(retry); }

  std::vector<std::string> notices;
  std::vector<Heartbeat> heartbeats;
  std::vector<Retry> retries;
};

}  // namespace sqlmig::test

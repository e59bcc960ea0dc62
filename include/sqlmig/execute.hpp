// Running a plan.
#pragma once

#include <sqlmig/database.hpp>
#include <sqlmig/plan.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig {

/// Who runs sqlmig, for the record. Filled in at the edge; nothing below reads the environment.
struct Operator {
  std::string os_user;
  std::string host;
  std::string reason;  // for the events; may be empty
};

/// Is told what happens, as it happens. "done" is said after the commit.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  virtual void on_step_start(const Step& step, std::size_t number, std::size_t total) = 0;
  virtual void on_step_done(const Step& step, std::chrono::milliseconds duration) = 0;
  virtual void on_notice(const Notice& notice) = 0;
  /// Called once when the lock is found taken, before waiting for it.
  virtual void on_lock_wait(const LockHolder& holder) = 0;
};

/// Shape: done + failed + not_run are the steps of the plan, in its order.
struct Report {
  struct Done {
    Step step;
    std::chrono::milliseconds duration;
  };
  struct Failed {
    Step step;
    Error error;
  };
  std::vector<Done> done;
  std::optional<Failed> failed;
  std::vector<Step> not_run;
};

/// Runs the steps in order and stops at the first that fails; each script and its record commit
/// together. `applied` is the state that the plan was made for, read under the lock; the version
/// table is created if it is absent there, and brought to the format of this sqlmig if it is older.
/// Does not throw because a script failed: that is in the report.
/// Errors: ErrorCode::findings if a script cannot be run at all, before anything is.
[[nodiscard]] Report execute(const Plan& plan, const History& history,
                             const AppliedRevisions& applied, Database& database,
                             const Operator& who, Observer& observer);

}  // namespace sqlmig

// Running a plan.
#pragma once

#include <sqlmig/database.hpp>
#include <sqlmig/plan.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// Who runs sqlmig, for the record. Filled in at the edge; nothing below reads the environment.
struct Operator {
  std::string os_user;
  std::string host;
  std::string reason;  // for the events; may be empty
  /// Tells this run from others of the same user in the events; may be empty.
  std::string run = {};
};

/// A script that has been running for a while.
struct Heartbeat {
  std::chrono::milliseconds elapsed{};
  std::optional<SourcePosition> statement;  // where the statement that runs begins, if it is known
  Pulse::Precision precision = Pulse::Precision::exact;  // of `statement`
  std::string waits_for;                                 // such as another session; may be empty
};

/// A script that is going to be run again.
struct Retry {
  int attempt;   // the one that failed, from 1
  int attempts;  // the most there will be
  std::chrono::milliseconds pause;
  Error error;  // of the attempt that failed
};

/// How a plan is run.
struct RunOptions {
  /// `batch`: many transactions travel in one message, where a database has messages.
  /// `single_transaction`: all steps commit together. `dry_run`: they are tried in one transaction
  /// that is rolled back, up to the first that cannot be tried that way.
  enum class Bundling { none, batch, single_transaction, dry_run };
  Bundling bundling = Bundling::none;
  /// How often a transactional step is tried again after it met a lock, a deadlock or a
  /// serialization failure.
  int retries = 0;
  /// How long a step runs between two heartbeats. Zero: there are none.
  std::chrono::milliseconds heartbeat = std::chrono::seconds(30);
  /// Whether to stop; asked often, from the thread that runs.
  std::function<bool()> interrupted = nullptr;
  /// A copy of the database is written there before the first step.
  std::optional<std::filesystem::path> backup = {};
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
  virtual void on_heartbeat(const Step& step, const Heartbeat& heartbeat) = 0;
  virtual void on_retry(const Step& step, const Retry& retry) = 0;
};

/// Shape: done + failed + not_run are the steps of the plan, each in its order. `not_run` holds
/// what was rolled back with a failed step too. Of a dry run, `done` went well and was rolled back,
/// without durations.
struct Report {
  struct Done {
    Step step;
    std::chrono::milliseconds duration;
  };
  /// What a failed step has left in the database: nothing, as it was rolled back; a part, as its
  /// statements commit one by one; or it is not known, as the connection was lost.
  enum class Left { nothing, part, unknown };
  struct Failed {
    Step step;
    Error error;
    Left left = Left::nothing;
  };
  /// Where a dry run ended, and why: at the first of `not_run`, which is none that failed.
  struct Untried {
    Step step;
    std::string reason;
  };
  enum class Ending { committed, rolled_back } ending = Ending::committed;
  std::vector<Done> done;
  std::optional<Failed> failed;
  std::vector<Step> not_run;
  std::optional<Untried> untried;
};

/// The stable name: `nothing`, `part` or `unknown`.
[[nodiscard]] std::string_view to_string(Report::Left left);

/// Runs the steps in order and stops at the first that fails; each script and its record commit
/// together. A dry run leaves nothing of it, no version table and no event either, and tells the
/// observer of no step that is done. `applied` is the state that the plan was made for, read under
/// the lock; the version table is created if it is absent there, and brought to the format of this
/// sqlmig if it is older. Does not throw because a script failed: that is in the report.
/// Errors, before anything is run: ErrorCode::findings if a script cannot be run at all;
/// ErrorCode::refused if it cannot be run with these options or over this connection.
[[nodiscard]] Report execute(const Plan& plan, const History& history,
                             const AppliedRevisions& applied, Database& database,
                             const Operator& who, Observer& observer,
                             const RunOptions& options = {});

}  // namespace sqlmig

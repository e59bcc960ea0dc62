#include "engine/trial.hpp"

#include "engine/retry.hpp"
#include "engine/runnable.hpp"
#include "engine/sql_error.hpp"
#include "engine/step_unit.hpp"
#include "engine/version_table.hpp"
#include "engine/watch.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace sqlmig::engine {
namespace {

class Trial {
 public:
  Trial(const Plan& plan, const History& history, const AppliedRevisions& applied,
        Database& database, const Operator& who, Observer& observer, const RunOptions& options)
      : steps_(plan.steps),
        history_(history),
        next_event_(applied.last_event + 1),
        table_(applied.table),
        database_(database),
        writer_(database.dialect(), who),
        observer_(observer),
        watch_(database, observer, options),
        retries_(options.retries),
        preparing_(preparing_scripts(database.dialect(), table_)) {
    report_.ending = Report::Ending::rolled_back;
  }

  Report run() {
    const std::span<const Step> steps = steps_to_try();
    std::size_t went_well = 0;
    if (!steps.empty()) {
      observer_.on_step_start(steps.front(), 1, steps_.size());
      went_well = attempt(steps);
    }
    for (const Step& step : steps_.first(went_well)) report_.done.push_back({step, {}});
    const std::size_t behind = went_well + (report_.failed ? 1 : 0);
    report_.not_run.assign(steps_.begin() + static_cast<std::ptrdiff_t>(behind), steps_.end());
    return std::move(report_);
  }

 private:
  // Those before the first that says itself that it cannot be tried.
  [[nodiscard]] std::span<const Step> steps_to_try() {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const Script& script = script_of(history_, steps_[i]);
      auto why = needs_a_transaction_of_its_own(script);
      if (!why) why = database_.obstacle(script);
      if (!why) continue;
      report_.untried = Report::Untried{steps_[i], std::move(*why)};
      return steps_.first(i);
    }
    return steps_;
  }

  // How many steps went well.
  std::size_t attempt(std::span<const Step> steps) {
    std::size_t at = 0;
    for (;;) {
      std::optional<Transacted::Failure> failure;
      try {
        require_to_go_on();
        failure = database_.transact(units_of(steps), Commit::never).failure;
      } catch (const Error& error) {
        fail(steps[at], error);
        return at;
      }
      if (!failure) return steps.size();
      if (failure->unit < preparing_.size())
        throw preparing_error(std::move(failure->error), table_);
      at = failure->unit - preparing_.size();
      const Error error = with_position(std::move(failure->error), script_of(history_, steps[at]));
      if (!retries_.allows(error)) {
        settle(steps[at], error);
        return at;
      }
      pause_ = retries_.next_pause();
      observer_.on_retry(steps[at], {retries_.made(), retries_.most() + 1, pause_, error});
    }
  }

  void require_to_go_on() {
    watch_.pause(pause_);
    if (watch_.interrupted()) throw Error(ErrorCode::interrupted, "stopped on request");
    database_.require_lock();
  }

  [[nodiscard]] std::vector<Unit> units_of(std::span<const Step> steps) {
    std::vector<Unit> units;
    std::vector<Watch::Watched> watched;
    for (const Script& script : preparing_) {
      units.push_back({{}, &script, {}});
      watched.push_back({&steps.front(), nullptr});
    }
    std::int64_t number = next_event_;
    for (const Step& step : steps) {
      units.push_back(unit_of(step, history_, event_of(step, number++), writer_));
      watched.push_back({&step, units.back().script});
    }
    watch_.begin(std::move(watched));
    return units;
  }

  void settle(const Step& step, Error error) {
    if (error.code() == ErrorCode::refused) {
      report_.untried = Report::Untried{step, error.what()};
      return;
    }
    if (error.code() == ErrorCode::connection) {
      if (watch_.interrupted()) error = Error(ErrorCode::interrupted, error.what());
      error.advice = "say it again: a dry run keeps nothing, whatever becomes of it";
    }
    fail(step, error);
  }

  void fail(const Step& step, const Error& error) {
    report_.untried.reset();
    report_.failed = Report::Failed{step, error, Report::Left::nothing};
  }

  std::span<const Step> steps_;
  const History& history_;
  std::int64_t next_event_;
  AppliedRevisions::Table table_;
  Database& database_;
  VersionTableWriter writer_;
  Observer& observer_;
  Watch watch_;
  Retries retries_;
  std::vector<Script> preparing_;      // of the version table
  std::chrono::milliseconds pause_{};  // before the next attempt
  Report report_;
};

}  // namespace

Report try_out(const Plan& plan, const History& history, const AppliedRevisions& applied,
               Database& database, const Operator& who, Observer& observer,
               const RunOptions& options) {
  return Trial(plan, history, applied, database, who, observer, options).run();
}

}  // namespace sqlmig::engine

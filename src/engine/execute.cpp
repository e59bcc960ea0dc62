#include "engine/lost_connection.hpp"
#include "engine/retry.hpp"
#include "engine/runnable.hpp"
#include "engine/sql_error.hpp"
#include "engine/statement_run.hpp"
#include "engine/step_unit.hpp"
#include "engine/trial.hpp"
#include "engine/version_table.hpp"
#include "engine/watch.hpp"
#include <sqlmig/execute.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

namespace sqlmig {
namespace {

using engine::Event;
using engine::Fate;
using engine::script_of;
using Bundling = RunOptions::Bundling;
using Milliseconds = std::chrono::milliseconds;
using Stopwatch = std::chrono::steady_clock;

// So many are handed over at once; what is done is told at the end of each such bundle.
constexpr std::size_t kMostInBatch = 256;

class Execution {
 public:
  Execution(const Plan& plan, const History& history, const AppliedRevisions& applied,
            Database& database, const Operator& who, Observer& observer, const RunOptions& options)
      : steps_(plan.steps),
        history_(history),
        applied_(applied),
        database_(database),
        writer_(database.dialect(), who),
        observer_(observer),
        options_(options),
        watch_(database, observer, options),
        retries_(options.retries),
        next_event_(applied.last_event + 1) {}

  Report run() {
    while (next_ < steps_.size() && !report_.failed) {
      try {
        if (watch_.interrupted()) throw Error(ErrorCode::interrupted, "stopped on request");
        database_.require_lock();
        const std::span<const Step> bundle = next_bundle();
        tell_start(next_);
        if (bundle.front().transaction == TransactionMode::none) {
          run_statements(bundle.front());
        } else {
          run_bundle(bundle);
        }
      } catch (Error& error) {
        report_.failed = Report::Failed{steps_[next_], std::move(error), Report::Left::nothing};
      }
    }
    if (report_.failed) list_what_was_not_run();
    return std::move(report_);
  }

 private:
  // The steps that are handed to the database together.
  [[nodiscard]] std::span<const Step> next_bundle() const {
    const auto rest = steps_.subspan(next_);
    if (options_.bundling == Bundling::single_transaction) return rest;
    if (options_.bundling == Bundling::none) return rest.first(1);
    const auto end = std::find_if(rest.begin(), rest.end(), [](const Step& step) {
      return step.transaction == TransactionMode::none;
    });
    const auto count = static_cast<std::size_t>(end - rest.begin());
    return rest.first(std::clamp<std::size_t>(count, 1, kMostInBatch));
  }

  // Once: a step may be run again. Those of a bundle are told of one by one, as they are done.
  void tell_start(std::size_t step) {
    if (step < told_) return;
    observer_.on_step_start(steps_[step], step + 1, steps_.size());
    told_ = step + 1;
  }

  void run_bundle(std::span<const Step> bundle) {
    std::vector<Unit> units;
    std::vector<engine::Watch::Watched> watched;
    for (const Step& step : bundle) {
      const auto number = next_event_ + static_cast<std::int64_t>(units.size());
      units.push_back(engine::unit_of(step, history_, engine::event_of(step, number), writer_));
      watched.push_back({&step, units.back().script});
    }
    watch_.begin(std::move(watched));
    const bool together = options_.bundling == Bundling::single_transaction;
    const auto start = Stopwatch::now();
    Transacted result = database_.transact(units, together ? Commit::together : Commit::each);
    const auto duration = std::chrono::duration_cast<Milliseconds>(Stopwatch::now() - start);
    note_done(result.done, bundle.size() == 1 ? std::optional(duration) : std::nullopt);
    if (result.failure) settle(bundle, result.done, std::move(*result.failure));
  }

  void settle(std::span<const Step> bundle, std::size_t done, Transacted::Failure failure) {
    const Step& step = bundle[failure.unit];
    Error error = engine::with_position(std::move(failure.error), script_of(history_, step));
    if (error.code() == ErrorCode::connection) return settle_lost(bundle.subspan(done), error);
    if (retries_.allows(error)) {
      const Milliseconds pause = retries_.next_pause();
      observer_.on_retry(step, {retries_.made(), retries_.most() + 1, pause, error});
      watch_.pause(pause);
      return;
    }
    report_.failed = Report::Failed{step, std::move(error), Report::Left::nothing};
    record_failure(*report_.failed);
  }

  // The answer to a COMMIT can get lost where the COMMIT did not.
  void settle_lost(std::span<const Step> on_their_way, Error error) {
    std::vector<Event> events;
    for (const Step& step : on_their_way) {
      const auto number = next_event_ + static_cast<std::int64_t>(events.size());
      events.push_back(engine::event_of(step, number));
    }
    const Fate fate = engine::find_out(database_, writer_, events, watch_);
    const bool known = fate.certainty == Fate::Certainty::known;
    const bool all = known && fate.committed == events.size();
    note_done(fate.committed, std::nullopt);
    if (known && fate.committed > 0) {
      observer_.on_notice({"WARNING", fmt::format("the connection was lost; {} was committed",
                                                  steps_[next_ - 1].id.text())});
    }
    if (next_ == steps_.size()) return;
    if (watch_.interrupted()) error = Error(ErrorCode::interrupted, error.what());
    error.notes.emplace_back(!known ? "whether it was committed is not known: the server did not "
                                      "tell in time"
                             : all  ? "that was after the step before was committed; this one was "
                                      "not begun"
                                    : "nothing of it was kept: the server was asked");
    error.advice = known ? "run it again: what is done is recorded" : "look at 'sqlmig status'";
    report_.failed = Report::Failed{steps_[next_], std::move(error),
                                    known ? Report::Left::nothing : Report::Left::unknown};
  }

  void run_statements(const Step& step) {
    const AppliedRevision* row = applied_.find(step.id.text());
    const bool resumed = row != nullptr && row->state != RevisionState::applied;
    engine::StatementRun run(database_, writer_, watch_);
    const auto start = Stopwatch::now();
    auto failed = run.run(step, history_, resumed ? row : nullptr, next_event_);
    if (!failed) {
      note_done(1, std::chrono::duration_cast<Milliseconds>(Stopwatch::now() - start));
      return;
    }
    if (run.has_begun()) ++next_event_;
    report_.failed = std::move(*failed);
    record_failure(*report_.failed);
  }

  // `duration` is that of a single step; of several, each is asked for.
  void note_done(std::size_t count, std::optional<Milliseconds> duration) {
    if (count == 0) return;
    const std::int64_t last = next_event_ + static_cast<std::int64_t>(count) - 1;
    const std::vector<Milliseconds> durations =
        duration ? std::vector{*duration} : recorded_durations(next_event_, last);
    for (std::size_t i = 0; i < count; ++i) {
      tell_start(next_ + i);
      report_.done.push_back({steps_[next_ + i], durations[i]});
      observer_.on_step_done(steps_[next_ + i], durations[i]);
    }
    next_ += count;
    next_event_ = last + 1;
    retries_.reset();
  }

  // What is done is done, whether or not the connection lives on to say how long it took.
  [[nodiscard]] std::vector<Milliseconds> recorded_durations(std::int64_t first,
                                                             std::int64_t last) const {
    try {
      return engine::read_durations(database_, first, last);
    } catch (const Error&) {
      return std::vector<Milliseconds>(static_cast<std::size_t>(last - first + 1));
    }
  }

  // A failure is worth a line in the events, but never worth hiding the failure itself.
  void record_failure(Report::Failed& failed) {
    if (failed.error.code() == ErrorCode::conflict ||
        failed.error.code() == ErrorCode::connection || failed.error.code() == ErrorCode::locked) {
      return;
    }
    try {
      const std::string message = failed.error.what();
      database_.transact(
          {{writer_.add_event({next_event_, engine::EventKind::failure, failed.step.id,
                               message.empty() ? "unknown" : message})},
           nullptr,
           {}});
    } catch (const Error& error) {
      failed.error.notes.push_back(std::string("the failure could not be recorded: ") +
                                   error.what());
    }
  }

  void list_what_was_not_run() {
    for (std::size_t i = next_; i < steps_.size(); ++i) {
      const Step& failed = report_.failed->step;
      if (steps_[i].id != failed.id || steps_[i].direction != failed.direction)
        report_.not_run.push_back(steps_[i]);
    }
  }

  std::span<const Step> steps_;
  const History& history_;
  const AppliedRevisions& applied_;
  Database& database_;
  engine::VersionTableWriter writer_;
  Observer& observer_;
  const RunOptions& options_;
  engine::Watch watch_;
  engine::Retries retries_;
  Report report_;
  std::size_t next_ = 0;  // step
  std::size_t told_ = 0;  // steps whose start the observer knows of
  std::int64_t next_event_;
};

}  // namespace

std::string_view to_string(Report::Left left) {
  switch (left) {
    case Report::Left::nothing:
      return "nothing";
    case Report::Left::part:
      return "part";
    case Report::Left::unknown:
      return "unknown";
  }
  return "unknown";
}

Report execute(const Plan& plan, const History& history, const AppliedRevisions& applied,
               Database& database, const Operator& who, Observer& observer,
               const RunOptions& options) {
  engine::require_runnable(plan, history);
  if (options.bundling == Bundling::dry_run)
    return engine::try_out(plan, history, applied, database, who, observer, options);
  engine::require_one_transaction_will_do(plan, history, options);
  engine::require_no_obstacle(plan, history, database);
  engine::require_resumable(plan, history, applied, database);
  Execution execution(plan, history, applied, database, who, observer, options);
  if (options.backup && !plan.steps.empty()) database.back_up(*options.backup);
  engine::prepare_version_table(database, applied.table);
  return execution.run();
}

}  // namespace sqlmig

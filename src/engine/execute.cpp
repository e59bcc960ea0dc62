#include "engine/runnable.hpp"
#include "engine/sql_error.hpp"
#include "engine/version_table.hpp"
#include "sqltext/statements.hpp"
#include <sqlmig/execute.hpp>

#include <chrono>
#include <utility>

namespace sqlmig {
namespace {

using engine::Event;
using engine::EventKind;
using engine::script_of;
using engine::VersionTableWriter;
using Stopwatch = std::chrono::steady_clock;

class Execution {
 public:
  Execution(const Plan& plan, const History& history, const AppliedRevisions& applied,
            Database& database, const Operator& who, Observer& observer)
      : plan_(plan),
        history_(history),
        database_(database),
        writer_(database.dialect(), who),
        observer_(observer),
        next_event_(applied.last_event + 1) {}

  Report run() {
    Report report;
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
      const Step& step = plan_.steps[i];
      observer_.on_step_start(step, i + 1, plan_.steps.size());
      const auto start = Stopwatch::now();
      try {
        run_step(step);
      } catch (Error& error) {
        report.failed = Report::Failed{
            step, engine::with_position(std::move(error), script_of(history_, step))};
        record_failure(*report.failed);
        report.not_run.assign(plan_.steps.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                              plan_.steps.end());
        break;
      }
      const auto duration =
          std::chrono::duration_cast<std::chrono::milliseconds>(Stopwatch::now() - start);
      report.done.push_back({step, duration});
      observer_.on_step_done(step, duration);
    }
    return report;
  }

 private:
  void run_step(const Step& step) {
    const Revision& revision = history_.at(step.revision);
    const Script& script = script_of(history_, step);
    const bool up = step.direction == Direction::up;
    const Event event{next_event_, up ? EventKind::upgrade : EventKind::downgrade, revision.id, {}};
    if (step.transaction == TransactionMode::none) {
      run_statements(revision, script, event,
                     up ? RevisionState::applying : RevisionState::reverting);
      return;
    }
    // The event comes first: its number tells another runner, or us, that the state has moved on,
    // before the script is run for nothing.
    Unit unit{{writer_.add_event(event)}, &script, {writer_.finish_event(event.number)}};
    if (!up) unit.before.push_back(writer_.require_row(revision.id));
    unit.after.push_back(up ? writer_.add_row(revision, Origin::upgrade, event.number, {})
                            : writer_.remove_row(revision.id));
    database_.transact(unit);
    ++next_event_;
  }

  // Each statement commits by itself, so the row says before the first and after each how far the
  // script has come.
  void run_statements(const Revision& revision, const Script& script, const Event& event,
                      RevisionState state) {
    const std::string_view text = script.text;
    const auto pieces =
        sqltext::split_statements(text, engine::dialect_of(database_.kind())).statements;
    VersionTableWriter::Progress progress{state, 0, static_cast<std::int64_t>(pieces.size())};
    const bool up = state == RevisionState::applying;
    // Scripts with nothing in them: the first gives the session the settings that the directives
    // ask for and no others, the last takes back what the statements set.
    const Script begin{script.path, {}, sha256({}), script.directives, Script::Content::blank};
    const Script end{script.path, {}, sha256({}), {}, Script::Content::blank};
    database_.transact({{writer_.add_event(event)},
                        &begin,
                        {up ? writer_.add_row(revision, Origin::upgrade, event.number, progress)
                            : writer_.set_progress(revision.id, progress)}});
    ++next_event_;
    for (const sqltext::SqlStatement& piece : pieces) {
      try {
        database_.run_alone(text.substr(piece.begin, piece.end - piece.begin));
      } catch (Error& error) {
        if (error.sql && error.sql->offset) *error.sql->offset += piece.begin;
        throw;
      }
      ++progress.statements_done;
      database_.transact({{writer_.require_row(revision.id)},
                          nullptr,
                          {writer_.set_progress(revision.id, progress)}});
    }
    progress.state = RevisionState::applied;
    database_.transact({{writer_.require_row(revision.id)},
                        &end,
                        {writer_.finish_event(event.number),
                         up ? writer_.finish_row(revision.id, event.number, progress)
                            : writer_.remove_row(revision.id)}});
  }

  // A failure is worth a line in the events, but never worth hiding the failure itself.
  void record_failure(Report::Failed& failed) {
    if (failed.error.code() == ErrorCode::conflict ||
        failed.error.code() == ErrorCode::connection || failed.error.code() == ErrorCode::locked) {
      return;
    }
    try {
      const std::string message = failed.error.what();
      database_.transact({{writer_.add_event({next_event_, EventKind::failure, failed.step.id,
                                              message.empty() ? "unknown" : message})},
                          nullptr,
                          {}});
    } catch (const Error& error) {
      failed.error.notes.push_back(std::string("the failure could not be recorded: ") +
                                   error.what());
    }
  }

  const Plan& plan_;
  const History& history_;
  Database& database_;
  VersionTableWriter writer_;
  Observer& observer_;
  std::int64_t next_event_;
};

}  // namespace

Report execute(const Plan& plan, const History& history, const AppliedRevisions& applied,
               Database& database, const Operator& who, Observer& observer,
               const RunOptions& /*options*/) {
  engine::require_runnable(plan, history);
  engine::prepare_version_table(database, applied.table);
  return Execution(plan, history, applied, database, who, observer).run();
}

}  // namespace sqlmig

#include "core/text_position.hpp"
#include "engine/expected_state.hpp"
#include "engine/runnable.hpp"
#include "engine/step_unit.hpp"
#include "engine/version_table.hpp"
#include "sqltext/statements.hpp"
#include <sqlmig/client_script.hpp>
#include <sqlmig/sql_script.hpp>
#include <sqlmig/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

using Runs = SqlScriptOptions::Runs;
using Condition = ScriptStep::Condition;

Condition condition_of(Runs runs) {
  return runs == Runs::what_is_missing ? Condition::if_missing : Condition::always;
}

void require_one_way(const Plan& plan, Runs runs) {
  if (runs == Runs::planned_state) return;
  const bool up = std::all_of(plan.steps.begin(), plan.steps.end(),
                              [](const Step& step) { return step.direction == Direction::up; });
  if (!up) throw Error(ErrorCode::refused, "only an upgrade can run what is missing");
}

void require_finished(const AppliedRevisions& from) {
  for (const AppliedRevision& row : from.rows) {
    if (row.state == RevisionState::applied) continue;
    throw Error(
        ErrorCode::refused,
        fmt::format("{} stopped half-way, and a script does not go on with it", row.id.text()))
        .with_advice("finish it first: sqlmig upgrade --resume, or sqlmig repair");
  }
}

void require_writable(const Plan& plan, const History& history, const ClientScript& client,
                      Condition condition) {
  Error error(ErrorCode::refused, "some scripts cannot be written for the database's own client");
  for (const Step& step : plan.steps) {
    const Script& script = engine::script_of(history, step);
    for (const ScriptProblem& problem : client.problems_with(script, condition)) {
      const SourcePosition at = position_at(script.path, script.text, problem.offset);
      error.notes.push_back(fmt::format("{}:{}:{}: {}", at.file, at.line, at.column, problem.why));
    }
  }
  if (error.notes.empty()) return;
  error.advice = "write it in another way, or run it with sqlmig";
  throw error;
}

std::string name_of(const Plan& plan) {
  constexpr std::size_t kDigits = 8;
  const std::string checksum = plan_checksum(plan).text();
  return checksum.substr(checksum.find(':') + 1, kDigits);
}

std::string title_of(const Step& step) {
  return fmt::format("{:<4} {}", to_string(step.direction), step.id.text());
}

std::string state_of(const AppliedRevisions& from, Runs runs) {
  std::vector<std::string> heads;
  for (const AppliedRevision* head : applied_heads(from)) heads.push_back(head->id.text());
  const std::string at =
      heads.empty() ? "nothing is applied" : fmt::format("{} is applied", fmt::join(heads, ", "));
  if (runs == Runs::planned_state)
    return fmt::format("It runs on a database in which exactly this is applied: {}",
                       heads.empty() ? "nothing" : fmt::format("{}", fmt::join(heads, ", "))) +
           (heads.empty() ? "" : ", with all below") + ".\n";
  return heads.empty() ? "It runs those of the steps below that are not applied yet.\n"
                       : fmt::format(
                             "It runs those of the steps below that are not applied yet, "
                             "where {} with all below.\n",
                             at);
}

std::string comment_of(const Plan& plan, const AppliedRevisions& from, Runs runs,
                       const ClientScript& client) {
  std::string comment = fmt::format("Written by sqlmig {}. Run it with:\n\n", version());
  for (const std::string& way : client.how_to_run()) comment += "  " + way + "\n";
  comment += fmt::format("\nsqlmig: plan {}\n\n", plan_checksum(plan).text());
  comment += state_of(from, runs);
  comment += runs == Runs::planned_state
                 ? "In any other state it stops before anything is changed."
                 : "Where one of them was applied otherwise, or stopped half-way, it stops before\n"
                   "anything is changed.";
  comment += " Each step is recorded in sqlmig's\nversion table, as if sqlmig had run it.\n\n";
  if (plan.steps.empty()) return comment + "There is nothing to do.\n";
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    comment += fmt::format("{:>4}. {}{}\n", i + 1, title_of(step),
                           step.transaction == TransactionMode::none ? "  (no-transaction)" : "");
  }
  return comment;
}

class ScriptRun {
 public:
  ScriptRun(const Plan& plan, const History& history, ClientScript& client, const Operator& who,
            Condition condition)
      : plan_(plan),
        history_(history),
        client_(client),
        writer_(client.dialect(), who),
        condition_(condition),
        detail_("script " + plan_checksum(plan).text()) {}

  void write() {
    for (const Step& step : plan_.steps) {
      client_.begin_step({step.id, title_of(step), condition_});
      if (step.transaction == TransactionMode::none) {
        write_statements(step);
      } else {
        client_.transact(engine::unit_of(step, history_, event_of(step), writer_));
      }
      client_.end_step();
    }
  }

 private:
  [[nodiscard]] engine::Event event_of(const Step& step) const {
    return engine::event_of(step, client_.event_number(), detail_);
  }

  // As engine::StatementRun: the row says how far the script has come, so that sqlmig can go on
  // where it stopped.
  void write_statements(const Step& step) {
    const Script& script = engine::script_of(history_, step);
    const std::string_view text = script.text;
    const auto statements =
        sqltext::split_statements(text, engine::dialect_of(plan_.database)).statements;
    auto progress = engine::progress_at_start(step, statements.size());
    const Script settings = engine::blank_script(script, script.directives);
    client_.transact(
        engine::unit_to_begin(step, history_, event_of(step), progress, settings, writer_));
    for (const sqltext::SqlStatement& statement : statements) {
      client_.run_alone(text.substr(statement.begin, statement.next - statement.begin));
      ++progress.statements_done;
      client_.transact(engine::unit_of_progress(step, progress, writer_));
    }
    const Script reset = engine::blank_script(script, {});
    client_.transact(
        engine::unit_to_finish(step, client_.event_number(), progress, reset, writer_));
  }

  const Plan& plan_;
  const History& history_;
  ClientScript& client_;
  engine::VersionTableWriter writer_;
  Condition condition_;
  std::string detail_;
};

}  // namespace

std::string write_sql_script(const Plan& plan, const History& history, const AppliedRevisions& from,
                             const SqlScriptOptions& options) {
  require_one_way(plan, options.runs);
  require_finished(from);
  engine::require_runnable(plan, history);
  const auto client =
      open_client_script(plan.database, {options.version_schema, options.session, name_of(plan)});
  const Condition condition = condition_of(options.runs);
  require_writable(plan, history, *client, condition);
  using Table = ScriptBeginning::VersionTable;
  using Purpose = ScriptBeginning::Purpose;
  client->begin(
      {.comment = comment_of(plan, from, options.runs, *client),
       .differences = engine::differences_query(plan, history, from, options.runs, *client),
       .table = from.rows.empty() ? Table::may_be_created : Table::needed,
       .update_table = from.table == AppliedRevisions::Table::older
                           ? client->dialect().format_1_to_2
                           : std::string(),
       .purpose = plan.steps.empty() ? Purpose::look : Purpose::run});
  const Operator who{{}, {}, options.reason};
  ScriptRun(plan, history, *client, who, condition).write();
  return client->end();
}

}  // namespace sqlmig

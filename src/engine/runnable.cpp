#include "engine/runnable.hpp"

#include "engine/statement_run.hpp"
#include "engine/version_table.hpp"
#include "sqltext/script_check.hpp"

#include <fmt/core.h>

#include <utility>

namespace sqlmig::engine {

sqltext::SqlDialect dialect_of(DatabaseKind kind) {
  return kind == DatabaseKind::sqlite ? sqltext::SqlDialect::sqlite : sqltext::SqlDialect::postgres;
}

const Script& script_of(const History& history, const Step& step) {
  const Revision& revision = history.at(step.revision);
  return step.direction == Direction::up ? revision.up : revision.down.value();
}

void require_runnable(const Plan& plan, const History& history) {
  Error error(ErrorCode::findings, "some scripts cannot be run; nothing was");
  for (const Step& step : plan.steps) {
    for (Finding& finding : sqltext::check_script(script_of(history, step), step.id.text(),
                                                  dialect_of(plan.database))) {
      error.findings.push_back(std::move(finding));
    }
  }
  if (!error.findings.empty()) throw error;
}

std::optional<std::string> needs_a_transaction_of_its_own(const Script& script) {
  if (script.directives.transaction == TransactionMode::none) return "no-transaction";
  if (script.directives.foreign_keys == ForeignKeys::off)
    return "foreign-keys off, which is set before a transaction";
  return std::nullopt;
}

void require_one_transaction_will_do(const Plan& plan, const History& history,
                                     const RunOptions& options) {
  if (options.bundling != RunOptions::Bundling::single_transaction) return;
  Error error(ErrorCode::refused, "these scripts cannot be in one transaction; nothing was run");
  for (const Step& step : plan.steps) {
    if (const auto why = needs_a_transaction_of_its_own(script_of(history, step)))
      error.notes.push_back(fmt::format("{}: {}", step.path, *why));
  }
  if (error.notes.empty()) return;
  error.advice = "run it without --single-transaction, or up to the revision before them";
  throw error;
}

void require_no_obstacle(const Plan& plan, const History& history, Database& database) {
  Error error(ErrorCode::refused, "some scripts cannot be run over this connection; nothing was");
  for (const Step& step : plan.steps) {
    if (const auto why = database.obstacle(script_of(history, step)))
      error.notes.push_back(fmt::format("{}: {}", step.path, *why));
  }
  if (error.notes.empty()) return;
  error.advice = "name the server itself in the URL, not the pooler, for this run";
  throw error;
}

void require_resumable(const Plan& plan, const History& history, const AppliedRevisions& applied,
                       Database& database) {
  for (const Step& step : plan.steps) {
    const AppliedRevision* row = applied.find(step.id.text());
    if (row == nullptr || row->state == RevisionState::applied) continue;
    if (const auto stored = read_stored_scripts(database, step.id))
      require_resumable(script_of(history, step), *row, *stored, dialect_of(plan.database));
  }
}

}  // namespace sqlmig::engine

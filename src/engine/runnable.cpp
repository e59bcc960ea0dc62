#include "engine/runnable.hpp"

#include "sqltext/script_check.hpp"

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

}  // namespace sqlmig::engine

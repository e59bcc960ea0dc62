#include "commands/apply.hpp"

#include "engine/lock.hpp"
#include "engine/version_table.hpp"
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <iterator>
#include <utility>

namespace sqlmig::commands {
namespace {

void require_expected(const Plan& plan, const std::optional<Checksum>& expect) {
  if (!expect) return;
  const Checksum actual = plan_checksum(plan);
  if (actual == *expect) return;
  throw Error(ErrorCode::plan_mismatch,
              fmt::format("the plan has the checksum {}, and {} was expected", actual.text(),
                          expect->text()))
      .with_advice(
          "files or database changed since it was made; look at 'sqlmig plan'. Nothing was "
          "changed");
}

}  // namespace

ApplyResult apply(const ApplyRequest& request, const History& history, Database& database,
                  Observer& observer) {
  database.on_notice([&observer](const Notice& notice) { observer.on_notice(notice); });
  AppliedRevisions applied = engine::read_applied(database);
  ApplyResult result{database.name(), request.make_plan(applied), {}};
  require_expected(result.plan, request.expect);
  if (result.plan.steps.empty()) return result;  // no lock, nothing created

  const engine::Lock lock(database, request.lock_wait, observer);
  // Where units exclude each other but nothing spans them (SQLite), another runner can come between
  // two steps. Its steps are done, so the rest is planned anew; every round has at least one step
  // less to do.
  for (;;) {
    applied = engine::read_applied(database);
    Plan plan = request.make_plan(applied);
    require_expected(plan, request.expect);
    Report round = execute(plan, history, applied, database, request.who, observer);
    std::move(round.done.begin(), round.done.end(), std::back_inserter(result.report.done));
    const bool overtaken = round.failed && round.failed->error.code() == ErrorCode::conflict;
    if (!overtaken) {
      result.report.failed = std::move(round.failed);
      result.report.not_run = std::move(round.not_run);
      return result;
    }
  }
}

void require_agreement(const History& history, const AppliedRevisions& applied) {
  require_no_errors(check_applied(history, applied),
                    "the database and the files do not agree; nothing was run");
}

}  // namespace sqlmig::commands

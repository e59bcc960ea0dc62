#include "sqlite/guarded_script.hpp"

#include "sqlite/drop_guard.hpp"

#include <utility>

namespace sqlmig::sqlite {
namespace {

Error explained(Error error, const ScriptGuard& guard) {
  if (!error.sql) return error;
  if (error.sql->sqlstate == "SQLITE_AUTH" && !guard.refusal().message.empty()) {
    Error refused(ErrorCode::sql, guard.refusal().message);
    refused.sql = std::move(error.sql);
    refused.advice = guard.refusal().advice;
    return refused;
  }
  if (error.sql->sqlstate == "SQLITE_CONSTRAINT_FOREIGNKEY" && !guard.dropped_table().empty()) {
    error.advice = "other tables refer to " + guard.dropped_table() +
                   "; to rebuild it, start the script with: -- sqlmig: foreign-keys off";
  }
  return error;
}

}  // namespace

ScriptGuard::Session run_guarded(const Session& session, const Script& script) {
  ScriptGuard guard(session.handle(), script.directives.foreign_keys);
  DropGuard drops(session);
  const bool enforced = script.directives.foreign_keys == ForeignKeys::enforced;
  const auto prepared = [&] {
    const ScriptGuard::Pause pause(guard);
    if (enforced && !guard.dropped_table().empty()) drops.before(guard.dropped_table());
  };
  const auto done = [&](const StatementPlace& place) {
    drops.after(place);
    guard.forget_dropped_table();
  };
  try {
    session.run_script(script.text, {prepared, done});
  } catch (Error& error) {
    throw explained(std::move(error), guard);
  }
  // INSERT OR ROLLBACK and RAISE(ROLLBACK) end a transaction past the authorizer.
  if (!session.in_transaction()) {
    throw Error(ErrorCode::sql, "the script ended sqlmig's transaction; nothing of it was kept");
  }
  const ScriptGuard::Pause pause(guard);
  drops.require_no_loss();
  return guard.session();
}

}  // namespace sqlmig::sqlite

// A user's script, in a transaction of sqlmig's.
#pragma once

#include "sqlite/script_guard.hpp"
#include "sqlite/session.hpp"

namespace sqlmig::sqlite {

/// Runs a script in the transaction that is open, and says whether it did something to the session
/// that outlives it.
/// Errors: ErrorCode::sql also for what `ScriptGuard` and `DropGuard` find; see `Session`.
[[nodiscard]] ScriptGuard::Session run_guarded(const Session& session, const Script& script);

}  // namespace sqlmig::sqlite

#include "sqlite/script_guard.hpp"

#include <sqlite3.h>

#include <strings.h>
#include <utility>

namespace sqlmig::sqlite {
namespace {

std::string_view text_of(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

ScriptGuard::ScriptGuard(sqlite3* connection, ForeignKeys foreign_keys)
    : connection_(connection), foreign_keys_(foreign_keys) {
  sqlite3_set_authorizer(connection_, &ScriptGuard::authorize, this);
}

ScriptGuard::~ScriptGuard() { sqlite3_set_authorizer(connection_, nullptr, nullptr); }

int ScriptGuard::authorize(void* self, int action, const char* first, const char* second,
                           const char* database, const char* /*trigger*/) {
  auto& guard = *static_cast<ScriptGuard*>(self);
  if (guard.is_paused_) return SQLITE_OK;
  return guard.decide(action, text_of(first), second, text_of(database));
}

int ScriptGuard::decide(int action, std::string_view first, const char* second,
                        std::string_view database) {
  switch (action) {
    case SQLITE_TRANSACTION:
      return deny(
          {"sqlmig runs this script in a transaction, and the script begins or ends one itself",
           "remove the statement; script and version table commit together"});
    case SQLITE_SAVEPOINT:
      if (strcasecmp(second, kUnitSavepoint.data()) != 0) return SQLITE_OK;
      return deny({"the savepoint sqlmig_unit is sqlmig's own", "give the savepoint another name"});
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      return deny({"a database cannot be attached or detached in a transaction",
                   "start the script with: -- sqlmig: no-transaction"});
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW:
      session_ = Session::changed;
      return SQLITE_OK;
    case SQLITE_CREATE_VTABLE:
      if (database == "temp") session_ = Session::changed;
      return SQLITE_OK;
    case SQLITE_DROP_TABLE:
      if (database == "main") dropped_table_ = first;
      return SQLITE_OK;
    case SQLITE_PRAGMA:
      return decide_pragma(first, second);
    default:
      return SQLITE_OK;
  }
}

int ScriptGuard::decide_pragma(std::string_view name, const char* value) {
  using sqltext::PragmaUse;
  const PragmaUse use = value == nullptr ? PragmaUse::reads : PragmaUse::sets;
  if (auto refusal = sqltext::refused_in_transaction({name, use}, foreign_keys_))
    return deny(std::move(*refusal));
  if (use == PragmaUse::sets) session_ = Session::changed;
  return SQLITE_OK;
}

int ScriptGuard::deny(Refusal refusal) {
  refusal_ = std::move(refusal);
  return SQLITE_DENY;
}

}  // namespace sqlmig::sqlite

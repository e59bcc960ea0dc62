#include "sqlite/script_guard.hpp"

#include <sqlite3.h>

#include <strings.h>

namespace sqlmig::sqlite {

ScriptGuard::ScriptGuard(sqlite3* connection, ForeignKeys foreign_keys)
    : connection_(connection), foreign_keys_(foreign_keys) {
  sqlite3_set_authorizer(connection_, &ScriptGuard::authorize, this);
}

ScriptGuard::~ScriptGuard() { sqlite3_set_authorizer(connection_, nullptr, nullptr); }

int ScriptGuard::authorize(void* self, int action, const char* first, const char* second,
                           const char* /*database*/, const char* /*trigger*/) {
  auto& guard = *static_cast<ScriptGuard*>(self);
  switch (action) {
    case SQLITE_TRANSACTION:
      guard.refusal_ = {
          "sqlmig runs this script in a transaction, and the script begins or ends one itself",
          "remove the statement; script and version table commit together"};
      return SQLITE_DENY;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      guard.refusal_ = {"a database cannot be attached or detached in a transaction",
                        "start the script with: -- sqlmig: no-transaction"};
      return SQLITE_DENY;
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW:
      guard.session_ = Session::changed;
      return SQLITE_OK;
    case SQLITE_PRAGMA:
      if (second != nullptr) guard.session_ = Session::changed;
      if (second != nullptr && guard.foreign_keys_ == ForeignKeys::enforced &&
          strcasecmp(first, "foreign_keys") == 0) {
        guard.refusal_ = {"PRAGMA foreign_keys does nothing in a transaction",
                          "start the script with: -- sqlmig: foreign-keys off"};
        return SQLITE_DENY;
      }
      return SQLITE_OK;
    default:
      return SQLITE_OK;
  }
}

}  // namespace sqlmig::sqlite

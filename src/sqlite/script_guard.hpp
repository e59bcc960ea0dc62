// Keeps a script inside sqlmig's transaction.
#pragma once

#include <sqlmig/revision.hpp>

#include <string>

struct sqlite3;

namespace sqlmig::sqlite {

/// While it lives, SQLite's authorizer refuses what a script in a transaction must not do: begin or
/// end one, attach databases, and set PRAGMA foreign_keys, which would silently do nothing there.
class ScriptGuard {
 public:
  ScriptGuard(sqlite3* connection, ForeignKeys foreign_keys);
  ScriptGuard(const ScriptGuard&) = delete;
  ScriptGuard& operator=(const ScriptGuard&) = delete;
  ~ScriptGuard();

  /// Why the authorizer refused the last statement and what to write instead; empty if it did not.
  struct Refusal {
    std::string message;
    std::string advice;
  };
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  /// Whether the script did something that outlives it in this connection: a PRAGMA or something
  /// temporary.
  enum class Session { untouched, changed };
  [[nodiscard]] Session session() const { return session_; }

 private:
  static int authorize(void* self, int action, const char* first, const char* second,
                       const char* database, const char* trigger);

  sqlite3* connection_;
  ForeignKeys foreign_keys_;
  Refusal refusal_;
  Session session_ = Session::untouched;
};

}  // namespace sqlmig::sqlite

// Keeps a script inside sqlmig's transaction.
#pragma once

#include "sqltext/pragmas.hpp"
#include <sqlmig/revision.hpp>

#include <string>
#include <string_view>

struct sqlite3;

namespace sqlmig::sqlite {

/// The savepoint around a unit that shares its transaction with others.
inline constexpr std::string_view kUnitSavepoint = "sqlmig_unit";

/// While it lives, SQLite's authorizer refuses what a script in a transaction must not do: begin or
/// end one, attach databases, meddle with the savepoint of sqlmig, and the pragmas of
/// `sqltext::refused_in_transaction`.
class ScriptGuard {
 public:
  ScriptGuard(sqlite3* connection, ForeignKeys foreign_keys);
  ScriptGuard(const ScriptGuard&) = delete;
  ScriptGuard& operator=(const ScriptGuard&) = delete;
  ~ScriptGuard();

  /// Why the authorizer refused the last statement and what to write instead; empty if it did not.
  using Refusal = sqltext::PragmaRefusal;
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  /// Whether the script did something that outlives it in this connection: a PRAGMA or something
  /// temporary.
  enum class Session { untouched, changed };
  [[nodiscard]] Session session() const { return session_; }

  /// The table of `main` that the statement which was just prepared drops; empty if it drops none.
  [[nodiscard]] const std::string& dropped_table() const { return dropped_table_; }
  void forget_dropped_table() { dropped_table_.clear(); }

  /// While it lives, the statements are sqlmig's own.
  class Pause {
   public:
    explicit Pause(ScriptGuard& guard) : guard_(guard) { guard_.is_paused_ = true; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
    ~Pause() { guard_.is_paused_ = false; }

   private:
    ScriptGuard& guard_;
  };

 private:
  static int authorize(void* self, int action, const char* first, const char* second,
                       const char* database, const char* trigger);
  [[nodiscard]] int decide(int action, std::string_view first, const char* second,
                           std::string_view database);
  [[nodiscard]] int decide_pragma(std::string_view name, const char* value);
  [[nodiscard]] int deny(Refusal refusal);

  sqlite3* connection_;
  ForeignKeys foreign_keys_;
  Refusal refusal_;
  Session session_ = Session::untouched;
  std::string dropped_table_;
  bool is_paused_ = false;
};

}  // namespace sqlmig::sqlite

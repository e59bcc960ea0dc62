#include "sqltext/locks.hpp"

#include "core/text_position.hpp"
#include "sqltext/lock_rules.hpp"
#include "sqltext/pragmas.hpp"
#include "sqltext/statement_words.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sqlmig::sqltext {
namespace {

class Collector {
 public:
  explicit Collector(const Script& script) : script_(script) {}

  void add(std::size_t offset, StatementLocks statement) {
    const SourcePosition position = position_at(script_.path, script_.text, offset);
    for (auto& [object, mode] : statement.locks) add({std::move(object), mode, position});
    for (const std::string& name : statement.made) made_.insert(folded_name(name));
    if (!statement.unread.empty())
      result_.unread.push_back({std::move(statement.unread), position});
  }

  Locks result() { return std::move(result_); }

 private:
  void add(Lock lock) {
    const std::string key = folded_name(lock.object);
    if (made_.contains(key)) return;
    const auto [at, is_new] = places_.emplace(key, result_.locks.size());
    if (is_new) {
      result_.locks.push_back(std::move(lock));
    } else if (Lock& known = result_.locks[at->second]; known.mode < lock.mode) {
      known.mode = lock.mode;
      known.position = std::move(lock.position);
    }
  }

  const Script& script_;
  std::set<std::string> made_;
  std::map<std::string, std::size_t> places_;  // in result_.locks
  Locks result_;
};

// Whether a statement of SQLite's may write.
bool may_write(std::string_view statement) {
  const auto words = leading_words(statement, SqlDialect::sqlite, 1);
  if (words.empty()) return false;
  if (words.front() == "PRAGMA") {
    const auto pragma = pragma_in(statement);
    return pragma && pragma->use == PragmaUse::sets;
  }
  return words.front() != "SELECT" && words.front() != "VALUES" && words.front() != "EXPLAIN";
}

}  // namespace

std::string_view to_string(LockMode mode) {
  switch (mode) {
    case LockMode::row_share:
      return "ROW SHARE";
    case LockMode::row_exclusive:
      return "ROW EXCLUSIVE";
    case LockMode::share_update_exclusive:
      return "SHARE UPDATE EXCLUSIVE";
    case LockMode::share:
      return "SHARE";
    case LockMode::share_row_exclusive:
      return "SHARE ROW EXCLUSIVE";
    case LockMode::exclusive:
      return "EXCLUSIVE";
    case LockMode::access_exclusive:
      return "ACCESS EXCLUSIVE";
    case LockMode::write:
      return "WRITE";
  }
  return "ACCESS EXCLUSIVE";
}

Locks locks_of(const Script& script, SqlDialect dialect) {
  Collector all(script);
  for (const SqlStatement& piece : split_statements(script.text, dialect).statements) {
    const std::string_view statement =
        std::string_view(script.text).substr(piece.begin, piece.end - piece.begin);
    if (dialect == SqlDialect::postgres) {
      all.add(piece.begin, locks_of_statement(statement));
    } else if (may_write(statement)) {
      all.add(piece.begin, {{{"the whole database", LockMode::write}}, {}, {}});
    }
  }
  return all.result();
}

}  // namespace sqlmig::sqltext

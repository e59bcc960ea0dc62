#include "sqltext/lock_rules.hpp"

#include "sqltext/alter_locks.hpp"
#include "sqltext/create_locks.hpp"
#include "sqltext/row_locks.hpp"
#include "sqltext/statement_words.hpp"

#include <array>
#include <optional>

namespace sqlmig::sqltext {
namespace {

using enum LockMode;

// A list of tables, with what stands behind each.
void add_list(StatementWords& words, LockMode mode, StatementLocks& found) {
  do {
    words.accept("ONLY");
    if (const auto table = words.name()) found.locks.emplace_back(*table, mode);
  } while (words.skip_behind_comma());
}

void add_list_or_all(StatementWords& words, LockMode mode, StatementLocks& found) {
  if (words.at_end()) {
    found.locks.emplace_back("every table", mode);
  } else {
    add_list(words, mode, found);
  }
}

std::string table_of(const std::string& index) { return "the table of " + index; }

void add_drop(StatementWords& words, StatementLocks& found) {
  if (words.is_any_of({"TRIGGER", "POLICY", "RULE"})) {
    if (words.skip_behind("ON")) add_list(words, access_exclusive, found);
  } else if (words.accept("INDEX")) {
    const bool concurrently = words.accept("CONCURRENTLY");
    words.accept({"IF", "EXISTS"});
    const LockMode mode = concurrently ? share_update_exclusive : access_exclusive;
    do {
      const auto index = words.name();
      if (!index) continue;
      found.locks.emplace_back(*index, mode);
      found.locks.emplace_back(table_of(*index), mode);
    } while (words.skip_behind_comma());
  } else if (words.accept("TABLE") || words.accept("VIEW") || words.accept("SEQUENCE") ||
             words.accept({"MATERIALIZED", "VIEW"}) || words.accept({"FOREIGN", "TABLE"})) {
    words.accept({"IF", "EXISTS"});
    add_list(words, access_exclusive, found);
  } else if (words.accept("SCHEMA")) {
    words.accept({"IF", "EXISTS"});
    if (const auto schema = words.name())
      found.locks.emplace_back("every table of schema " + *schema, access_exclusive);
  }
}

// Behind REINDEX, VACUUM and the like: ( option [value], … ). Whether `option` is among them.
bool accept_options(StatementWords& words, std::string_view option) {
  bool is_there = false;
  if (!words.is("(")) return false;
  for (words.step(); !words.at_end() && !words.accept(")"); words.step()) {
    const bool off = words.is("FALSE", 1) || words.is("OFF", 1) || words.is("0", 1);
    is_there = is_there || (words.is(option) && !off);
  }
  return is_there;
}

void add_reindex(StatementWords& words, StatementLocks& found) {
  bool concurrently = accept_options(words, "CONCURRENTLY");
  const bool index = words.is("INDEX");
  const bool table = words.is("TABLE");
  const bool schema = words.is("SCHEMA");
  words.step();
  concurrently = words.accept("CONCURRENTLY") || concurrently;
  const LockMode mode = concurrently ? share_update_exclusive : share;
  const auto name = words.name();
  if (index && name) {
    found.locks.emplace_back(*name, concurrently ? share_update_exclusive : access_exclusive);
    found.locks.emplace_back(table_of(*name), mode);
  } else if (table && name) {
    found.locks.emplace_back(*name, mode);
    const LockMode of_indexes = concurrently ? share_update_exclusive : access_exclusive;
    found.locks.emplace_back("the indexes of " + *name, of_indexes);
  } else {
    found.locks.emplace_back(schema && name ? "every table of schema " + *name : "every table",
                             mode);
  }
}

void add_cluster(StatementWords& words, StatementLocks& found) {
  static_cast<void>(accept_options(words, "VERBOSE"));
  words.accept("VERBOSE");
  const auto first = words.name();
  if (!first) {
    found.locks.emplace_back("every clustered table", access_exclusive);
    return;
  }
  // CLUSTER index ON table is the old way.
  const auto table = words.accept("ON") ? words.name() : first;
  found.locks.emplace_back(table.value_or(*first), access_exclusive);
}

void add_vacuum(StatementWords& words, StatementLocks& found) {
  bool full = accept_options(words, "FULL");
  while (words.is_any_of({"FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE"})) {
    full = full || words.is("FULL");
    words.step();
  }
  add_list_or_all(words, full ? access_exclusive : share_update_exclusive, found);
}

void add_analyze(StatementWords& words, StatementLocks& found) {
  static_cast<void>(accept_options(words, "VERBOSE"));
  words.accept("VERBOSE");
  add_list_or_all(words, share_update_exclusive, found);
}

void add_refresh(StatementWords& words, StatementLocks& found) {
  if (!words.accept({"MATERIALIZED", "VIEW"})) return;
  const bool concurrently = words.accept("CONCURRENTLY");
  if (const auto view = words.name())
    found.locks.emplace_back(*view, concurrently ? exclusive : access_exclusive);
}

// COMMENT ON, SECURITY LABEL ON.
void add_remark(StatementWords& words, StatementLocks& found) {
  if (!words.skip_behind("ON")) return;
  const bool column = words.accept("COLUMN");
  if (!column && !words.accept("TABLE") && !words.accept("VIEW") && !words.accept("INDEX") &&
      !words.accept("SEQUENCE") && !words.accept({"MATERIALIZED", "VIEW"}) &&
      !words.accept({"FOREIGN", "TABLE"}))
    return;
  if (const auto name = words.name())
    found.locks.emplace_back(column ? without_last_part(*name) : *name, share_update_exclusive);
}

// Behind IN. The longer names come first.
std::optional<LockMode> explicit_mode(StatementWords& words) {
  if (words.accept({"ACCESS", "EXCLUSIVE"})) return access_exclusive;
  if (words.accept({"ACCESS", "SHARE"})) return std::nullopt;
  if (words.accept({"ROW", "SHARE"})) return row_share;
  if (words.accept({"ROW", "EXCLUSIVE"})) return row_exclusive;
  if (words.accept({"SHARE", "UPDATE", "EXCLUSIVE"})) return share_update_exclusive;
  if (words.accept({"SHARE", "ROW", "EXCLUSIVE"})) return share_row_exclusive;
  if (words.accept("SHARE")) return share;
  return words.accept("EXCLUSIVE") ? exclusive : access_exclusive;
}

void add_lock(StatementWords& words, StatementLocks& found) {
  words.accept("TABLE");
  StatementWords behind = words;
  const auto mode =
      behind.skip_behind("IN") ? explicit_mode(behind) : std::optional(access_exclusive);
  if (mode) add_list(words, *mode, found);
}

void add_copy(StatementWords& words, StatementLocks& found) {
  const auto table = words.name();
  if (table && words.skip_behind("FROM")) found.locks.emplace_back(*table, row_exclusive);
}

struct Rule {
  std::string_view head;
  void (*add)(StatementWords&, StatementLocks&);
};

void add_alter(StatementWords& words, StatementLocks& found) { found = locks_of_alter(words); }
void add_truncate(StatementWords& words, StatementLocks& found) {
  words.accept("TABLE");
  add_list(words, access_exclusive, found);
}

constexpr std::array kRules{
    Rule{"ALTER", &add_alter},       Rule{"ANALYSE", &add_analyze}, Rule{"ANALYZE", &add_analyze},
    Rule{"CLUSTER", &add_cluster},   Rule{"COMMENT", &add_remark},  Rule{"COPY", &add_copy},
    Rule{"CREATE", &add_create},     Rule{"DROP", &add_drop},       Rule{"LOCK", &add_lock},
    Rule{"REFRESH", &add_refresh},   Rule{"REINDEX", &add_reindex}, Rule{"SECURITY", &add_remark},
    Rule{"TRUNCATE", &add_truncate}, Rule{"VACUUM", &add_vacuum}};

// Statements that run others, which stand elsewhere or in a string.
constexpr std::array<std::string_view, 3> kHiding{"DO", "CALL", "EXECUTE"};

}  // namespace

StatementLocks locks_of_statement(std::string_view statement) {
  StatementWords words(statement);
  StatementLocks found;
  for (const std::string_view head : kHiding) {
    if (words.is(head)) return {{}, {}, std::string(head)};
  }
  for (const Rule& rule : kRules) {
    if (!words.accept(rule.head)) continue;
    rule.add(words, found);
    return found;
  }
  add_row_locks(words, found);
  return found;
}

}  // namespace sqlmig::sqltext

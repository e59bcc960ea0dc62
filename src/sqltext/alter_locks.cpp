#include "sqltext/alter_locks.hpp"

#include <algorithm>
#include <optional>

namespace sqlmig::sqltext {
namespace {

using enum LockMode;

// ( option = value, … ), which most storage parameters take with the weaker lock.
LockMode mode_of_options(StatementWords& words) {
  bool all_weak = true;
  words.step();
  while (!words.at_end() && !words.is(")")) {
    if (words.is("USER_CATALOG_TABLE")) all_weak = false;
    words.skip();
  }
  return all_weak ? share_update_exclusive : access_exclusive;
}

// Behind ALTER [COLUMN].
LockMode mode_of_column(StatementWords& words) {
  static_cast<void>(words.name());
  const bool weak = words.accept({"SET", "STATISTICS"}) || words.accept({"SET", "("}) ||
                    words.accept({"RESET", "("});
  return weak ? share_update_exclusive : access_exclusive;
}

LockMode mode_of_addition(StatementWords& words, StatementLocks& found) {
  if (words.accept("CONSTRAINT")) static_cast<void>(words.name());
  const LockMode mode = words.is("FOREIGN") ? share_row_exclusive : access_exclusive;
  add_referenced(words, found);
  return mode;
}

LockMode mode_of_partition(StatementWords& words, StatementLocks& found) {
  const bool attach = words.is("ATTACH");
  words.step();
  words.accept("PARTITION");
  if (const auto partition = words.name()) found.locks.emplace_back(*partition, access_exclusive);
  const bool weak = attach || words.is("CONCURRENTLY") || words.is("FINALIZE");
  return weak ? share_update_exclusive : access_exclusive;
}

LockMode mode_of_switch(StatementWords& words) {
  words.step();
  if (words.is_any_of({"ALWAYS", "REPLICA"})) words.step();
  return words.is("TRIGGER") ? share_row_exclusive : access_exclusive;
}

// One action of ALTER TABLE.
LockMode mode_of_action(StatementWords& words, StatementLocks& found) {
  if (words.accept("ADD")) return mode_of_addition(words, found);
  if (words.is_any_of({"ATTACH", "DETACH"})) return mode_of_partition(words, found);
  if (words.is_any_of({"ENABLE", "DISABLE"})) return mode_of_switch(words);
  if (words.is("VALIDATE") || words.is("CLUSTER")) return share_update_exclusive;
  if (words.accept({"SET", "WITHOUT", "CLUSTER"})) return share_update_exclusive;
  if (words.is_any_of({"SET", "RESET"}) && words.is("(", 1)) {
    words.step();
    return mode_of_options(words);
  }
  if (words.accept("INHERIT")) {
    if (const auto parent = words.name()) found.locks.emplace_back(*parent, share_update_exclusive);
    return access_exclusive;
  }
  if (words.accept("ALTER") && !words.is("CONSTRAINT")) {
    words.accept("COLUMN");
    return mode_of_column(words);
  }
  return access_exclusive;
}

// With the dot; empty where none is given.
std::string schema_of(const std::string& name) {
  const std::string schema = without_last_part(name);
  return schema == name ? "" : schema + ".";
}

void add_table(StatementWords& words, StatementLocks& found) {
  words.accept({"IF", "EXISTS"});
  words.accept("ONLY");
  if (words.accept({"ALL", "IN", "TABLESPACE"})) {
    found.locks.emplace_back("every table of a tablespace", access_exclusive);
    return;
  }
  const auto table = words.name();
  if (!table) return;
  words.accept("*");
  if (words.is("RENAME") && words.is("TO", 1)) {
    // From then on that is its name.
    words.accept({"RENAME", "TO"});
    const std::string schema = schema_of(*table);
    if (const auto name = words.name()) found.made.push_back(schema + *name);
  }
  const std::size_t place = found.locks.size();
  found.locks.emplace_back(*table, row_share);
  LockMode strongest = row_share;
  do {
    strongest = std::max(strongest, mode_of_action(words, found));
  } while (words.skip_behind_comma());
  found.locks[place].second = strongest;
}

void add_index(StatementWords& words, StatementLocks& found) {
  words.accept({"IF", "EXISTS"});
  const auto index = words.name();
  if (!index) return;
  if (words.is("ATTACH")) {
    const LockMode mode = mode_of_partition(words, found);
    found.locks.emplace_back(*index, mode);
    return;
  }
  const bool weak = words.is_any_of({"RENAME", "ALTER"}) ||
                    (words.is_any_of({"SET", "RESET"}) && words.is("(", 1));
  found.locks.emplace_back(*index, weak ? share_update_exclusive : access_exclusive);
}

void add_sequence(StatementWords& words, StatementLocks& found) {
  words.accept({"IF", "EXISTS"});
  const auto sequence = words.name();
  if (!sequence) return;
  const bool strong =
      words.is("RENAME") || words.is("SET") || (words.is("OWNER") && words.is("TO", 1));
  found.locks.emplace_back(*sequence, strong ? access_exclusive : share_row_exclusive);
}

void add_what_is_on_a_table(StatementWords& words, StatementLocks& found) {
  if (!words.skip_behind("ON")) return;
  if (const auto table = words.name()) found.locks.emplace_back(*table, access_exclusive);
}

}  // namespace

void add_referenced(StatementWords& words, StatementLocks& found) {
  for (; !words.at_end() && !words.is(","); words.skip()) {
    if (!words.accept("REFERENCES")) continue;
    if (const auto table = words.name()) found.locks.emplace_back(*table, share_row_exclusive);
    if (words.at_end() || words.is(",")) return;
  }
}

StatementLocks locks_of_alter(StatementWords& words) {
  StatementLocks found;
  if (words.accept("TABLE") || words.accept({"FOREIGN", "TABLE"}) ||
      words.accept({"MATERIALIZED", "VIEW"})) {
    add_table(words, found);
  } else if (words.accept("VIEW")) {
    words.accept({"IF", "EXISTS"});
    if (const auto view = words.name()) found.locks.emplace_back(*view, access_exclusive);
  } else if (words.accept("INDEX")) {
    add_index(words, found);
  } else if (words.accept("SEQUENCE")) {
    add_sequence(words, found);
  } else if (words.is_any_of({"TRIGGER", "POLICY", "RULE"})) {
    add_what_is_on_a_table(words, found);
  }
  return found;
}

}  // namespace sqlmig::sqltext

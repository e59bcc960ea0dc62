#include "sqltext/create_locks.hpp"

#include <optional>

namespace sqlmig::sqltext {
namespace {

using enum LockMode;

void add_named(StatementWords& words, LockMode mode, StatementLocks& found) {
  if (const auto table = words.name()) found.locks.emplace_back(*table, mode);
}

std::optional<std::string> name_to_make(StatementWords& words) {
  words.accept({"IF", "NOT", "EXISTS"});
  return words.name();
}

void add_index(StatementWords& words, StatementLocks& found) {
  const LockMode mode = words.accept("CONCURRENTLY") ? share_update_exclusive : share;
  if (!words.is("ON")) {
    if (const auto index = name_to_make(words)) found.made.push_back(*index);
  }
  if (!words.accept("ON")) return;
  words.accept("ONLY");
  add_named(words, mode, found);
}

// What a definition of a table refers to, wherever in it.
void add_table(StatementWords& words, StatementLocks& found) {
  if (const auto table = name_to_make(words)) found.made.push_back(*table);
  while (!words.at_end()) {
    if (words.accept("REFERENCES")) {
      add_named(words, share_row_exclusive, found);
    } else if (words.accept({"PARTITION", "OF"})) {
      add_named(words, access_exclusive, found);
    } else if (words.accept({"INHERITS", "("})) {
      add_named(words, share_update_exclusive, found);
      while (words.accept(",")) add_named(words, share_update_exclusive, found);
    } else if (words.accept({"AS", "EXECUTE"})) {
      found.unread = "EXECUTE";
    } else {
      words.step();
    }
  }
}

void add_view(StatementWords& words, bool replaces, StatementLocks& found) {
  const auto view = name_to_make(words);
  if (!view) return;
  if (replaces) found.locks.emplace_back(*view, access_exclusive);
  found.made.push_back(*view);
}

}  // namespace

void add_create(StatementWords& words, StatementLocks& found) {
  const bool replaces = words.accept({"OR", "REPLACE"});
  while (words.is_any_of({"UNIQUE", "TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "UNLOGGED", "FOREIGN",
                          "CONSTRAINT", "RECURSIVE", "MATERIALIZED"}))
    words.step();
  if (words.accept("INDEX")) {
    add_index(words, found);
  } else if (words.accept("TABLE")) {
    add_table(words, found);
  } else if (words.accept("VIEW")) {
    add_view(words, replaces, found);
  } else if (words.accept("SEQUENCE")) {
    if (const auto sequence = name_to_make(words)) found.made.push_back(*sequence);
  } else if (words.accept("TRIGGER")) {
    if (words.skip_behind("ON")) add_named(words, share_row_exclusive, found);
  } else if (words.accept("POLICY")) {
    if (words.skip_behind("ON")) add_named(words, access_exclusive, found);
  } else if (words.accept("RULE")) {
    if (words.skip_behind("TO")) add_named(words, access_exclusive, found);
  } else if (words.accept("STATISTICS")) {
    if (words.skip_behind("FROM")) add_named(words, share_update_exclusive, found);
  } else if (words.is_any_of({"FUNCTION", "PROCEDURE", "EXTENSION"})) {
    found.unread = words.is("EXTENSION")  ? "CREATE EXTENSION"
                   : words.is("FUNCTION") ? "CREATE FUNCTION"
                                          : "CREATE PROCEDURE";
  }
}

}  // namespace sqlmig::sqltext

#include "sqltext/row_locks.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::sqltext {
namespace {

using enum LockMode;

void add_target(StatementWords& words, StatementLocks& found) {
  words.accept("ONLY");
  if (const auto table = words.name()) found.locks.emplace_back(*table, row_exclusive);
}

// One that changes rows, if it comes next.
bool accept_change(StatementWords& words, StatementLocks& found) {
  if (!words.accept({"INSERT", "INTO"}) && !words.accept({"DELETE", "FROM"}) &&
      !words.accept({"MERGE", "INTO"}) && !words.accept("UPDATE"))
    return false;
  add_target(words, found);
  return true;
}

// A table between FROM and the end of the list, with the name by which the query calls it.
using Source = std::pair<std::string, std::string>;

bool ends_sources(const StatementWords& words) {
  return words.is_any_of({"WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT",
                          "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR"});
}

// Behind FROM, JOIN or a comma between them.
void add_source(StatementWords& words, std::vector<Source>& sources) {
  words.accept("ONLY");
  auto table = words.name();
  if (!table || words.is("(")) return;  // a subquery, or a function
  words.accept("*");
  words.accept("AS");
  const bool has_alias =
      !ends_sources(words) && !words.is_any_of({"JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS",
                                                "NATURAL", "ON", "USING", "TABLESAMPLE"});
  const auto alias = has_alias ? words.name() : std::nullopt;
  sources.emplace_back(*table, alias.value_or(*table));
}

std::vector<Source> sources_behind_from(StatementWords& words) {
  std::vector<Source> sources;
  add_source(words, sources);
  while (!words.at_end() && !ends_sources(words)) {
    if (words.accept(",") || words.accept("JOIN")) {
      add_source(words, sources);
    } else {
      words.skip();
    }
  }
  return sources;
}

// FOR UPDATE and its kin.
bool accept_locking(StatementWords& words) {
  return words.accept({"FOR", "UPDATE"}) || words.accept({"FOR", "SHARE"}) ||
         words.accept({"FOR", "NO", "KEY", "UPDATE"}) || words.accept({"FOR", "KEY", "SHARE"});
}

std::vector<std::string> names_behind_of(StatementWords& words) {
  std::vector<std::string> names;
  if (!words.accept("OF")) return names;
  do {
    if (const auto name = words.name()) names.push_back(folded_name(*name));
  } while (words.accept(","));
  return names;
}

// Behind SELECT.
void add_selected(StatementWords& words, StatementLocks& found) {
  if (!words.skip_behind("FROM")) return;
  const std::vector<Source> sources = sources_behind_from(words);
  while (!words.at_end()) {
    if (!accept_locking(words)) {
      words.skip();
      continue;
    }
    const std::vector<std::string> only = names_behind_of(words);
    for (const auto& [table, name] : sources) {
      if (only.empty() || std::find(only.begin(), only.end(), folded_name(name)) != only.end())
        found.locks.emplace_back(table, row_share);
    }
  }
}

// Each part of WITH is in parentheses; UPDATE also stands in other places of a statement.
void add_parts(StatementWords& words, StatementLocks& found) {
  while (!words.at_end()) {
    const bool begins_part = words.is("(") || words.is(")");
    words.step();
    if (begins_part) static_cast<void>(accept_change(words, found));
  }
}

}  // namespace

void add_row_locks(StatementWords& words, StatementLocks& found) {
  if (words.accept("WITH")) {
    StatementWords main = words;
    add_parts(words, found);
    if (main.skip_behind("SELECT")) add_selected(main, found);
    return;
  }
  if (words.accept("SELECT")) return add_selected(words, found);
  static_cast<void>(accept_change(words, found));
}

}  // namespace sqlmig::sqltext

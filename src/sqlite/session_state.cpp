#include "sqlite/session_state.hpp"

#include "core/sql_identifier.hpp"

#include <fmt/core.h>

#include <array>

namespace sqlmig::sqlite {
namespace {

// Pragmas that a transaction lets a script set, and that last as long as the connection.
constexpr std::array kPragmas{
    "analysis_limit",
    "automatic_index",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "count_changes",
    "defer_foreign_keys",
    "empty_result_callbacks",
    "full_column_names",
    "fullfsync",
    "ignore_check_constraints",
    "journal_size_limit",
    "legacy_alter_table",
    "locking_mode",
    "max_page_count",
    "mmap_size",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "short_column_names",
    "soft_heap_limit",
    "threads",
    "trusted_schema",
    "wal_autocheckpoint",
    "writable_schema",
};

// The only one that cannot be asked for its value.
constexpr const char* kCaseSensitiveLike = "case_sensitive_like";

std::string current(const Session& session, const std::string& pragma) {
  if (pragma == kCaseSensitiveLike) return value_of(session, {"SELECT NOT ('a' LIKE 'A')", {}});
  return value_of(session, {"PRAGMA " + pragma, {}});
}

}  // namespace

SessionState::SessionState(const Session& session) : session_(session) {
  for (const char* pragma : kPragmas) values_.emplace_back(pragma, current(session, pragma));
  values_.emplace_back(kCaseSensitiveLike, current(session, kCaseSensitiveLike));
}

void SessionState::restore() const {
  drop_temporary_objects();
  for (const auto& [pragma, value] : values_) {
    if (!value.empty() && current(session_, pragma) != value)
      session_.run(fmt::format("PRAGMA {} = {}", pragma, value).c_str());
  }
}

void SessionState::drop_temporary_objects() const {
  std::vector<std::string> drops;
  // Virtual tables first: they drop tables of theirs, which are listed too.
  session_.query({"SELECT type, name FROM temp.sqlite_schema"
                  " WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite\\_%'"
                  " ESCAPE '\\' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC",
                  {}},
                 [&](Row row) {
                   drops.push_back(fmt::format("DROP {} IF EXISTS temp.{}", row[0].value(),
                                               quoted_identifier(row[1].value())));
                 });
  if (drops.empty()) return;
  // Tables that refer to each other can be dropped in any order then.
  session_.run("PRAGMA defer_foreign_keys = ON");
  for (const std::string& drop : drops) session_.run(drop.c_str());
}

}  // namespace sqlmig::sqlite

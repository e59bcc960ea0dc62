#include "fault/mixed_history.hpp"

#include "engine/lock.hpp"
#include "support/histories.hpp"

#include <fmt/core.h>

#include <charconv>
#include <chrono>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

constexpr int kStatements = 5;

struct Row {
  std::string state;
  int done = 0;
};

// How a database is asked for what is in it.
struct Questions {
  const char* has_version_table;  // t if it has
  const char* missing_events;     // 0 if none is
  const char* rows;               // `id state statements_done`
  const char* tables;             // of the revisions
  const char* indexes;            // of the revisions, if they are used
};

constexpr Questions kPostgres{
    "SELECT to_regclass('sqlmig.revisions') IS NOT NULL",
    "SELECT coalesce(max(id), 0) - count(*) FROM sqlmig.events",
    "SELECT id || ' ' || state || ' ' || statements_done FROM sqlmig.revisions ORDER BY sequence",
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
    "WHERE indisvalid AND relname LIKE 't%_i'"};
constexpr Questions kSqlite{
    "SELECT CASE count(*) WHEN 1 THEN 't' END FROM sqlite_schema WHERE name = 'sqlmig_revisions'",
    "SELECT coalesce(max(id), 0) - count(*) FROM sqlmig_events",
    "SELECT id || ' ' || state || ' ' || statements_done FROM sqlmig_revisions ORDER BY sequence",
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 't%'",
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 't%_i'"};

std::vector<std::pair<std::string, Row>> rows_of(const Strings& lines) {
  std::vector<std::pair<std::string, Row>> rows;
  for (const std::string& line : lines) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    rows.push_back({line.substr(0, first),
                    {line.substr(first + 1, last - first - 1), std::stoi(line.substr(last + 1))}});
  }
  return rows;
}

}  // namespace

// What is in the database, by names of tables and indexes.
struct MixedHistory::Contents {
  std::vector<std::pair<std::string, Row>> rows;  // of the version table, in order of application
  std::map<std::string, std::string> tables;      // the numbers in each, such as "1 2 "
  std::set<std::string> indexes;                  // that are used
  bool event_is_missing = false;                  // the numbers of the events have a gap
};

MixedHistory::Contents MixedHistory::contents_of(const TestDatabase& database, DatabaseKind kind) {
  const Questions& questions = kind == DatabaseKind::postgres ? kPostgres : kSqlite;
  Contents contents;
  if (database.ask(questions.has_version_table) == "t") {
    contents.rows = rows_of(database.list(questions.rows));
    contents.event_is_missing = database.ask(questions.missing_events) != "0";
  }
  std::string numbers;
  for (const std::string& table : database.list(questions.tables)) {
    contents.tables[table];
    numbers += fmt::format("{}SELECT '{}' || ' ' || i FROM {}",
                           numbers.empty() ? "" : " UNION ALL ", table, table);
  }
  if (!numbers.empty()) {
    for (const std::string& line : database.list(numbers + " ORDER BY 1")) {
      const std::size_t blank = line.find(' ');
      contents.tables[line.substr(0, blank)] += line.substr(blank + 1) + " ";
    }
  }
  for (std::string& index : database.list(questions.indexes))
    contents.indexes.insert(std::move(index));
  return contents;
}

std::optional<int> MixedHistory::effects_of(const Contents& contents, int number) {
  const std::string table = fmt::format("t{}", number);
  const auto found = contents.tables.find(table);
  if (found == contents.tables.end()) return 0;
  const std::string& rows = found->second;
  const bool index = contents.indexes.contains(table + "_i");
  if (rows.empty() && !index) return 1;
  if (rows == "1 " && !index) return 2;
  if (rows == "1 2 ") return index ? 4 : 3;
  if (rows == "1 2 3 " && index) return kStatements;
  return std::nullopt;
}

std::string MixedHistory::name(int number) { return fmt::format("{:04}_r", number); }

int MixedHistory::number_of(const std::string& name) {
  int number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

Strings MixedHistory::statements(int number, Way way) const {
  const char* concurrently = kind_ == DatabaseKind::postgres ? "CONCURRENTLY " : "";
  if (way == Way::down) {
    return {fmt::format("DELETE FROM t{} WHERE i = 3", number),
            fmt::format("DROP INDEX {}IF EXISTS t{}_i", concurrently, number),
            fmt::format("DELETE FROM t{} WHERE i = 2", number),
            fmt::format("DELETE FROM t{} WHERE i = 1", number),
            fmt::format("DROP TABLE IF EXISTS t{}", number)};
  }
  const auto insert = [&](int i) {
    return fmt::format("INSERT INTO t{} VALUES ({}) ON CONFLICT DO NOTHING", number, i);
  };
  return {fmt::format("CREATE TABLE IF NOT EXISTS t{} (i int PRIMARY KEY)", number), insert(1),
          insert(2),
          fmt::format("CREATE INDEX {1}IF NOT EXISTS t{0}_i ON t{0} (i)", number, concurrently),
          insert(3)};
}

void MixedHistory::write(const TemporaryFolder& folder) const {
  for (int i = 1; i <= length_; ++i) {
    RevisionFiles files{name(i)};
    if (i > 1) files.parents.push_back(name(i - 1));
    if (has_transaction(i)) {
      files.up = fmt::format(
          "CREATE TABLE t{0} (i int);\nINSERT INTO t{0} VALUES (1);\n"
          "INSERT INTO t{0} VALUES (2);\n",
          i);
      files.down = fmt::format("DROP TABLE t{};\n", i);
    } else {
      files.up = files.down = "-- sqlmig: no-transaction\n";
      for (const std::string& statement : statements(i, Way::up)) files.up += statement + ";\n";
      for (const std::string& statement : statements(i, Way::down)) files.down += statement + ";\n";
    }
    write_revision(folder, files);
  }
}

MixedHistory::Observed MixedHistory::read_rows(const Contents& contents) const {
  Observed seen;
  if (contents.event_is_missing) seen.breach = "an event is missing; ";
  int number = 0;
  for (const auto& [id, row] : contents.rows) {
    ++number;
    if (id != name(number)) seen.breach += fmt::format("row {} is {}; ", number, id);
    if (seen.unfinished) seen.breach += id + " stands on an unfinished one; ";
    if (row.state == "applied") {
      ++seen.applied;
      continue;
    }
    if (has_transaction(number)) seen.breach += fmt::format("{} is {}; ", id, row.state);
    seen.unfinished = {number, row.state == "applying" ? Way::up : Way::down, row.done, 0};
  }
  return seen;
}

std::string MixedHistory::breach_in(const Contents& contents, int number, Observed& seen) const {
  if (has_transaction(number)) {
    const auto found = contents.tables.find(fmt::format("t{}", number));
    const std::string there = found == contents.tables.end() ? "no table" : found->second;
    if (there == (number <= seen.applied ? "1 2 " : "no table")) return {};
    return fmt::format("{} has {}; ", name(number), there);
  }
  const std::optional<int> effects = effects_of(contents, number);
  if (!effects) return fmt::format("{} has effects with a gap; ", name(number));
  if (!seen.unfinished || seen.unfinished->number != number) {
    if (*effects == (number <= seen.applied ? kStatements : 0)) return {};
    return fmt::format("{} has {} effects; ", name(number), *effects);
  }
  Unfinished& half = *seen.unfinished;
  half.done = half.way == Way::up ? *effects : kStatements - *effects;
  if (half.done == half.recorded || half.done == half.recorded + 1) return {};
  return fmt::format("{} did {} statements and recorded {}; ", name(number), half.done,
                     half.recorded);
}

MixedHistory::Observed MixedHistory::observe(const TestDatabase& database) const {
  const Contents contents = contents_of(database, kind_);
  Observed seen = read_rows(contents);
  for (int i = 1; i <= length_; ++i) seen.breach += breach_in(contents, i, seen);
  return seen;
}

void wait_until_quiet(const TestDatabase& database) {
  SilentObserver observer;
  const auto connection = database.open();
  constexpr std::chrono::seconds kLongest{20};
  const engine::Lock lock(*connection, kLongest, observer);
  if (connection->kind() == DatabaseKind::sqlite) return;
  // Through a pooler the lock is another session's than the one that works.
  const auto deadline = std::chrono::steady_clock::now() + kLongest;
  while (database.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                      "AND backend_type = 'client backend' AND state <> 'idle' "
                      "AND pid <> pg_backend_pid()") != "0") {
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("the server goes on with what a runner left");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace sqlmig::test

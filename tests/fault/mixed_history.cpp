#include "fault/mixed_history.hpp"

#include "engine/lock.hpp"
#include "support/histories.hpp"

#include <fmt/core.h>

#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace sqlmig::test {
namespace {

using Strings = std::vector<std::string>;

constexpr int kStatements = 5;

struct Row {
  std::string state;
  int done = 0;
};

// What is in the database, by names of tables and indexes.
struct Contents {
  std::vector<std::pair<std::string, Row>> rows;  // of the version table, in order of application
  std::map<std::string, std::string> tables;      // the numbers in each, such as "1 2 "
  std::set<std::string> indexes;                  // that are used
};

bool has_version_table(const TestDatabase& database, bool is_postgres) {
  return database.ask(is_postgres ? "SELECT to_regclass('sqlmig.revisions') IS NOT NULL"
                                  : "SELECT CASE count(*) WHEN 1 THEN 't' END FROM sqlite_schema "
                                    "WHERE name = 'sqlmig_revisions'") == "t";
}

Contents contents_of(const TestDatabase& database, bool is_postgres) {
  Contents contents;
  if (has_version_table(database, is_postgres)) {
    for (const std::string& line :
         database.list(fmt::format("SELECT id || ' ' || state || ' ' || statements_done FROM {} "
                                   "ORDER BY sequence",
                                   is_postgres ? "sqlmig.revisions" : "sqlmig_revisions"))) {
      const std::size_t first = line.find(' ');
      const std::size_t last = line.rfind(' ');
      contents.rows.push_back(
          {line.substr(0, first),
           {line.substr(first + 1, last - first - 1), std::stoi(line.substr(last + 1))}});
    }
  }
  std::string rows;
  for (const std::string& table :
       database.list(is_postgres ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                                 : "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                   "AND name LIKE 't%'")) {
    contents.tables[table];
    rows += fmt::format("{}SELECT '{}' || ' ' || i FROM {}", rows.empty() ? "" : " UNION ALL ",
                        table, table);
  }
  if (!rows.empty()) {
    for (const std::string& line : database.list(rows + " ORDER BY 1")) {
      const std::size_t blank = line.find(' ');
      contents.tables[line.substr(0, blank)] += line.substr(blank + 1) + " ";
    }
  }
  for (std::string& index :
       database.list(is_postgres ? "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
                                   "WHERE indisvalid AND relname LIKE 't%_i'"
                                 : "SELECT name FROM sqlite_schema WHERE type = 'index' "
                                   "AND name LIKE 't%_i'"))
    contents.indexes.insert(std::move(index));
  return contents;
}

// How many statements of a way up show, or nothing if there is a gap between those that do.
std::optional<int> effects_of(const Contents& contents, int number) {
  const std::string table = fmt::format("t{}", number);
  const auto found = contents.tables.find(table);
  if (found == contents.tables.end()) return 0;
  const std::string& rows = found->second;
  const bool index = contents.indexes.count(table + "_i") != 0;
  if (rows.empty() && !index) return 1;
  if (rows == "1 " && !index) return 2;
  if (rows == "1 2 ") return index ? 4 : 3;
  if (rows == "1 2 3 " && index) return kStatements;
  return std::nullopt;
}

}  // namespace

std::string MixedHistory::name(int number) { return fmt::format("{:04}_r", number); }

int MixedHistory::number_of(const std::string& name) {
  int number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

Strings MixedHistory::statements(int number, bool up) const {
  const char* concurrently = kind_ == DatabaseKind::postgres ? "CONCURRENTLY " : "";
  if (!up) {
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
      for (const std::string& statement : statements(i, true)) files.up += statement + ";\n";
      for (const std::string& statement : statements(i, false)) files.down += statement + ";\n";
    }
    write_revision(folder, files);
  }
}

MixedHistory::Observed MixedHistory::observe(const TestDatabase& database) const {
  const Contents contents = contents_of(database, kind_ == DatabaseKind::postgres);
  Observed seen;
  int rows = 0;
  for (const auto& [id, row] : contents.rows) {
    ++rows;
    if (id != name(rows)) seen.breach += fmt::format("row {} is {}; ", rows, id);
    if (row.state == "applied") {
      ++seen.applied;
      if (seen.unfinished) seen.breach += id + " is applied on an unfinished one; ";
      continue;
    }
    if (seen.unfinished || has_transaction(rows))
      seen.breach += fmt::format("{} is {}; ", id, row.state);
    seen.unfinished = {rows, row.state == "applying", row.done, 0};
  }
  for (int i = 1; i <= length_; ++i) {
    if (has_transaction(i)) {
      const auto found = contents.tables.find(fmt::format("t{}", i));
      const std::string there = found == contents.tables.end() ? "no table" : found->second;
      if (there != (i <= seen.applied ? "1 2 " : "no table"))
        seen.breach += fmt::format("{} has {}; ", name(i), there);
      continue;
    }
    const std::optional<int> effects = effects_of(contents, i);
    if (!effects) {
      seen.breach += fmt::format("{} has effects with a gap; ", name(i));
    } else if (seen.unfinished && seen.unfinished->number == i) {
      Unfinished& half = *seen.unfinished;
      half.done = half.is_up ? *effects : kStatements - *effects;
      if (half.done != half.recorded && half.done != half.recorded + 1)
        seen.breach += fmt::format("{} did {} statements and recorded {}; ", name(i), half.done,
                                   half.recorded);
    } else if (*effects != (i <= seen.applied ? kStatements : 0)) {
      seen.breach += fmt::format("{} has {} effects; ", name(i), *effects);
    }
  }
  return seen;
}

void wait_until_quiet(const TestDatabase& database) {
  SilentObserver observer;
  const auto connection = database.open();
  const engine::Lock lock(*connection, std::chrono::seconds(20), observer);
}

}  // namespace sqlmig::test

#include "engine/version_table.hpp"

#include <sqlmig/version.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace sqlmig::engine {
namespace {

using Table = AppliedRevisions::Table;

// Rows come from a database that others can write to, so nothing in them is taken for granted.
class RowReader {
 public:
  explicit RowReader(Row row) : row_(row) {}

  std::string text() {
    const auto value = optional_text();
    if (!value) fail("is NULL");
    return *value;
  }
  std::optional<std::string> optional_text() {
    if (next_ >= row_.size()) fail("is missing");
    const auto value = row_[next_++];
    return value ? std::optional<std::string>(*value) : std::nullopt;
  }
  std::int64_t number() {
    const std::string value = text();
    std::int64_t result = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), result);
    if (failure != std::errc() || end != value.data() + value.size()) fail("is not a number");
    return result;
  }
  RevisionId id() { return checked_id(text()); }
  std::vector<RevisionId> ids() {
    std::vector<RevisionId> result;
    const std::string list = text();
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      result.push_back(checked_id(list.substr(at, end - at)));
      at = end + 1;
    }
    return result;
  }
  Checksum checksum() {
    const auto value = Checksum::parse(text());
    if (!value) fail("is not a checksum");
    return *value;
  }
  std::optional<Checksum> optional_checksum() {
    const auto value = optional_text();
    if (!value) return std::nullopt;
    const auto parsed = Checksum::parse(*value);
    if (!parsed) fail("is not a checksum");
    return parsed;
  }
  template <typename T>
  T one_of(std::optional<T> (*parse)(std::string_view)) {
    const auto value = parse(text());
    if (!value) fail("has an unknown value");
    return *value;
  }

 private:
  RevisionId checked_id(std::string text) {
    if (RevisionId::problem_with(text)) fail("is not a revision id");
    return RevisionId(std::move(text));
  }
  [[noreturn]] void fail(std::string_view what) const {
    const std::string first = !row_.empty() && row_[0] ? std::string(*row_[0]) : "?";
    throw Error(ErrorCode::version_table_damaged,
                fmt::format("the version table is damaged: column {} of the row '{}' {}", next_,
                            first, what))
        .with_advice("compare it with docs/version-table.md; sqlmig did not write this");
  }

  Row row_;
  std::size_t next_ = 0;
};

AppliedRevision read_row(Row row) {
  RowReader reader(row);
  // Braces initialize from left to right: the order of the columns in read_applied.
  return {reader.id(),       reader.ids(),
          reader.ids(),      reader.text(),
          reader.checksum(), reader.optional_checksum(),
          reader.checksum(), reader.one_of(&parse_revision_state),
          reader.number(),   reader.number(),
          reader.number(),   reader.text(),
          reader.text(),     reader.text(),
          reader.text(),     reader.number(),
          reader.text(),     reader.one_of(&parse_origin)};
}

Table table_of(std::int64_t format) {
  if (format == kVersionTableFormat) return Table::present;
  if (format < kVersionTableFormat) return Table::older;
  throw Error(
      ErrorCode::version_table,
      fmt::format("the version table has format {}, and this sqlmig ({}) knows no format above {}",
                  format, version(), kVersionTableFormat))
      .with_advice("use the newer sqlmig that wrote it");
}

Script script_of(const std::string& ddl) {
  return {"version_table.sql", ddl, sha256({}), {}, Script::Content::statements};
}

// Runs the DDL for a table in the state `before`, and says which it is in then. Where nothing keeps
// other runners out (SQLite), one of them may have done it meanwhile, so that it fails here.
Table run_ddl(Database& database, const std::string& ddl, Table before) {
  const Script script = script_of(ddl);
  try {
    database.transact({{}, &script, {}});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::sql || read_applied(database).table == before) throw;
  }
  return read_applied(database).table;
}

void bring_up_to_date(Database& database) {
  try {
    run_ddl(database, database.dialect().format_1_to_2, Table::older);
  } catch (Error& error) {
    throw preparing_error(std::move(error), Table::older);
  }
}

}  // namespace

AppliedRevisions read_applied(Database& database) {
  const VersionTableDialect& names = database.dialect();
  AppliedRevisions applied;
  int tables = 0;
  database.query({names.exists, {}}, [&](Row) { ++tables; });
  if (tables == 0) return applied;
  if (tables == 1) {
    throw Error(ErrorCode::version_table_damaged,
                "the version table is damaged: one of its tables is missing")
        .with_advice("restore it from a backup; docs/version-table.md says what belongs to it");
  }
  bool has_format = false;
  database.query({fmt::format("SELECT version, coalesce((SELECT max(id) FROM {0}), 0),"
                              " coalesce((SELECT max(sequence) FROM {2}), 0) FROM {1}",
                              names.events, names.format, names.revisions),
                  {}},
                 [&](Row row) {
                   RowReader reader(row);
                   applied.table = table_of(reader.number());
                   has_format = true;
                   // Numbers go on after the rows even where someone has thinned out the events.
                   const std::int64_t event = reader.number();
                   applied.last_event = std::max(event, reader.number());
                 });
  if (!has_format)
    throw Error(ErrorCode::version_table_damaged,
                "the version table does not say which format it has")
        .with_advice("its row was deleted; restore it as docs/version-table.md says");
  database.query(
      {fmt::format("SELECT id, parents, depends_on, message, up_checksum, down_checksum, digest,"
                   " state, statements_done, statements_total, sequence, {}, database_role,"
                   " os_user, host, duration_ms, sqlmig_version, origin"
                   " FROM {} ORDER BY sequence",
                   names.utc_text("applied_at"), names.revisions),
       {}},
      [&](Row row) { applied.rows.push_back(read_row(row)); });
  return applied;
}

std::optional<StoredScripts> read_stored_scripts(Database& database, const RevisionId& id) {
  std::optional<StoredScripts> stored;
  database.query(
      {fmt::format("SELECT up_text, down_text FROM {} WHERE id = $1", database.dialect().revisions),
       {id.text()}},
      [&](Row row) {
        RowReader reader(row);
        std::string up = reader.text();
        stored = StoredScripts{std::move(up), reader.optional_text()};
      });
  return stored;
}

std::vector<std::chrono::milliseconds> read_durations(Database& database, std::int64_t first,
                                                      std::int64_t last) {
  std::vector<std::chrono::milliseconds> durations(static_cast<std::size_t>(last - first + 1));
  database.query(
      {fmt::format("SELECT id, coalesce(duration_ms, 0) FROM {} WHERE id BETWEEN $1 AND $2",
                   database.dialect().events),
       {first, last}},
      [&](Row row) {
        RowReader reader(row);
        const std::int64_t number = reader.number();
        durations.at(static_cast<std::size_t>(number - first)) =
            std::chrono::milliseconds(reader.number());
      });
  return durations;
}

void prepare_version_table(Database& database, Table table) {
  if (table == Table::absent) table = run_ddl(database, database.dialect().create, Table::absent);
  if (table == Table::older) bring_up_to_date(database);
}

std::vector<Script> preparing_scripts(const VersionTableDialect& dialect, Table table) {
  if (table == Table::absent) return {script_of(dialect.create)};
  if (table == Table::older) return {script_of(dialect.format_1_to_2)};
  return {};
}

Error preparing_error(Error error, Table table) {
  if (table != Table::older) return error;
  error.notes.emplace_back("the version table is of format 1 and could not be brought to 2");
  if (error.code() == ErrorCode::sql)
    error.advice = "whoever owns it has to do that: see docs/version-table.md, 'Format number'";
  return error;
}

}  // namespace sqlmig::engine

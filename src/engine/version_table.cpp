#include "engine/version_table.hpp"

#include "core/id_list.hpp"
#include <sqlmig/version.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace sqlmig::engine {
namespace {

std::string_view name_of(EventKind kind) {
  switch (kind) {
    case EventKind::upgrade:
      return "upgrade";
    case EventKind::downgrade:
      return "downgrade";
    case EventKind::stamp:
      return "stamp";
    case EventKind::unstamp:
      return "unstamp";
    case EventKind::failure:
      return "failure";
  }
  return "failure";
}

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
    throw Error(ErrorCode::version_table,
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

std::int64_t check_format(std::int64_t format) {
  if (format == kVersionTableFormat) return format;
  throw Error(ErrorCode::version_table,
              fmt::format("the version table has format {}, and this sqlmig ({}) knows format {}",
                          format, version(), kVersionTableFormat))
      .with_advice("use the newer sqlmig that wrote it");
}

}  // namespace

AppliedRevisions read_applied(Database& database) {
  const VersionTableDialect& names = database.dialect();
  AppliedRevisions applied;
  database.query({names.exists, {}},
                 [&](Row) { applied.table = AppliedRevisions::Table::present; });
  if (applied.table == AppliedRevisions::Table::absent) return applied;
  bool has_format = false;
  database.query({fmt::format("SELECT version, coalesce((SELECT max(id) FROM {0}), 0),"
                              " coalesce((SELECT max(sequence) FROM {2}), 0) FROM {1}",
                              names.events, names.format, names.revisions),
                  {}},
                 [&](Row row) {
                   RowReader reader(row);
                   check_format(reader.number());
                   has_format = true;
                   // Numbers go on after the rows even where someone has thinned out the events.
                   const std::int64_t event = reader.number();
                   applied.last_event = std::max(event, reader.number());
                 });
  if (!has_format)
    throw Error(ErrorCode::version_table, "the version table does not say which format it has")
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

void create_version_table(Database& database) {
  const Script ddl{
      "version_table.sql", database.dialect().create, sha256({}), {}, Script::Content::statements};
  database.transact({{}, &ddl, {}});
}

Statement VersionTableWriter::add_event(const Event& event) const {
  return {fmt::format(
              "INSERT INTO {} (id, event, revision, database_role, os_user, host, sqlmig_version,"
              " reason, error) VALUES ($1, $2, $3, {}, $4, $5, $6, $7, $8)",
              dialect_.events, dialect_.role),
          {event.number, std::string(name_of(event.kind)), event.revision.text(), who_.os_user,
           who_.host, std::string(version()), who_.reason, event.error}};
}

Statement VersionTableWriter::finish_event(std::int64_t number) const {
  return {fmt::format("UPDATE {} SET duration_ms = {} WHERE id = $1", dialect_.events,
                      dialect_.elapsed_ms),
          {number}};
}

Statement VersionTableWriter::add_row(const Revision& revision, Origin origin, std::int64_t event,
                                      const Progress& progress) const {
  const auto text_or_null = [&](auto get) {
    return revision.down ? Value(get(*revision.down)) : Value();
  };
  return {
      fmt::format(
          "INSERT INTO {0} (id, parents, depends_on, message, up_checksum, down_checksum, digest,"
          " up_text, down_text, state, statements_done, statements_total, sequence, applied_at,"
          " database_role, os_user, host, duration_ms, sqlmig_version, origin)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
          " (SELECT at FROM {1} WHERE id = $13), {2}, $14, $15,"
          " coalesce((SELECT duration_ms FROM {1} WHERE id = $13), 0), $16, $17)",
          dialect_.revisions, dialect_.events, dialect_.role),
      {revision.id.text(), joined(parent_ids(revision.manifest), " "),
       joined(dependency_ids(revision.manifest), " "), revision.manifest.message,
       revision.up.checksum.text(),
       text_or_null([](const Script& down) { return down.checksum.text(); }),
       revision.digest.text(), revision.up.text,
       text_or_null([](const Script& down) { return down.text; }),
       std::string(to_string(progress.state)), progress.statements_done, progress.statements_total,
       event, who_.os_user, who_.host, std::string(version()), std::string(to_string(origin))}};
}

Statement VersionTableWriter::require_row(const RevisionId& id) const {
  return {fmt::format(
              "INSERT INTO {0} (id) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM {0} WHERE id = $1)",
              dialect_.revisions),
          {id.text()}};
}

Statement VersionTableWriter::set_progress(const RevisionId& id, const Progress& progress) const {
  return {fmt::format(
              "UPDATE {} SET state = $1, statements_done = $2, statements_total = $3 WHERE id = $4",
              dialect_.revisions),
          {std::string(to_string(progress.state)), progress.statements_done,
           progress.statements_total, id.text()}};
}

Statement VersionTableWriter::finish_row(const RevisionId& id, std::int64_t event,
                                         const Progress& progress) const {
  return {fmt::format("UPDATE {} SET state = $1, statements_done = $2, statements_total = $3,"
                      " duration_ms = (SELECT duration_ms FROM {} WHERE id = $4) WHERE id = $5",
                      dialect_.revisions, dialect_.events),
          {std::string(to_string(progress.state)), progress.statements_done,
           progress.statements_total, event, id.text()}};
}

Statement VersionTableWriter::remove_row(const RevisionId& id) const {
  return {fmt::format("DELETE FROM {} WHERE id = $1", dialect_.revisions), {id.text()}};
}

}  // namespace sqlmig::engine

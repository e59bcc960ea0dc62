#include "core/id_list.hpp"
#include "engine/version_table.hpp"
#include <sqlmig/version.hpp>

#include <fmt/core.h>

#include <utility>

namespace sqlmig::engine {

std::string_view to_string(EventKind kind) {
  switch (kind) {
    case EventKind::upgrade:
      return "upgrade";
    case EventKind::downgrade:
      return "downgrade";
    case EventKind::stamp:
      return "stamp";
    case EventKind::unstamp:
      return "unstamp";
    case EventKind::repair:
      return "repair";
    case EventKind::failure:
      return "failure";
  }
  return "failure";
}

namespace {

// What a row takes over from the files, in the order of the columns in the statements.
std::vector<Value> contents_of(const Revision& revision) {
  const auto text_or_null = [&](auto get) {
    return revision.down ? Value(get(*revision.down)) : Value();
  };
  return {joined(parent_ids(revision.manifest), " "),
          joined(dependency_ids(revision.manifest), " "),
          revision.manifest.message,
          revision.up.checksum.text(),
          text_or_null([](const Script& down) { return down.checksum.text(); }),
          revision.digest.text(),
          revision.up.text,
          text_or_null([](const Script& down) { return down.text; })};
}

}  // namespace

Statement VersionTableWriter::add_event(const Event& event) const {
  return {fmt::format(
              "INSERT INTO {} (id, event, revision, database_role, os_user, host, sqlmig_version,"
              " reason, error, detail) VALUES ($1, $2, $3, {}, {}, {}, $6, $7, $8, $9)",
              dialect_.events, dialect_.role, or_parameter(dialect_.os_user, "$4"),
              or_parameter(dialect_.host, "$5")),
          {event.number, std::string(to_string(event.kind)), event.revision.text(), who_.os_user,
           who_.host, std::string(version()), who_.reason, event.error, detail_of(event)}};
}

Statement VersionTableWriter::find_event(const Event& event) const {
  return {fmt::format("SELECT 1 FROM {} WHERE id = $1 AND event = $2 AND revision = $3"
                      " AND os_user = $4 AND host = $5 AND detail = $6",
                      dialect_.events),
          {event.number, std::string(to_string(event.kind)), event.revision.text(), who_.os_user,
           who_.host, detail_of(event)}};
}

// What runs scripts says which run it was, so that it can be told from another one.
std::string VersionTableWriter::detail_of(const Event& event) const {
  const bool ran = event.kind == EventKind::upgrade || event.kind == EventKind::downgrade;
  return ran && !who_.run.empty() ? "run " + who_.run : event.detail;
}

Statement VersionTableWriter::finish_event(const Value& number) const {
  return {fmt::format("UPDATE {} SET duration_ms = {} WHERE id = $1", dialect_.events,
                      dialect_.elapsed_ms),
          {number}};
}

Statement VersionTableWriter::add_row(const Revision& revision, Origin origin, const Value& event,
                                      const Progress& progress) const {
  std::vector<Value> values = contents_of(revision);
  values.insert(values.end(),
                {revision.id.text(), std::string(to_string(progress.state)),
                 progress.statements_done, progress.statements_total, event, who_.os_user,
                 who_.host, std::string(version()), std::string(to_string(origin))});
  return {
      fmt::format(
          "INSERT INTO {0} (parents, depends_on, message, up_checksum, down_checksum, digest,"
          " up_text, down_text, id, state, statements_done, statements_total, sequence, applied_at,"
          " database_role, os_user, host, duration_ms, sqlmig_version, origin)"
          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
          " (SELECT at FROM {1} WHERE id = $13), {2}, {3}, {4},"
          " coalesce((SELECT duration_ms FROM {1} WHERE id = $13), 0), $16, $17)",
          dialect_.revisions, dialect_.events, dialect_.role, or_parameter(dialect_.os_user, "$14"),
          or_parameter(dialect_.host, "$15")),
      std::move(values)};
}

Statement VersionTableWriter::update_row(const Revision& revision) const {
  std::vector<Value> values = contents_of(revision);
  values.emplace_back(revision.id.text());
  return {fmt::format("UPDATE {} SET parents = $1, depends_on = $2, message = $3, up_checksum = $4,"
                      " down_checksum = $5, digest = $6, up_text = $7, down_text = $8"
                      " WHERE id = $9",
                      dialect_.revisions),
          std::move(values)};
}

Statement VersionTableWriter::require_row(const RevisionId& id) const {
  return {fmt::format(
              "INSERT INTO {0} (id) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM {0} WHERE id = $1)",
              dialect_.revisions),
          {id.text()}};
}

Statement VersionTableWriter::require_progress(const RevisionId& id, const Progress& progress,
                                               const Value& event) const {
  return {fmt::format("INSERT INTO {0} (id, event, revision, database_role, os_user, host,"
                      " sqlmig_version) SELECT id, event, revision, database_role, os_user, host,"
                      " sqlmig_version FROM {0} WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM {1}"
                      " WHERE id = $2 AND state = $3 AND statements_done = $4)",
                      dialect_.events, dialect_.revisions),
          {event, id.text(), std::string(to_string(progress.state)), progress.statements_done}};
}

Statement VersionTableWriter::set_progress(const RevisionId& id, const Progress& progress) const {
  return {fmt::format(
              "UPDATE {} SET state = $1, statements_done = $2, statements_total = $3 WHERE id = $4",
              dialect_.revisions),
          {std::string(to_string(progress.state)), progress.statements_done,
           progress.statements_total, id.text()}};
}

Statement VersionTableWriter::finish_row(const RevisionId& id, const Value& event,
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

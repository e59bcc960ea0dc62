#include "commands/stored.hpp"

#include "engine/version_table.hpp"
#include "sqltext/script.hpp"

#include <fmt/core.h>

#include <utility>

namespace sqlmig::commands {
namespace {

Script stored_script(const AppliedRevision& row, std::string_view name, std::string text,
                     const Checksum& expected) {
  const std::string path = fmt::format("version table:{}/{}", row.id.text(), name);
  sqltext::ScriptRead read = sqltext::read_script(path, std::move(text));
  if (read.script.checksum != expected) {
    throw Error(
        ErrorCode::version_table,
        fmt::format("the stored {} of {} is not the text that was applied", name, row.id.text()))
        .with_advice(
            "someone changed the version table; restore the files from the branch that "
            "has them");
  }
  return std::move(read.script);
}

}  // namespace

Revision read_stored_revision(const AppliedRevision& row, Database& database) {
  auto stored = engine::read_stored_scripts(database, row.id);
  if (!stored || (row.down && !stored->down)) {
    throw Error(ErrorCode::version_table,
                fmt::format("the version table keeps no scripts of {}", row.id.text()));
  }
  Manifest manifest;
  manifest.path = fmt::format("version table:{}", row.id.text());
  manifest.message = row.message;
  for (const RevisionId& parent : row.parents) manifest.parents.push_back({parent, {}, {}});
  for (const RevisionId& other : row.depends_on) manifest.depends_on.push_back({other, {}});
  Script up = stored_script(row, "up.sql", std::move(stored->up), row.up);
  std::optional<Script> down;
  if (row.down) {
    down = stored_script(row, "down.sql", std::move(*stored->down), *row.down);
  } else {
    manifest.irreversible = "declared so when it was applied; the reason is not recorded";
  }
  return make_revision(row.id, std::move(manifest), std::move(up), std::move(down));
}

History with_stored_revisions(const History& history, const AppliedRevisions& applied,
                              Database& database) {
  std::vector<Revision> revisions = history.revisions;
  for (const UnknownRevision& unknown : unknown_revisions(applied, history.graph)) {
    revisions.push_back(read_stored_revision(*unknown.row, database));
  }
  HistoryCheck check = build_history(std::move(revisions));
  require_no_errors(std::move(check.findings),
                    "the files and the version table form no history together");
  return std::move(check.history).value();
}

}  // namespace sqlmig::commands

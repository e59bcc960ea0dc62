#include "commands/stored.hpp"

#include "engine/version_table.hpp"
#include "sqltext/script.hpp"

#include <fmt/core.h>

#include <unordered_set>
#include <utility>

namespace sqlmig::commands {
namespace {

Script stored_script(const RevisionId& id, std::string_view name, std::string text) {
  return sqltext::read_script(fmt::format("version table:{}/{}", id.text(), name), std::move(text))
      .script;
}

Revision stored_revision(const AppliedRevision& row, StoredScripts scripts) {
  Manifest manifest;
  manifest.path = fmt::format("version table:{}", row.id.text());
  manifest.message = row.message;
  for (const RevisionId& parent : row.parents) manifest.parents.push_back({parent, {}, {}});
  for (const RevisionId& other : row.depends_on) manifest.depends_on.push_back({other, {}});
  if (!row.down) {
    manifest.irreversible = "declared so when it was applied; the reason is not recorded";
  }
  std::optional<Script> down;
  if (row.down) down = stored_script(row.id, "down.sql", std::move(scripts.down).value_or(""));
  return make_revision(row.id, std::move(manifest),
                       stored_script(row.id, "up.sql", std::move(scripts.up)), std::move(down));
}

std::string problem_with(const Revision& revision, const AppliedRevision& row) {
  std::string files;
  if (revision.up.checksum != row.up) files = "up.sql";
  if (revision.down && revision.down->checksum != row.down)
    files += files.empty() ? "down.sql" : " and down.sql";
  if (files.empty()) return {};
  return fmt::format("the stored {} of {} is not the text that was applied", files, row.id.text());
}

// What is wrong with the files beside that they stand on what is not there.
std::vector<Finding> other_problems(const LoadedHistory& files) {
  std::vector<Finding> others = files.findings;
  std::erase_if(others, [](const Finding& finding) {
    return finding.kind == FindingKind::unknown_parent ||
           finding.kind == FindingKind::unknown_dependency;
  });
  return others;
}

}  // namespace

std::optional<StoredHistory> completed_history(const LoadedHistory& files,
                                               const AppliedRevisions& applied,
                                               Database& database) {
  if (files.history || has_errors(other_problems(files))) return std::nullopt;
  try {
    return with_stored_revisions(files, applied, database);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::findings) throw;
    return std::nullopt;  // the database does not have it either
  }
}

StoredHistory with_stored_revisions(const LoadedHistory& files, const AppliedRevisions& applied,
                                    Database& database) {
  require_no_errors(other_problems(files), "the revisions cannot be used as they are");
  StoredHistory result;
  std::vector<Revision> revisions = files.history ? files.history->revisions : files.unlinked;
  std::unordered_set<std::string> here;
  for (const Revision& revision : revisions) here.insert(revision.id.text());
  for (const AppliedRevision& row : applied.rows) {
    if (here.contains(row.id.text())) continue;
    // A row that is gone by now leaves no text either.
    auto scripts = engine::read_stored_scripts(database, row.id).value_or(StoredScripts{});
    revisions.push_back(stored_revision(row, std::move(scripts)));
    result.stored.emplace(row.id.text(), problem_with(revisions.back(), row));
  }
  HistoryCheck check = build_history(std::move(revisions));
  require_no_errors(std::move(check.findings),
                    "the files and the version table form no history together");
  result.history = std::move(check.history).value();
  return result;
}

IsKnown known_by_files(const History& history, const std::optional<StoredHistory>& completed) {
  return [&](const RevisionId& id) {
    return history.find(id.text()) != nullptr &&
           !(completed && completed->stored.contains(id.text()));
  };
}

void require_intact(const StoredHistory& history, const RevisionId& id) {
  const auto found = history.stored.find(id.text());
  if (found == history.stored.end() || found->second.empty()) return;
  throw Error(ErrorCode::version_table_damaged, found->second)
      .with_advice(
          "someone changed the version table; get the files from the branch that has them");
}

}  // namespace sqlmig::commands

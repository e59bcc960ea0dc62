// Revisions as the version table keeps them.
#pragma once

#include "commands/workspace.hpp"
#include <sqlmig/applied.hpp>
#include <sqlmig/database.hpp>

#include <map>
#include <optional>
#include <string>

namespace sqlmig::commands {

/// The history of the files, and with it every applied revision that no file knows, by its row and
/// the texts that were stored with it. Their scripts are named `version table:ID/up.sql`; author,
/// labels and tags are not kept there, nor the reason why one is irreversible.
/// Shape: `stored` holds the ids of those revisions, each with what is wrong with its texts: they
/// are not those that were applied, or were not stored. Empty: nothing is.
struct StoredHistory {
  History history;
  std::map<std::string, std::string> stored;
};
/// The files may stand on what only the database has: that is what brings it back.
/// Errors: ErrorCode::findings if the files have another problem, or form no graph with the rows.
[[nodiscard]] StoredHistory with_stored_revisions(const LoadedHistory& files,
                                                  const AppliedRevisions& applied,
                                                  Database& database);

/// The same, if the files stand on what only the database has and have no other problem: a view
/// does not stop there. Nothing if they form a history by themselves, or none at all.
[[nodiscard]] std::optional<StoredHistory> completed_history(const LoadedHistory& files,
                                                             const AppliedRevisions& applied,
                                                             Database& database);

/// Whether files know a revision of `history`.
[[nodiscard]] IsKnown known_by_files(const History& history,
                                     const std::optional<StoredHistory>& completed);

/// Errors: ErrorCode::version_table_damaged if `id` is a stored revision whose texts cannot be
/// trusted.
void require_intact(const StoredHistory& history, const RevisionId& id);

}  // namespace sqlmig::commands

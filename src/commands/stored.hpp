// Revisions as the version table keeps them.
#pragma once

#include "commands/workspace.hpp"
#include <sqlmig/applied.hpp>
#include <sqlmig/database.hpp>

namespace sqlmig::commands {

/// An applied revision from its row and the texts that were stored with it. Its scripts are named
/// `version table:ID/up.sql`; author, labels and tags are not kept there. What was declared
/// irreversible has a text in place of the reason, which is not kept either.
/// Errors: ErrorCode::version_table if the texts are not those that the row has the checksums of,
/// or were not stored.
[[nodiscard]] Revision read_stored_revision(const AppliedRevision& row, Database& database);

/// The history of the files, and with it every applied revision that no file knows.
/// Errors: those of read_stored_revision; ErrorCode::findings if they form no graph together.
[[nodiscard]] History with_stored_revisions(const History& history, const AppliedRevisions& applied,
                                            Database& database);

}  // namespace sqlmig::commands

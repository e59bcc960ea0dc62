// What an edited script had before, shown in its finding.
#pragma once

#include <sqlmig/against.hpp>
#include <sqlmig/connect.hpp>
#include <sqlmig/history.hpp>

#include <optional>
#include <vector>

namespace sqlmig::commands {

/// Adds to the findings of the database about edited files what differs from what was applied:
/// whether statements do, from which one on, where that is, and a diff.
void show_edits(std::vector<Finding>& findings, const History& history, Database& database);

/// The same for findings of a base; `ours` are the revisions of the files, and `scripts_for` the
/// kind of database that they are for, as far as it is known.
void show_edits(std::vector<Finding>& findings, const std::vector<Revision>& ours, const Base& base,
                std::optional<DatabaseKind> scripts_for);

}  // namespace sqlmig::commands

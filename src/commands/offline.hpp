// What can be known of a database without asking it.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/project.hpp>
#include <sqlmig/revision_spec.hpp>

#include <optional>

namespace sqlmig::commands {

/// The kind of database that the scripts are for: the url tells it without a connection, and
/// without a url those of the file do, if they agree.
/// Errors: ErrorCode::config for a url of no known kind.
[[nodiscard]] std::optional<DatabaseKind> kind_of_scripts(const Config& config);

/// As kind_of_scripts, where it has to be known.
/// Errors: also ErrorCode::usage if nothing tells it.
[[nodiscard]] DatabaseKind offline_kind(const Config& config);

/// What a database would say that stands exactly at `at`: it and all that it stands on is applied,
/// by the files as they are now.
/// Errors: those of resolve_target; relative to what is applied there is nothing.
[[nodiscard]] AppliedRevisions state_at(const History& history, const RevisionSpec& at);

}  // namespace sqlmig::commands

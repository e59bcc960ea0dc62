// A finding is a problem that a check reports. Checks never stop at the first one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// A place in a text file. `line` and `column` count from 1; 0 means that it is not known.
/// `column` counts characters (code points), not bytes, as an editor shows them.
struct SourcePosition {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
};

/// `file`, `file:line` or `file:line:column`, as far as it is known.
[[nodiscard]] std::string to_string(const SourcePosition& position);

enum class Severity { error, warning };

[[nodiscard]] std::string_view to_string(Severity severity);

/// What is wrong. The text of a code (`code_of`) is stable; docs/findings.md explains each one.
enum class FindingKind {
  // the folder
  unreadable_file,
  path_escapes,
  folder_without_manifest,
  orphan_file,
  missing_up,
  missing_down,
  unexpected_down,
  empty_up,
  empty_down,
  not_utf8,
  nul_byte,
  unknown_directive,
  // the scripts
  unterminated,
  psql_command,
  copy_data,
  transaction_control,
  needs_no_transaction,
  // the manifest
  conflict_markers,
  manifest_syntax,
  unknown_key,
  bad_value,
  // identity
  bad_id,
  duplicate_id,
  case_collision,
  duplicate_label,
  duplicate_tag,
  // the graph
  unknown_parent,
  self_parent,
  duplicate_parent,
  unknown_dependency,
  self_dependency,
  duplicate_dependency,
  cycle,
  unknown_branch,
  several_heads,
  pin_mismatch,
  // the base that a change is to be merged into
  base_edited_up,
  base_edited_down,
  base_parents_changed,
  base_deleted,
  // the database
  edited_up,
  edited_down,
  missing_revision,
  ancestor_not_applied,
  parents_changed,
  unfinished,
  pending,
  other_heads,
  version_table_newer,
  version_table_damaged,
};

/// The stable name of a kind, such as `unknown-parent`.
[[nodiscard]] std::string_view code_of(FindingKind kind);

/// What has to be looked at to find a problem. The scripts are looked at only where it is known for
/// which kind of database they are.
enum class FindingArea { files, scripts, base, database };

[[nodiscard]] FindingArea area_of(FindingKind kind);

/// Every kind, in the order of the enum.
[[nodiscard]] const std::vector<FindingKind>& all_finding_kinds();

/// One problem.
/// Shape: `message` says what is wrong in one sentence without a final dot; `advice` says what to
/// do next and may be empty; `detail` may hold several lines, such as a diff.
struct Finding {
  FindingKind kind;
  Severity severity = Severity::error;
  std::string revision;  // its id, or empty where no revision is concerned
  std::optional<SourcePosition> position;
  std::string message;
  std::string advice;
  std::string detail;
};

[[nodiscard]] bool has_errors(const std::vector<Finding>& findings);

/// Sorts by file, line and code, so that equal projects give equal reports.
void sort_findings(std::vector<Finding>& findings);

}  // namespace sqlmig

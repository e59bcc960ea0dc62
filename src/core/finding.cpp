#include <sqlmig/finding.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace sqlmig {
namespace {

struct Code {
  FindingKind kind;
  std::string_view text;
  FindingArea area = FindingArea::files;
};

constexpr std::array kCodes{
    Code{FindingKind::unreadable_file, "unreadable-file"},
    Code{FindingKind::path_escapes, "path-escapes"},
    Code{FindingKind::folder_without_manifest, "folder-without-manifest"},
    Code{FindingKind::orphan_file, "orphan-file"},
    Code{FindingKind::missing_up, "missing-up"},
    Code{FindingKind::missing_down, "missing-down"},
    Code{FindingKind::unexpected_down, "unexpected-down"},
    Code{FindingKind::empty_up, "empty-up"},
    Code{FindingKind::empty_down, "empty-down"},
    Code{FindingKind::not_utf8, "not-utf8"},
    Code{FindingKind::nul_byte, "nul-byte"},
    Code{FindingKind::unknown_directive, "unknown-directive"},
    Code{FindingKind::unterminated, "unterminated", FindingArea::scripts},
    Code{FindingKind::psql_command, "psql-command", FindingArea::scripts},
    Code{FindingKind::copy_data, "copy-data", FindingArea::scripts},
    Code{FindingKind::transaction_control, "transaction-control", FindingArea::scripts},
    Code{FindingKind::needs_no_transaction, "needs-no-transaction", FindingArea::scripts},
    Code{FindingKind::conflict_markers, "conflict-markers"},
    Code{FindingKind::manifest_syntax, "manifest-syntax"},
    Code{FindingKind::unknown_key, "unknown-key"},
    Code{FindingKind::bad_value, "bad-value"},
    Code{FindingKind::bad_id, "bad-id"},
    Code{FindingKind::duplicate_id, "duplicate-id"},
    Code{FindingKind::case_collision, "case-collision"},
    Code{FindingKind::duplicate_label, "duplicate-label"},
    Code{FindingKind::duplicate_tag, "duplicate-tag"},
    Code{FindingKind::unknown_parent, "unknown-parent"},
    Code{FindingKind::self_parent, "self-parent"},
    Code{FindingKind::duplicate_parent, "duplicate-parent"},
    Code{FindingKind::unknown_dependency, "unknown-dependency"},
    Code{FindingKind::self_dependency, "self-dependency"},
    Code{FindingKind::duplicate_dependency, "duplicate-dependency"},
    Code{FindingKind::cycle, "cycle"},
    Code{FindingKind::unknown_branch, "unknown-branch"},
    Code{FindingKind::several_heads, "several-heads"},
    Code{FindingKind::pin_mismatch, "pin-mismatch"},
    Code{FindingKind::base_edited_up, "base-edited-up", FindingArea::base},
    Code{FindingKind::base_edited_down, "base-edited-down", FindingArea::base},
    Code{FindingKind::base_parents_changed, "base-parents-changed", FindingArea::base},
    Code{FindingKind::base_deleted, "base-deleted", FindingArea::base},
    Code{FindingKind::edited_up, "edited-up", FindingArea::database},
    Code{FindingKind::edited_down, "edited-down", FindingArea::database},
    Code{FindingKind::missing_revision, "missing-revision", FindingArea::database},
    Code{FindingKind::ancestor_not_applied, "ancestor-not-applied", FindingArea::database},
    Code{FindingKind::parents_changed, "parents-changed", FindingArea::database},
    Code{FindingKind::unfinished, "unfinished", FindingArea::database},
    Code{FindingKind::pending, "pending", FindingArea::database},
    Code{FindingKind::other_heads, "other-heads", FindingArea::database},
    Code{FindingKind::version_table_newer, "version-table-newer", FindingArea::database},
    Code{FindingKind::version_table_damaged, "version-table-damaged", FindingArea::database},
};

// `code_of` looks a kind up by its number.
constexpr bool in_order_of_the_enum() {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (kCodes[i].kind != static_cast<FindingKind>(i)) return false;
  }
  return kCodes.size() == static_cast<std::size_t>(FindingKind::version_table_damaged) + 1;
}
static_assert(in_order_of_the_enum());

}  // namespace

std::string to_string(const SourcePosition& position) {
  if (position.line == 0) return position.file;
  if (position.column == 0) return fmt::format("{}:{}", position.file, position.line);
  return fmt::format("{}:{}:{}", position.file, position.line, position.column);
}

std::string_view to_string(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::string_view code_of(FindingKind kind) { return kCodes[static_cast<std::size_t>(kind)].text; }

FindingArea area_of(FindingKind kind) { return kCodes[static_cast<std::size_t>(kind)].area; }

const std::vector<FindingKind>& all_finding_kinds() {
  static const std::vector<FindingKind> kKinds = [] {
    std::vector<FindingKind> all;
    all.reserve(kCodes.size());
    for (const Code& code : kCodes) all.push_back(code.kind);
    return all;
  }();
  return kKinds;
}

bool has_errors(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.severity == Severity::error; });
}

void sort_findings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    const SourcePosition none;
    const SourcePosition& at = a.position ? *a.position : none;
    const SourcePosition& bt = b.position ? *b.position : none;
    return std::tie(at.file, at.line, at.column, a.kind, a.revision, a.message) <
           std::tie(bt.file, bt.line, bt.column, b.kind, b.revision, b.message);
  });
}

}  // namespace sqlmig

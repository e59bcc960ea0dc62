// How many databases stand against the files, as text: a matrix of revisions by databases.
#include "cli/render_targets.hpp"
#include "core/id_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace sqlmig::cli {
namespace {

using commands::StatusResult;
using Cells = std::unordered_map<std::string, std::string_view>;  // by revision

constexpr std::string_view kApplied = "applied";
constexpr std::string_view kNothing = "-";

// Databases that stand alike. `status` is that of one of them.
struct Group {
  std::string letter;
  std::vector<std::string> names;
  const StatusResult* status;
  Cells cells;
};

Cells cells_of(const StatusResult& status) {
  Cells cells;
  for (const commands::RevisionLine& line : status.pending)
    cells.insert_or_assign(line.id.text(), "pending");
  for (const AppliedRevision& row : status.applied.rows)
    cells.insert_or_assign(row.id.text(),
                           row.state == RevisionState::applied ? kApplied : "half-way");
  for (const commands::UnknownLine& line : status.unknown)
    cells.insert_or_assign(line.row.id.text(), "unknown");
  for (const Finding& finding : status.findings) {
    const bool edited = finding.kind == FindingKind::edited_up ||
                        finding.kind == FindingKind::edited_down ||
                        finding.kind == FindingKind::parents_changed;
    if (edited) cells.insert_or_assign(finding.revision, "edited");
  }
  return cells;
}

// Equal where databases stand alike: what is applied, from which texts, and what is wrong with it.
std::string signature_of(const StatusResult& status) {
  std::vector<std::string> parts;
  for (const AppliedRevision& row : status.applied.rows) {
    parts.push_back(fmt::format("{} {} {} {}\n", row.id.text(), row.digest.text(),
                                to_string(row.state), row.statements_done));
  }
  for (const Finding& finding : status.findings)
    parts.push_back(fmt::format("{} {}\n", finding.revision, code_of(finding.kind)));
  std::sort(parts.begin(), parts.end());
  std::string signature;
  for (const std::string& part : parts) signature += part;
  return signature;
}

// A to Z, then AA to AZ and so on.
std::string letter_of(std::size_t number) {
  const std::string last(1, static_cast<char>('A' + number % 26));
  return number < 26 ? last : letter_of(number / 26 - 1) + last;
}

// The largest first.
std::vector<Group> groups_of(const commands::StatusTargetsResult& result) {
  std::vector<Group> groups;
  std::unordered_map<std::string, std::size_t> numbers;
  for (const auto& outcome : result.targets) {
    const auto* status = std::get_if<StatusResult>(&outcome.came);
    if (status == nullptr) continue;
    const auto [at, is_new] = numbers.emplace(signature_of(*status), groups.size());
    if (is_new) groups.push_back({{}, {}, status, cells_of(*status)});
    groups[at->second].names.push_back(outcome.name);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& one, const Group& other) {
    return one.names.size() > other.names.size();
  });
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].letter = letter_of(i);
  return groups;
}

std::string_view cell(const Group& group, const RevisionId& id) {
  const auto found = group.cells.find(id.text());
  return found != group.cells.end() ? found->second : kNothing;
}

std::string colored(const std::string& text, std::string_view cell, const Style& style) {
  if (cell == kApplied || cell == kNothing) return text;
  return cell == "edited" ? style.red(text) : style.yellow(text);
}

std::string legend_of(const std::vector<Group>& groups, ListStyle list, const Style& style) {
  std::string text;
  for (const Group& group : groups) {
    text +=
        fmt::format("  {}  {}: {}\n", style.bold(padded(group.letter, groups.back().letter.size())),
                    counted(group.names.size(), "database"), listed_in_short(group.names, list));
  }
  return text;
}

std::string matrix_of(const std::vector<RevisionId>& revisions, const std::vector<Group>& groups,
                      const Style& style) {
  std::vector<RevisionId> rows;
  for (const RevisionId& id : revisions) {
    const bool everywhere = std::all_of(groups.begin(), groups.end(), [&](const Group& group) {
      return cell(group, id) == kApplied;
    });
    if (!everywhere) rows.push_back(id);
  }
  const std::size_t applied = revisions.size() - rows.size();
  std::string text = fmt::format("{} {} applied everywhere\n", counted(applied, "revision"),
                                 applied == 1 ? "is" : "are");
  if (rows.empty()) return text;
  std::size_t ids = 0;
  for (const RevisionId& id : rows) ids = std::max(ids, id.text().size());
  std::vector<std::size_t> widths;
  std::string line = std::string(ids + 2, ' ');
  for (const Group& group : groups) {
    std::size_t width = group.letter.size();
    for (const RevisionId& id : rows) width = std::max(width, cell(group, id).size());
    widths.push_back(width);
    line += "  " + style.bold(padded(group.letter, &group == &groups.back() ? 0 : width));
  }
  text += line + "\n";
  for (const RevisionId& id : rows) {
    text += "  " + padded(id.text(), ids);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const std::string_view what = cell(groups[i], id);
      const std::size_t width = i + 1 < groups.size() ? widths[i] : 0;
      text += "  " + colored(padded(std::string(what), width), what, style);
    }
    text += "\n";
  }
  return text;
}

// What the matrix does not say of a group already.
std::string findings_of(const std::vector<Group>& groups, const Style& style) {
  TextsByTarget findings;
  for (const Group& group : groups) {
    for (const Finding& finding : group.status->findings) {
      if (finding.kind == FindingKind::missing_revision) continue;
      findings.add(key_of(finding),
                   fmt::format("from {}:\n{}", group.names.front(),
                               text_of(std::vector<Finding>{finding}, style)),
                   group.letter);
    }
  }
  std::string text;
  for (const auto& [finding, letters] : findings.texts())
    text += fmt::format("on {}, {}", listed_in_short(letters, ListStyle::blocks), finding);
  const bool unknown = std::any_of(groups.begin(), groups.end(), [](const Group& group) {
    return !group.status->unknown.empty();
  });
  if (unknown) {
    text += style.cyan("next: ") +
            "of what is unknown here, look on other branches and newer checkouts\n";
  }
  return text;
}

std::string not_reached(const commands::StatusTargetsResult& result, ListStyle list) {
  TextsByTarget why;
  for (const auto& outcome : result.targets) {
    if (const auto* error = std::get_if<Error>(&outcome.came))
      why.add(first_line_of(*error), first_line_of(*error), outcome.name);
  }
  std::string text;
  for (const auto& [reason, names] : why.texts())
    text += fmt::format("  {}: {}\n", listed_in_short(names, list), reason);
  return text.empty() ? text : "could not be looked at:\n" + text;
}

}  // namespace

std::string text_of(const commands::StatusTargetsResult& result, ListStyle list,
                    const Style& style) {
  const std::vector<Group> groups = groups_of(result);
  std::vector<Ended> ends;
  for (const auto& outcome : result.targets) ends.push_back(ended(outcome));
  std::string text;
  if (!groups.empty()) {
    const std::vector<RevisionId>& heads = groups.front().status->heads;
    text += fmt::format("databases {} in {}\nheads     {}\n", result.targets.size(), result.file,
                        heads.empty() ? "none" : joined(heads));
    text += legend_of(groups, list, style) + matrix_of(result.revisions, groups, style) +
            findings_of(groups, style);
  }
  return text + not_reached(result, list) + counts_of(ends, style);
}

}  // namespace sqlmig::cli

#include "core/heads.hpp"
#include "core/id_list.hpp"
#include "core/recorded.hpp"
#include "core/unfinished.hpp"
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <utility>

namespace sqlmig {
namespace {

std::string applied_by(const AppliedRevision& row) {
  return fmt::format("{} at {} by {}@{}", row.origin == Origin::stamp ? "stamped" : "applied",
                     row.applied_at, row.os_user, row.host);
}

// An edit that everybody is to have is accepted, one database after the other.
std::string edited_advice(std::string_view usual, const RevisionId& id) {
  return fmt::format("{}; if the edit is meant: sqlmig repair --accept {} --reason \"...\"", usual,
                     id.text());
}

Finding unfinished(const AppliedRevision& row, std::optional<SourcePosition> position,
                   std::string advice) {
  return {FindingKind::unfinished,
          Severity::error,
          row.id.text(),
          std::move(position),
          fmt::format("{} is {} or stopped while it was: {} of {} statements ran", row.id.text(),
                      to_string(row.state), row.statements_done, row.statements_total),
          std::move(advice),
          {}};
}

std::string stands_on(const std::vector<RevisionId>& parents,
                      const std::vector<RevisionId>& others) {
  return (parents.empty() ? "none" : joined(parents)) +
         (others.empty() ? "" : " (depending on " + joined(others) + ")");
}

void check_row(const AppliedRevision& row, const Revision& revision,
               std::vector<Finding>& findings) {
  const std::string& id = revision.id.text();
  if (row.state != RevisionState::applied) {
    const bool down = row.state == RevisionState::reverting && revision.down;
    findings.push_back(
        unfinished(row, SourcePosition{down ? revision.down->path : revision.up.path, 0, 0},
                   ways_on(row.id, row.state)));
  }
  if (row.up != revision.up.checksum) {
    findings.push_back(
        {FindingKind::edited_up, Severity::error, id, SourcePosition{revision.up.path, 0, 0},
         fmt::format("up.sql was edited after it was {}", applied_by(row)),
         edited_advice("restore the file, and put the change into a new revision", row.id),
         fmt::format("applied {}\nnow     {}\n", row.up.text(), revision.up.checksum.text())});
  }
  const std::optional<Checksum> down =
      revision.down ? std::optional(revision.down->checksum) : std::nullopt;
  if (row.down != down) {
    findings.push_back(
        {FindingKind::edited_down, Severity::warning, id,
         SourcePosition{revision.down ? revision.down->path : revision.manifest.path, 0, 0},
         fmt::format("down.sql was edited after the revision was {}", applied_by(row)),
         edited_advice("restore it, or a downgrade runs it only with --allow-modified", row.id),
         fmt::format("applied {}\nnow     {}\n", checksum_or_none(row.down),
                     checksum_or_none(down))});
  }
  const std::vector<RevisionId> parents = parent_ids(revision.manifest);
  const std::vector<RevisionId> others = dependency_ids(revision.manifest);
  if (parents != row.parents || others != row.depends_on) {
    findings.push_back(
        {FindingKind::parents_changed,
         Severity::warning,
         id,
         SourcePosition{revision.manifest.path, 0, 0},
         fmt::format("it was applied on {}, and its manifest now says {}",
                     stands_on(row.parents, row.depends_on), stands_on(parents, others)),
         edited_advice("restore the parents unless the revision was moved on purpose", row.id),
         {}});
  }
}

}  // namespace

std::vector<Finding> check_pins(const History& history) {
  std::vector<Finding> findings;
  for (const Revision& revision : history.revisions) {
    for (const ParentLink& link : revision.manifest.parents) {
      const Revision* parent = history.find(link.id.text());
      if (!link.pin || parent == nullptr || *link.pin == parent->digest) continue;
      findings.push_back(
          {FindingKind::pin_mismatch, Severity::error, revision.id.text(), link.position,
           fmt::format("{} was edited after {} was written on it", parent->id.text(),
                       revision.id.text()),
           fmt::format("restore {}, or accept the edit with: sqlmig repin {}", parent->id.text(),
                       parent->id.text()),
           fmt::format("pinned {}\nnow    {}\n", link.pin->text(), parent->digest.text())});
    }
  }
  return findings;
}

std::vector<Finding> check_heads(const History& history, const std::vector<NameLink>& branches) {
  std::vector<Finding> findings;
  for (const NameLink& branch : branches) {
    if (find_label(history, branch.name)) continue;
    findings.push_back({FindingKind::unknown_branch,
                        Severity::error,
                        {},
                        branch.position,
                        fmt::format("no revision has the label '{}'", branch.name),
                        "add it to the manifest that the branch begins with, or remove it here",
                        {}});
  }
  for (const HeadGroup& group : group_heads(history, branches)) {
    if (group.heads.size() > 1) findings.push_back(several_heads(history, group, branches));
  }
  return findings;
}

std::vector<Finding> check_blank_scripts(const std::vector<Revision>& revisions) {
  std::vector<Finding> findings;
  for (const Revision& revision : revisions) {
    if (revision.is_merge()) continue;
    const bool up_blank = revision.up.content == Script::Content::blank;
    if (up_blank) {
      findings.push_back({FindingKind::empty_up,
                          Severity::warning,
                          revision.id.text(),
                          SourcePosition{revision.up.path, 0, 0},
                          "up.sql holds no statement",
                          "write the change, or remove the revision",
                          {}});
    } else if (revision.down && revision.down->content == Script::Content::blank) {
      findings.push_back({FindingKind::empty_down,
                          Severity::error,
                          revision.id.text(),
                          SourcePosition{revision.down->path, 0, 0},
                          "down.sql holds no statement, so a downgrade would undo nothing",
                          "write it, or remove it and say irreversible = \"why\" in the manifest",
                          {}});
    }
  }
  return findings;
}

std::vector<Finding> check_applied(const History& history, const AppliedRevisions& applied) {
  std::vector<Finding> findings;
  const RevisionSet set = applied_set(applied, history.graph);
  for (const AppliedRevision& row : applied.rows) {
    const auto index = history.graph.find(row.id.text());
    if (!index) {
      if (row.state != RevisionState::applied) {
        findings.push_back(
            unfinished(row, std::nullopt,
                       fmt::format("its scripts come back with: sqlmig export {}; {}",
                                   row.id.text(), ways_on(row.id, row.state))));
      }
      findings.push_back({FindingKind::missing_revision,
                          Severity::error,
                          row.id.text(),
                          std::nullopt,
                          fmt::format("the database has {} ({}), and no file here knows it",
                                      row.id.text(), applied_by(row)),
                          fmt::format("it may come from another branch or a newer checkout: "
                                      "git log --all -- '*{0}*'; or write it back with: "
                                      "sqlmig export {0}",
                                      row.id.text()),
                          {}});
      continue;
    }
    check_row(row, history.at(*index), findings);
    const auto report_gap = [&](Graph::Index ancestor) {
      if (set.contains(ancestor)) return;
      // To stamp the heads records what they stand on, and forgets nothing.
      findings.push_back(
          {FindingKind::ancestor_not_applied,
           Severity::error,
           row.id.text(),
           SourcePosition{history.at(*index).manifest.path, 0, 0},
           fmt::format("{} is applied, and {}, which it stands on, is not", row.id.text(),
                       history.graph.id(ancestor).text()),
           fmt::format("if what {} does is in the database, record it with: sqlmig "
                       "stamp {}; else restore the parents of {}",
                       history.graph.id(ancestor).text(),
                       joined(ids_of(history.graph, history.graph.heads_of(set)), " "),
                       row.id.text()),
           {}});
    };
    for (const Graph::Index parent : history.graph.parents(*index)) report_gap(parent);
    for (const Graph::Index other : history.graph.dependencies(*index)) report_gap(other);
  }
  return findings;
}

}  // namespace sqlmig

#include "support/histories.hpp"

#include "sqltext/directives.hpp"
#include "sqltext/statements.hpp"

#include <algorithm>
#include <stdexcept>

namespace sqlmig::test {

Script script_of(const std::string& path, const std::string& text) {
  const std::string canonical = canonical_text(text);
  const bool blank =
      sqltext::content_of(canonical, sqltext::SqlDialect::postgres) == sqltext::Content::blank;
  return {path, canonical, sha256(canonical), sqltext::scan_directives(canonical).directives,
          blank ? Script::Content::blank : Script::Content::statements};
}

Revision revision_of(const Draft& draft) {
  const std::string folder = "migrations/" + draft.id + "/";
  Manifest manifest;
  manifest.path = folder + "manifest.toml";
  manifest.message = draft.id;
  std::vector<RevisionId> parents;
  for (const std::string& parent : draft.parents) {
    parents.emplace_back(parent);
    manifest.parents.push_back({RevisionId(parent), std::nullopt, {manifest.path, 0, 0}});
  }
  std::vector<RevisionId> others;
  for (const std::string& other : draft.depends_on) {
    others.emplace_back(other);
    manifest.depends_on.push_back({RevisionId(other), {manifest.path, 0, 0}});
  }
  Script up = script_of(folder + "up.sql", draft.up);
  Script down = script_of(folder + "down.sql", draft.down);
  const Checksum digest =
      revision_digest(RevisionId(draft.id), parents, others, up.checksum, down.checksum);
  return {RevisionId(draft.id), std::move(manifest), std::move(up), std::move(down), digest};
}

History history_of(const std::vector<Draft>& drafts) {
  std::vector<Revision> revisions;
  for (const Draft& draft : drafts) revisions.push_back(revision_of(draft));
  HistoryCheck check = build_history(std::move(revisions));
  if (!check.history || !check.findings.empty()) {
    throw std::runtime_error(check.findings.empty() ? "no history"
                                                    : check.findings.front().message);
  }
  return std::move(*check.history);
}

AppliedRevisions applied_of(const History& history, const std::vector<std::string>& ids) {
  AppliedRevisions applied;
  applied.table = AppliedRevisions::Table::present;
  for (const std::string& id : ids) {
    const Revision& revision = *history.find(id);
    std::vector<RevisionId> parents;
    for (const ParentLink& link : revision.manifest.parents) parents.push_back(link.id);
    std::sort(parents.begin(), parents.end());
    AppliedRevision row{revision.id,
                        parents,
                        {},
                        revision.manifest.message,
                        revision.up.checksum,
                        revision.down ? std::optional(revision.down->checksum) : std::nullopt,
                        revision.digest,
                        RevisionState::applied,
                        0,
                        0,
                        ++applied.last_event,
                        "2026-01-01T00:00:00.000Z",
                        "",
                        "dana",
                        "box",
                        1,
                        "0.1.0",
                        Origin::upgrade};
    applied.rows.push_back(std::move(row));
  }
  return applied;
}

}  // namespace sqlmig::test

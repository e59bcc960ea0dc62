#include "support/histories.hpp"

#include "sqltext/script.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sqlmig::test {

namespace {

std::vector<NameLink> names_of(const std::vector<std::string>& names, const std::string& file) {
  std::vector<NameLink> links;
  links.reserve(names.size());
  for (const std::string& name : names) links.push_back({name, {file, 0, 0}});
  return links;
}

template <typename Link>
std::vector<RevisionId> sorted_ids(const std::vector<Link>& links) {
  std::vector<RevisionId> ids;
  ids.reserve(links.size());
  for (const Link& link : links) ids.push_back(link.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

Script script_of(const std::string& path, const std::string& text) {
  return sqltext::read_script(path, canonical_text(text)).script;
}

Revision revision_of(const Draft& draft) {
  const std::string folder = "migrations/" + draft.id + "/";
  Manifest manifest;
  manifest.path = folder + "manifest.toml";
  manifest.message = draft.id;
  for (const std::string& parent : draft.parents) {
    manifest.parents.push_back({RevisionId(parent), std::nullopt, {manifest.path, 0, 0}});
  }
  for (const std::string& other : draft.depends_on) {
    manifest.depends_on.push_back({RevisionId(other), {manifest.path, 0, 0}});
  }
  manifest.labels = names_of(draft.labels, manifest.path);
  manifest.tags = names_of(draft.tags, manifest.path);
  return make_revision(RevisionId(draft.id), std::move(manifest),
                       script_of(folder + "up.sql", draft.up),
                       script_of(folder + "down.sql", draft.down));
}

History history_of(const std::vector<Draft>& drafts) {
  std::vector<Revision> revisions;
  revisions.reserve(drafts.size());
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
    AppliedRevision row{revision.id,
                        sorted_ids(revision.manifest.parents),
                        sorted_ids(revision.manifest.depends_on),
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

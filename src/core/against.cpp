#include "core/heads.hpp"
#include <sqlmig/against.hpp>
#include <sqlmig/branches.hpp>
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_map>

namespace sqlmig {
namespace {

using ById = std::unordered_map<std::string_view, const Revision*>;

ById by_id(const std::vector<Revision>& revisions) {
  ById map;
  for (const Revision& revision : revisions) map.emplace(revision.id.text(), &revision);
  return map;
}

const Revision* find_in(const ById& revisions, const RevisionId& id) {
  const auto found = revisions.find(id.text());
  return found == revisions.end() ? nullptr : found->second;
}

const Revision* pointer(const std::optional<Revision>& revision) {
  return revision ? &*revision : nullptr;
}

// Whether git would see no difference that matters here; null: it is not there.
bool alike(const Revision* a, const Revision* b) {
  return a == nullptr || b == nullptr ? a == b : is_alike(*a, *b);
}

std::string restore_advice(const Base& base, const std::string& path) {
  return base.kind == Base::Kind::git_ref
             ? fmt::format("restore it: git checkout {} -- {}", base.name, path)
             : fmt::format("restore it from {}", base.name);
}

std::optional<Checksum> down_checksum(const Revision& revision) {
  return revision.down ? std::optional(revision.down->checksum) : std::nullopt;
}

std::set<RevisionId> stands_on(const Revision& revision) {
  std::set<RevisionId> ids;
  for (const ParentLink& link : revision.manifest.parents) ids.insert(link.id);
  return ids;
}

std::set<RevisionId> depends_on(const Revision& revision) {
  std::set<RevisionId> ids;
  for (const RevisionLink& link : revision.manifest.depends_on) ids.insert(link.id);
  return ids;
}

// Findings of one revision that the base has in another way.
class Edits {
 public:
  Edits(const Base& base, const Revision& before, const Revision& mine)
      : base_(base), before_(before), mine_(mine) {}

  void check(std::vector<Finding>& findings) const {
    if (before_.up.checksum != mine_.up.checksum) {
      findings.push_back(finding(FindingKind::base_edited_up, Severity::error, mine_.up.path,
                                 "up.sql was edited", "put the change into a new revision"));
    }
    if (down_checksum(before_) != down_checksum(mine_)) {
      findings.push_back(finding(FindingKind::base_edited_down, Severity::warning,
                                 mine_.down ? mine_.down->path : mine_.manifest.path,
                                 "down.sql was edited", "a downgrade may need the old one"));
    }
    if (stands_on(before_) != stands_on(mine_) || depends_on(before_) != depends_on(mine_)) {
      findings.push_back(finding(FindingKind::base_parents_changed, Severity::error,
                                 mine_.manifest.path, "the parents or dependencies were changed",
                                 "only revisions that nobody else has can be moved"));
    }
  }

 private:
  // Once a reason is merged, it is no reason for the next edit.
  [[nodiscard]] bool is_meant() const {
    return mine_.manifest.edited && mine_.manifest.edited != before_.manifest.edited;
  }

  [[nodiscard]] Finding finding(FindingKind kind, Severity severity, const std::string& path,
                                std::string_view what, std::string_view advice) const {
    Finding result{kind,
                   severity,
                   mine_.id.text(),
                   SourcePosition{path, 0, 0},
                   fmt::format("{}, and {} has the revision already", what, base_.name),
                   fmt::format("{}; {}", restore_advice(base_, path), advice),
                   {}};
    if (is_meant()) {
      result.severity = Severity::warning;
      result.message += ": " + *mine_.manifest.edited;
      result.advice = fmt::format("databases that have it applied need: sqlmig repair --accept {}",
                                  mine_.id.text());
    }
    return result;
  }

  const Base& base_;
  const Revision& before_;
  const Revision& mine_;
};

// A revision that only the change has and that runs the same script: a folder that was renamed.
const Revision* renamed_to(const Revision& before, const std::vector<Revision>& ours,
                           const Base& base) {
  if (before.up.content == Script::Content::blank) return nullptr;
  for (const Revision& revision : ours) {
    if (revision.up.checksum != before.up.checksum) continue;
    const ChangedRevision* known = base.find(revision.id);
    if (known != nullptr && !known->fork && !known->tip) return &revision;
  }
  return nullptr;
}

Finding deleted(const Base& base, const Revision& before, const std::vector<Revision>& ours) {
  const std::string& id = before.id.text();
  const std::string folder = before.manifest.path.substr(0, before.manifest.path.rfind('/'));
  Finding finding{FindingKind::base_deleted,
                  base.fork == Base::Fork::known ? Severity::error : Severity::warning,
                  id,
                  SourcePosition{before.manifest.path, 0, 0},
                  fmt::format("{} has {}, and it is not here", base.name, id),
                  restore_advice(base, folder) + "; to undo what it does, write a new revision",
                  {}};
  if (const Revision* now = renamed_to(before, ours, base)) {
    const std::string& path = now->manifest.path;
    finding.position = SourcePosition{path, 0, 0};
    finding.message =
        fmt::format("{}, which {} has, was renamed to {}", id, base.name, now->id.text());
    finding.advice = fmt::format("the folder's name is the id; rename it back: git mv {} {}",
                                 path.substr(0, path.rfind('/')), folder);
  } else if (base.fork == Base::Fork::unknown) {
    finding.advice =
        fmt::format("take over what {} has; nothing is wrong if this is only older", base.name);
  }
  return finding;
}

Finding taken_id(const Base& base, const Revision& mine) {
  return {FindingKind::duplicate_id,
          Severity::error,
          mine.id.text(),
          SourcePosition{mine.manifest.path, 0, 0},
          fmt::format("merging this into {}: it has another revision with the id '{}' by now",
                      base.name, mine.id.text()),
          "rename the folder here",
          {}};
}

// Whether both added it, but not as one and the same.
bool added_twice(const Base& base, const ChangedRevision& changed, const Revision& mine) {
  if (base.fork == Base::Fork::unknown || changed.fork || !changed.tip) return false;
  return mine.digest != changed.tip->digest ||
         mine.manifest.path != changed.tip->manifest.path;  // git would keep both folders
}

const Revision* merged(const Base& base, const Revision* mine, const ChangedRevision& changed) {
  const Revision* tip = pointer(changed.tip);
  if (base.fork == Base::Fork::unknown) return mine != nullptr ? mine : tip;
  const Revision* fork = pointer(changed.fork);
  if (alike(mine, fork)) return tip;
  if (alike(tip, fork)) return mine;
  return mine != nullptr ? mine : tip;
}

// Findings are told apart by what they say, not by where: the same problem of the merge and of
// one side alone.
std::tuple<FindingKind, std::string, std::string, std::string> identity(const Finding& finding) {
  return {finding.kind, finding.revision, finding.message, finding.advice};
}

std::set<std::tuple<FindingKind, std::string, std::string, std::string>> identities(
    const std::vector<Finding>& findings) {
  std::set<std::tuple<FindingKind, std::string, std::string, std::string>> all;
  for (const Finding& finding : findings) all.insert(identity(finding));
  return all;
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

struct Checked {
  std::optional<History> history;
  std::vector<Finding> findings;  // without those of the heads
};

Checked check_all(std::vector<Revision> revisions) {
  HistoryCheck check = build_history(std::move(revisions));
  if (check.history) append(check.findings, check_pins(*check.history));
  return {std::move(check.history), std::move(check.findings)};
}

std::size_t heads_of_branch(const std::vector<HeadGroup>& groups, const std::string& label) {
  for (const HeadGroup& group : groups) {
    if (group.label == label) return group.heads.size();
  }
  return 0;
}

// Where to look for a head that only the change has, so that it is shown in the change.
std::optional<SourcePosition> place_of_new_head(const History& history, const HeadGroup& group,
                                                const Base& base) {
  for (const Graph::Index head : group.heads) {
    const Revision& revision = history.at(head);
    const ChangedRevision* changed = base.find(revision.id);
    if (changed != nullptr && !changed->tip) return SourcePosition{revision.manifest.path, 0, 0};
  }
  return std::nullopt;
}

Finding merged_heads(const History& history, const HeadGroup& group, std::size_t before,
                     const Base& base, const std::vector<NameLink>& branches) {
  Finding finding = several_heads(history, group, branches);
  finding.position = place_of_new_head(history, group, base);
  finding.message =
      fmt::format("merging this into {} makes {} heads{}", base.name, group.heads.size(),
                  group.label.empty() ? "" : " of branch '" + group.label + "'");
  finding.advice =
      fmt::format("{}, then {}",
                  base.kind == Base::Kind::git_ref ? "git merge " + base.name
                                                   : "take over what " + base.name + " has",
                  finding.advice);
  if (group.heads.size() <= before) {
    finding.severity = Severity::warning;
    finding.message += ", as many as it has by itself";
  }
  return finding;
}

void check_merged_heads(const History& history, const std::optional<History>& tip, const Base& base,
                        const std::vector<NameLink>& branches, std::vector<Finding>& findings) {
  const std::vector<HeadGroup> before =
      tip ? group_heads(*tip, branches) : std::vector<HeadGroup>();
  for (const HeadGroup& group : group_heads(history, branches)) {
    if (group.heads.size() < 2) continue;
    findings.push_back(
        merged_heads(history, group, heads_of_branch(before, group.label), base, branches));
  }
}

std::vector<std::string> names_of(const std::vector<NameLink>& links) {
  std::vector<std::string> names;
  for (const NameLink& link : links) names.push_back(link.name);
  return names;
}

std::vector<std::pair<RevisionId, std::optional<Checksum>>> pins_of(const Manifest& manifest) {
  std::vector<std::pair<RevisionId, std::optional<Checksum>>> pins;
  for (const ParentLink& link : manifest.parents) pins.emplace_back(link.id, link.pin);
  return pins;
}

}  // namespace

bool is_alike(const Revision& a, const Revision& b) {
  return a.digest == b.digest && pins_of(a.manifest) == pins_of(b.manifest) &&
         names_of(a.manifest.labels) == names_of(b.manifest.labels) &&
         names_of(a.manifest.tags) == names_of(b.manifest.tags);
}

const ChangedRevision* Base::find(const RevisionId& id) const {
  const auto found =
      std::lower_bound(changed.begin(), changed.end(), id,
                       [](const ChangedRevision& a, const RevisionId& b) { return a.id < b; });
  return found != changed.end() && found->id == id ? &*found : nullptr;
}

std::vector<Finding> check_kept(const std::vector<Revision>& ours, const Base& base) {
  const ById mine_by_id = by_id(ours);
  std::vector<Finding> findings;
  for (const ChangedRevision& changed : base.changed) {
    const Revision* mine = find_in(mine_by_id, changed.id);
    const Revision* tip = pointer(changed.tip);
    const Revision* before = base.fork == Base::Fork::known ? pointer(changed.fork) : tip;
    if (before == nullptr) {
      if (mine != nullptr && added_twice(base, changed, *mine))
        findings.push_back(taken_id(base, *mine));
    } else if (mine == nullptr) {
      if (tip != nullptr) findings.push_back(deleted(base, *before, ours));
    } else if (tip == nullptr || mine->digest != tip->digest) {
      Edits(base, *before, *mine).check(findings);
    }
  }
  return findings;
}

std::vector<Revision> merged_revisions(const std::vector<Revision>& ours, const Base& base) {
  const ById mine_by_id = by_id(ours);
  std::vector<Revision> all;
  all.reserve(ours.size());
  std::vector<const Revision*> only_ours;
  for (const Revision& revision : ours) {
    if (base.find(revision.id) == nullptr) all.push_back(revision);
  }
  for (const ChangedRevision& changed : base.changed) {
    const Revision* revision = merged(base, find_in(mine_by_id, changed.id), changed);
    if (revision == nullptr) continue;
    if (changed.tip) {
      all.push_back(*revision);
    } else {
      only_ours.push_back(revision);
    }
  }
  for (const Revision* revision : only_ours) all.push_back(*revision);
  return all;
}

std::vector<Revision> base_revisions(const std::vector<Revision>& ours, const Base& base) {
  std::vector<Revision> all;
  for (const Revision& revision : ours) {
    if (base.find(revision.id) == nullptr) all.push_back(revision);
  }
  for (const ChangedRevision& changed : base.changed) {
    if (changed.tip) all.push_back(*changed.tip);
  }
  return all;
}

std::vector<Finding> check_merged(const std::vector<Revision>& ours, const Base& base,
                                  const std::vector<NameLink>& branches,
                                  const std::vector<Finding>& known) {
  const Checked both = check_all(merged_revisions(ours, base));
  const Checked tip = check_all(base_revisions(ours, base));
  const auto of_ours = identities(known);
  const auto of_tip = identities(tip.findings);
  std::vector<Finding> findings;
  for (const Finding& finding : both.findings) {
    if (of_ours.contains(identity(finding))) continue;
    findings.push_back(finding);
    if (of_tip.contains(identity(finding))) {
      findings.back().severity = Severity::warning;
      findings.back().message += fmt::format("; {} has this by itself", base.name);
    } else {
      findings.back().message = fmt::format("merging this into {}: {}", base.name, finding.message);
    }
  }
  if (both.history) check_merged_heads(*both.history, tip.history, base, branches, findings);
  return findings;
}

}  // namespace sqlmig

#include "core/id_list.hpp"
#include "core/pointer_to.hpp"
#include "core/revisions_by_id.hpp"
#include <sqlmig/against.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sqlmig {
namespace {

// Whether git would see no difference that matters here; null: it is not there.
bool alike(const Revision* a, const Revision* b) {
  return a == nullptr || b == nullptr ? a == b : is_alike(*a, *b);
}

bool has_name(const std::vector<NameLink>& links, const std::string& name) {
  return std::any_of(links.begin(), links.end(),
                     [&](const NameLink& link) { return link.name == name; });
}

// Each label or tag by itself, as git merges lines.
std::vector<NameLink> merged_names(const std::vector<NameLink>& mine,
                                   const std::vector<NameLink>& fork,
                                   const std::vector<NameLink>& tip) {
  std::vector<NameLink> names;
  for (const NameLink& link : mine) {
    if (!has_name(fork, link.name) || has_name(tip, link.name)) names.push_back(link);
  }
  for (const NameLink& link : tip) {
    if (!has_name(fork, link.name) && !has_name(names, link.name)) names.push_back(link);
  }
  return names;
}

const ParentLink* find_parent(const Manifest& manifest, const RevisionId& id) {
  for (const ParentLink& link : manifest.parents) {
    if (link.id == id) return &link;
  }
  return nullptr;
}

// Ours, with what the base changed in the rest of the manifest since.
Revision with_changes(Revision mine, const Manifest& fork, const Manifest& tip) {
  mine.manifest.labels = merged_names(mine.manifest.labels, fork.labels, tip.labels);
  mine.manifest.tags = merged_names(mine.manifest.tags, fork.tags, tip.tags);
  for (ParentLink& link : mine.manifest.parents) {
    const ParentLink* before = find_parent(fork, link.id);
    const ParentLink* after = find_parent(tip, link.id);
    if (before != nullptr && after != nullptr && link.pin == before->pin) link.pin = after->pin;
  }
  return mine;
}

std::optional<Revision> copy_of(const Revision* revision) {
  return revision == nullptr ? std::nullopt : std::optional(*revision);
}

std::optional<Revision> merged(const Base& base, const Revision* mine,
                               const ChangedRevision& changed) {
  const Revision* tip = pointer_to(changed.tip);
  if (base.fork == Base::Fork::unknown) return copy_of(mine != nullptr ? mine : tip);
  const Revision* fork = pointer_to(changed.fork);
  if (alike(mine, fork)) return copy_of(tip);
  if (alike(tip, fork)) return copy_of(mine);
  if (mine == nullptr || tip == nullptr) return copy_of(mine != nullptr ? mine : tip);
  return with_changes(*mine, fork == nullptr ? Manifest() : fork->manifest, tip->manifest);
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

std::vector<Revision> merged_revisions(const std::vector<Revision>& ours, const Base& base) {
  const RevisionsById mine_by_id(ours);
  std::vector<Revision> all;
  all.reserve(ours.size());
  std::vector<Revision> only_ours;
  for (const Revision& revision : ours) {
    if (base.find(revision.id) == nullptr) all.push_back(revision);
  }
  for (const ChangedRevision& changed : base.changed) {
    auto revision = merged(base, mine_by_id.find(changed.id), changed);
    if (revision) (changed.tip ? all : only_ours).push_back(std::move(*revision));
  }
  std::move(only_ours.begin(), only_ours.end(), std::back_inserter(all));
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

}  // namespace sqlmig

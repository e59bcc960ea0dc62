#include "core/revisions_by_id.hpp"
#include <sqlmig/against.hpp>

#include <algorithm>
#include <utility>

namespace sqlmig {
namespace {

const Revision* pointer(const std::optional<Revision>& revision) {
  return revision ? &*revision : nullptr;
}

// Whether git would see no difference that matters here; null: it is not there.
bool alike(const Revision* a, const Revision* b) {
  return a == nullptr || b == nullptr ? a == b : is_alike(*a, *b);
}

const Revision* merged(const Base& base, const Revision* mine, const ChangedRevision& changed) {
  const Revision* tip = pointer(changed.tip);
  if (base.fork == Base::Fork::unknown) return mine != nullptr ? mine : tip;
  const Revision* fork = pointer(changed.fork);
  if (alike(mine, fork)) return tip;
  if (alike(tip, fork)) return mine;
  return mine != nullptr ? mine : tip;
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

std::vector<Revision> merged_revisions(const std::vector<Revision>& ours, const Base& base) {
  const RevisionsById mine_by_id(ours);
  std::vector<Revision> all;
  all.reserve(ours.size());
  std::vector<const Revision*> only_ours;
  for (const Revision& revision : ours) {
    if (base.find(revision.id) == nullptr) all.push_back(revision);
  }
  for (const ChangedRevision& changed : base.changed) {
    const Revision* revision = merged(base, mine_by_id.find(changed.id), changed);
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

}  // namespace sqlmig

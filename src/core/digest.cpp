// What binds a revision to its place in the history: the ids it stands on, and two hashes.
#include <sqlmig/revision.hpp>

#include <algorithm>
#include <utility>

namespace sqlmig {
namespace {

void add_line(std::string& text, std::string_view key, std::string_view value) {
  text.append(key).append(" ").append(value).append("\n");
}

std::vector<std::string_view> sorted_texts(const std::vector<RevisionId>& ids) {
  std::vector<std::string_view> texts;
  texts.reserve(ids.size());
  for (const RevisionId& id : ids) texts.push_back(id.text());
  std::sort(texts.begin(), texts.end());
  return texts;
}

// The ids of links of either kind.
std::vector<RevisionId> sorted_ids(const auto& links) {
  std::vector<RevisionId> ids;
  ids.reserve(links.size());
  for (const auto& link : links) ids.push_back(link.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

std::vector<RevisionId> parent_ids(const Manifest& manifest) {
  return sorted_ids(manifest.parents);
}

std::vector<RevisionId> dependency_ids(const Manifest& manifest) {
  return sorted_ids(manifest.depends_on);
}

Revision make_revision(RevisionId id, Manifest manifest, Script up, std::optional<Script> down) {
  const Checksum digest =
      revision_digest(id, parent_ids(manifest), dependency_ids(manifest), up.checksum,
                      down ? std::optional(down->checksum) : std::nullopt);
  return {std::move(id), std::move(manifest), std::move(up), std::move(down), digest};
}

Checksum revision_digest(const RevisionId& id, const std::vector<RevisionId>& parents,
                         const std::vector<RevisionId>& depends_on, const Checksum& up,
                         const std::optional<Checksum>& down) {
  std::string text = "sqlmig revision 1\n";
  add_line(text, "id", id.text());
  for (const std::string_view parent : sorted_texts(parents)) add_line(text, "parent", parent);
  for (const std::string_view other : sorted_texts(depends_on)) add_line(text, "depends-on", other);
  add_line(text, "up", up.text());
  if (down) {
    add_line(text, "down", down->text());
  } else {
    text += "irreversible\n";
  }
  return sha256(text);
}

Checksum history_checksum(const Checksum& digest, std::vector<Checksum> parent_histories) {
  std::sort(parent_histories.begin(), parent_histories.end());
  std::string text = "sqlmig history 1\n";
  add_line(text, "digest", digest.text());
  for (const Checksum& parent : parent_histories) add_line(text, "parent", parent.text());
  return sha256(text);
}

}  // namespace sqlmig

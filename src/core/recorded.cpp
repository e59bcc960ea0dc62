#include "core/recorded.hpp"

#include "core/id_list.hpp"

#include <utility>

namespace sqlmig {
namespace {

std::string list_or_none(const std::vector<RevisionId>& ids) {
  return ids.empty() ? "none" : joined(ids);
}

}  // namespace

std::string checksum_or_none(const std::optional<Checksum>& checksum) {
  return checksum ? checksum->text() : "none (irreversible)";
}

std::vector<RecordChange> record_changes(const AppliedRevision& row, const Revision& revision) {
  std::vector<RecordChange> changes;
  const auto compare = [&](const char* what, std::string before, std::string after) {
    if (before != after) changes.push_back({what, std::move(before), std::move(after)});
  };
  compare("up", row.up.text(), revision.up.checksum.text());
  compare("down", checksum_or_none(row.down),
          checksum_or_none(revision.down ? std::optional(revision.down->checksum) : std::nullopt));
  compare("parents", list_or_none(row.parents), list_or_none(parent_ids(revision.manifest)));
  compare("depends_on", list_or_none(row.depends_on),
          list_or_none(dependency_ids(revision.manifest)));
  compare("message", row.message, revision.manifest.message);
  compare("digest", row.digest.text(), revision.digest.text());
  return changes;
}

}  // namespace sqlmig

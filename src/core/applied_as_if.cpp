#include <sqlmig/applied.hpp>

namespace sqlmig {

AppliedRevisions applied_as_if(const History& history, const RevisionSet& revisions) {
  AppliedRevisions applied;
  for (const Graph::Index index : revisions.members()) {
    const Revision& revision = history.at(index);
    AppliedRevision row{.id = revision.id,
                        .parents = parent_ids(revision.manifest),
                        .depends_on = dependency_ids(revision.manifest),
                        .message = revision.manifest.message,
                        .up = revision.up.checksum,
                        .down = std::nullopt,
                        .digest = revision.digest,
                        .sequence = static_cast<std::int64_t>(applied.rows.size()) + 1,
                        .applied_at = {},
                        .database_role = {},
                        .os_user = {},
                        .host = {},
                        .sqlmig_version = {}};
    if (revision.down) row.down = revision.down->checksum;
    applied.rows.push_back(std::move(row));
  }
  return applied;
}

}  // namespace sqlmig

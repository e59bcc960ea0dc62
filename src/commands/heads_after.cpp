#include "commands/heads_after.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace sqlmig::commands {

std::vector<RevisionId> heads_after(const AppliedRevisions& before,
                                    const std::vector<Report::Done>& done, const History& history) {
  std::map<RevisionId, std::vector<RevisionId>> parents;  // of all that is applied
  for (const AppliedRevision& row : before.rows) parents.emplace(row.id, row.parents);
  for (const auto& [step, duration] : done) {
    if (step.direction == Direction::down) {
      parents.erase(step.id);
    } else {
      parents.insert_or_assign(step.id, parent_ids(history.at(step.revision).manifest));
    }
  }
  std::set<RevisionId> heads;
  for (const auto& [id, ignored] : parents) heads.insert(id);
  for (const auto& [ignored, links] : parents) {
    for (const RevisionId& parent : links) heads.erase(parent);
  }
  return {heads.begin(), heads.end()};
}

}  // namespace sqlmig::commands

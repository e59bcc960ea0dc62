// Revisions, looked up by id.
#pragma once

#include <sqlmig/revision.hpp>

#include <string_view>
#include <unordered_map>
#include <vector>

namespace sqlmig {

/// Lives no longer than the vector that it is made of.
class RevisionsById {
 public:
  explicit RevisionsById(const std::vector<Revision>& revisions) {
    for (const Revision& revision : revisions) map_.emplace(revision.id.text(), &revision);
  }
  /// Null if there is none.
  [[nodiscard]] const Revision* find(const RevisionId& id) const {
    const auto found = map_.find(id.text());
    return found == map_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string_view, const Revision*> map_;
};

}  // namespace sqlmig

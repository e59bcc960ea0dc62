// A revision as a list shows it.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/history.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::commands {

/// Shape: lists of ids in topological order; `labels` and `tags` as the manifest has them,
/// `branches` are the labels whose branch it is on, sorted.
struct RevisionLine {
  RevisionId id;
  std::string message;
  std::string author;
  std::string created;
  std::string file;  // its manifest
  std::vector<RevisionId> parents;
  std::vector<RevisionId> children;
  std::vector<RevisionId> depends_on;
  std::vector<RevisionId> dependents;
  std::vector<std::string> labels;
  std::vector<std::string> tags;
  std::vector<std::string> branches;
  bool is_head = false;
  bool is_base = false;
  bool is_branch_point = false;
  bool is_merge = false;
  std::optional<bool> applied;  // where a database was looked at
  std::optional<bool> current;  // likewise: it is applied and nothing that is built on it
};

/// Makes the lines of one history, which must outlive it.
class RevisionLines {
 public:
  /// `rows`: null where no database is looked at.
  RevisionLines(const History& history, const AppliedRevisions* rows);
  [[nodiscard]] RevisionLine of(Graph::Index index) const;

 private:
  const History& history_;
  std::optional<RevisionSet> applied_;
  std::vector<std::vector<std::string_view>> branches_;
  RevisionSet current_;
};

/// An applied revision that no file knows, in a list.
struct UnknownLine {
  AppliedRevision row;
  std::vector<RevisionId> built_on;  // the nearest revisions below it that files know
};
[[nodiscard]] std::vector<UnknownLine> unknown_lines(const AppliedRevisions& applied,
                                                     const IsKnown& is_known);

}  // namespace sqlmig::commands

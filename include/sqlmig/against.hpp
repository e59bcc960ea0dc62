// A change compared with what it is to be merged into, before it is merged.
#pragma once

#include <sqlmig/finding.hpp>
#include <sqlmig/revision.hpp>

#include <optional>
#include <string>
#include <vector>

namespace sqlmig {

/// Whether two states of a revision are the same as far as a merge goes: digest, pins, labels and
/// tags. Where the folder stands, the message and the author do not count.
[[nodiscard]] bool is_alike(const Revision& a, const Revision& b);

/// A revision that the change and its base do not have in the same way.
struct ChangedRevision {
  RevisionId id;
  std::optional<Revision> fork;  // as it was where the two parted; none: it was not there
  std::optional<Revision> tip;   // as the base has it now; none: it has it no longer, or not yet
};

/// What a change is to be merged into.
/// Shape: `changed` ascends by id; every revision that is not in it is alike in the change, at the
/// fork and at the tip. Where the fork is unknown, `ChangedRevision::fork` is empty.
struct Base {
  enum class Fork { known, unknown };
  enum class Kind { git_ref, folder };
  std::string name;  // as messages name it, such as `origin/main`
  Kind kind = Kind::git_ref;
  Fork fork = Fork::known;
  std::vector<ChangedRevision> changed;
  /// The labels of lines that are to stay apart, as the base says it: where the two parted, if that
  /// is known, and now.
  std::vector<NameLink> fork_branches = {};
  std::vector<NameLink> tip_branches = {};

  [[nodiscard]] const ChangedRevision* find(const RevisionId& id) const;
};

/// Revisions of the base that the change edited or deleted, and new ones that took an id which the
/// base has given to another one meanwhile. Judged at the fork, so what only the base did since is
/// no finding. Where the fork is unknown, a revision that is missing is a warning.
/// `ours` are the revisions of the change, each id once.
[[nodiscard]] std::vector<Finding> check_kept(const std::vector<Revision>& ours, const Base& base);

/// The revisions that a merge of both makes: of each, what one of the two changed since the fork.
/// Where both did, labels, tags and pins are merged one by one, and the rest is ours.
/// Shape: those that the base has come first, so that of two that cannot be together the new one
/// is found wanting.
[[nodiscard]] std::vector<Revision> merged_revisions(const std::vector<Revision>& ours,
                                                     const Base& base);

/// The revisions of the base alone.
[[nodiscard]] std::vector<Revision> base_revisions(const std::vector<Revision>& ours,
                                                   const Base& base);

/// What is wrong with the merge of both, as far as it is not wrong with ours alone: the graph, the
/// names, the pins, and several heads, which are counted on the merge only. What the base has wrong
/// by itself is a warning. `branches` are the labels of lines that are to stay apart, as ours say
/// it. Shape: `several_heads` of ours alone are not in it, though they may be in `known`, the
/// findings of ours.
[[nodiscard]] std::vector<Finding> check_merged(const std::vector<Revision>& ours, const Base& base,
                                                const std::vector<NameLink>& branches,
                                                const std::vector<Finding>& known);

}  // namespace sqlmig

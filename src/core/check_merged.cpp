// What is wrong with the merge of a change and its base.
#include "core/append.hpp"
#include "core/heads.hpp"
#include "core/id_list.hpp"
#include "core/revisions_by_id.hpp"
#include "core/shell_word.hpp"
#include <sqlmig/against.hpp>
#include <sqlmig/branches.hpp>
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace sqlmig {
namespace {

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

struct Checked {
  std::optional<History> history;
  std::vector<Finding> findings;  // without those of the heads
};

Checked check_all(std::vector<Revision> revisions, const std::vector<RevisionId>& unreadable) {
  HistoryCheck check = build_history(std::move(revisions), unreadable);
  if (check.history) append(check.findings, check_pins(*check.history));
  return {std::move(check.history), std::move(check.findings)};
}

std::size_t heads_of_branch(const std::vector<HeadGroup>& groups, const std::string& label) {
  for (const HeadGroup& group : groups) {
    if (group.label == label) return group.heads.size();
  }
  return 0;
}

// What can only be done when both are in one place.
std::string once_merged(const Base& base, const std::string& advice) {
  return fmt::format("{}, then {}",
                     base.kind == Base::Kind::git_ref ? "git merge " + shell_word(base.name)
                                                      : "take over what " + base.name + " has",
                     advice);
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
  finding.advice = once_merged(base, finding.advice);
  if (group.heads.size() <= before) {
    finding.severity = Severity::warning;
    finding.message += ", as many as it has by itself";
  }
  return finding;
}

// What is said of branches once both are merged: what the one said that changed it.
const std::vector<NameLink>& merged_branches(const Base& base, const std::vector<NameLink>& ours) {
  const bool changed_by_us =
      base.fork == Base::Fork::unknown || names_of(ours) != names_of(base.fork_branches);
  return changed_by_us ? ours : base.tip_branches;
}

std::vector<HeadGroup> several_heads_of(const std::optional<History>& history,
                                        const std::vector<NameLink>& branches) {
  if (!history) return {};
  std::vector<HeadGroup> groups = group_heads(*history, branches);
  std::erase_if(groups, [](const HeadGroup& group) { return group.heads.size() < 2; });
  return groups;
}

// Revisions that are here and could not be read, so that they are not among ours.
// Shape: `from_base` are those that the base has, as it has them; `new_ids` the others.
struct Unread {
  std::vector<Revision> from_base;
  std::vector<RevisionId> new_ids;
};

Unread unread_of(const std::vector<Revision>& ours, const Base& base,
                 const std::vector<Finding>& known) {
  Unread unread;
  const RevisionsById mine_by_id(ours);
  std::set<std::string_view> seen;
  for (const Finding& finding : known) {
    if (finding.revision.empty() || RevisionId::problem_with(finding.revision)) continue;
    RevisionId id(finding.revision);
    if (mine_by_id.find(id) != nullptr || !seen.insert(finding.revision).second) continue;
    const ChangedRevision* changed = base.find(id);
    if (changed != nullptr && changed->fork) {
      unread.from_base.push_back(*changed->fork);
    } else if (changed != nullptr && changed->tip) {
      unread.from_base.push_back(*changed->tip);
    } else {
      unread.new_ids.push_back(std::move(id));
    }
  }
  return unread;
}

// Ours in the order in which the merge has them: which of two that cannot be together is the one
// to be reported depends on it.
std::vector<Revision> in_order_of_merge(const std::vector<Revision>& ours, const Base& base) {
  std::vector<Revision> ordered = ours;
  const auto rank = [&](const Revision& revision) {
    const ChangedRevision* changed = base.find(revision.id);
    return changed == nullptr ? 0 : changed->tip ? 1 : 2;
  };
  std::stable_sort(ordered.begin(), ordered.end(), [&](const Revision& a, const Revision& b) {
    const int rank_a = rank(a);
    const int rank_b = rank(b);
    return rank_a != rank_b ? rank_a < rank_b : rank_a > 0 && a.id < b.id;
  });
  return ordered;
}

std::vector<Finding> check_readable(const std::vector<Revision>& ours, const Base& base,
                                    const std::vector<NameLink>& branches,
                                    const std::vector<Finding>& known,
                                    const std::vector<RevisionId>& unreadable) {
  const std::vector<NameLink>& lines = merged_branches(base, branches);
  const Checked both = check_all(merged_revisions(ours, base), unreadable);
  const std::vector<HeadGroup> heads = several_heads_of(both.history, lines);
  // Then it does not matter what the base has by itself.
  if (both.findings.empty() && heads.empty()) return {};
  const Checked tip = check_all(base_revisions(ours, base), {});
  auto of_ours = identities(known);
  if (!both.findings.empty())
    of_ours.merge(identities(check_all(in_order_of_merge(ours, base), unreadable).findings));
  const auto of_tip = identities(tip.findings);
  std::vector<Finding> findings;
  for (const Finding& finding : both.findings) {
    if (of_ours.contains(identity(finding))) continue;
    findings.push_back(finding);
    if (of_tip.contains(identity(finding))) {
      findings.back().severity = Severity::warning;
      findings.back().message += fmt::format("; {} has this by itself", base.name);
      continue;
    }
    findings.back().message = fmt::format("merging this into {}: {}", base.name, finding.message);
    if (finding.kind == FindingKind::unknown_parent ||
        finding.kind == FindingKind::unknown_dependency) {
      findings.back().advice = once_merged(
          base, fmt::format("build {} on what is left with: sqlmig rebase; or bring that back",
                            finding.revision));
    }
    if (finding.kind == FindingKind::pin_mismatch)
      findings.back().advice = once_merged(base, finding.advice);
  }
  const std::vector<HeadGroup> before = several_heads_of(tip.history, base.tip_branches);
  for (const HeadGroup& group : heads) {
    findings.push_back(
        merged_heads(*both.history, group, heads_of_branch(before, group.label), base, lines));
  }
  return findings;
}

}  // namespace

std::vector<Finding> check_merged(const std::vector<Revision>& ours, const Base& base,
                                  const std::vector<NameLink>& branches,
                                  const std::vector<Finding>& known) {
  const Unread unread = unread_of(ours, base, known);
  if (!unread.from_base.empty()) {
    std::vector<Revision> all = ours;
    all.insert(all.end(), unread.from_base.begin(), unread.from_base.end());
    return check_readable(all, base, branches, known, unread.new_ids);
  }
  return check_readable(ours, base, branches, known, unread.new_ids);
}

}  // namespace sqlmig

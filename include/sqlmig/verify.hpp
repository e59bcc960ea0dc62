// The checks behind `sqlmig verify`, as functions of what the files and the database say.
#pragma once

#include <sqlmig/applied.hpp>
#include <sqlmig/finding.hpp>
#include <sqlmig/history.hpp>

#include <vector>

namespace sqlmig {

/// Pins that are not the digest of the parent: a revision was edited after another was built on it.
[[nodiscard]] std::vector<Finding> check_pins(const History& history);

/// More than one head where one is meant: for each of `branches`, the labels of lines that are to
/// stay apart, and for all other revisions together. The advice is the exact `sqlmig merge` line.
[[nodiscard]] std::vector<Finding> check_heads(const History& history,
                                               const std::vector<NameLink>& branches = {});

/// Scripts that hold no statement where one is expected; merge revisions may be blank.
[[nodiscard]] std::vector<Finding> check_blank_scripts(const std::vector<Revision>& revisions);

/// Where the database and the files disagree. Pending revisions are not a finding.
[[nodiscard]] std::vector<Finding> check_applied(const History& history,
                                                 const AppliedRevisions& applied);

/// What is not applied of `wanted` and of all that they stand on: one finding, or none.
[[nodiscard]] std::vector<Finding> check_pending(const History& history,
                                                 const AppliedRevisions& applied,
                                                 const std::vector<Graph::Index>& wanted);

/// Applied heads that are neither in `wanted` nor below one of them. Applied revisions that no file
/// knows are.
[[nodiscard]] std::vector<Finding> check_at_heads(const History& history,
                                                  const AppliedRevisions& applied,
                                                  const std::vector<Graph::Index>& wanted);

}  // namespace sqlmig

// The finding that a line of development has more than one head.
#pragma once

#include <sqlmig/branches.hpp>
#include <sqlmig/finding.hpp>

#include <vector>

namespace sqlmig {

/// `group` has two heads or more; `branches` are the labels that it was made with.
/// Shape: the detail has a line for each head and one for where they part; the advice is the exact
/// `sqlmig merge` line.
[[nodiscard]] Finding several_heads(const History& history, const HeadGroup& group,
                                    const std::vector<NameLink>& branches);

}  // namespace sqlmig

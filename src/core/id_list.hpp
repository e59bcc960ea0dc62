// Several revisions in one text, and lists of names.
#pragma once

#include <sqlmig/graph.hpp>
#include <sqlmig/revision.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// The ids of these revisions, in this order.
[[nodiscard]] std::vector<RevisionId> ids_of(const Graph& graph,
                                             std::span<const Graph::Index> indices);

/// The ids with `separator` between them; empty if there are none.
[[nodiscard]] std::string joined(std::span<const RevisionId> ids,
                                 std::string_view separator = ", ");

/// Ids for a message, the first ten of them.
[[nodiscard]] std::string list_of(const Graph& graph, std::span<const Graph::Index> indices);

/// The names of labels or tags, in the order of the list.
[[nodiscard]] std::vector<std::string> names_of(const std::vector<NameLink>& links);

}  // namespace sqlmig

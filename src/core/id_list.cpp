#include "core/id_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

namespace sqlmig {

std::vector<RevisionId> ids_of(const Graph& graph, std::span<const Graph::Index> indices) {
  std::vector<RevisionId> ids;
  ids.reserve(indices.size());
  for (const Graph::Index index : indices) ids.push_back(graph.id(index));
  return ids;
}

std::string joined(std::span<const RevisionId> ids, std::string_view separator) {
  std::string text;
  for (const RevisionId& id : ids) text.append(text.empty() ? "" : separator).append(id.text());
  return text;
}

std::string list_of(const Graph& graph, std::span<const Graph::Index> indices) {
  constexpr std::size_t kMaxListed = 10;
  std::string text = joined(ids_of(graph, indices.first(std::min(indices.size(), kMaxListed))));
  if (indices.size() > kMaxListed) text += fmt::format(" and {} more", indices.size() - kMaxListed);
  return text;
}

std::vector<std::string> names_of(const std::vector<NameLink>& links) {
  std::vector<std::string> names;
  names.reserve(links.size());
  for (const NameLink& link : links) names.push_back(link.name);
  return names;
}

}  // namespace sqlmig

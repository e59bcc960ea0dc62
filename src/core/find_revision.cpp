#include "core/find_revision.hpp"

#include "core/id_list.hpp"
#include "core/suggest.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/error.hpp>
#include <sqlmig/revision_spec.hpp>

#include <fmt/core.h>

#include <optional>
#include <string_view>

namespace sqlmig {
namespace {

using Index = Graph::Index;

std::optional<Index> find_tag(const History& history, std::string_view name) {
  for (Index i = 0; i < history.graph.size(); ++i) {
    for (const NameLink& tag : history.at(i).manifest.tags) {
      if (tag.name == name) return i;
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> all_names(const History& history) {
  std::vector<std::string_view> names;
  for (const Revision& revision : history.revisions) {
    names.emplace_back(revision.id.text());
    for (const NameLink& label : revision.manifest.labels) names.emplace_back(label.name);
    for (const NameLink& tag : revision.manifest.tags) names.emplace_back(tag.name);
  }
  return names;
}

}  // namespace

Index find_revision(const History& history, const std::string& name, const RevisionSet* lineage) {
  const Graph& graph = history.graph;
  if (const auto exact = graph.find(name)) return *exact;
  if (const auto label = find_label(history, name)) return *label;
  if (const auto tag = find_tag(history, name)) return *tag;
  Error unknown(ErrorCode::unknown_revision,
                fmt::format("there is no revision, label or tag '{}'", name));
  if (name.size() < RevisionPoint::kMinPrefix) {
    unknown.advice =
        fmt::format("a shortened id needs at least {} characters", RevisionPoint::kMinPrefix);
    throw unknown;
  }
  const std::vector<Index> matches = graph.find_by_prefix(name);
  if (matches.size() == 1) return matches.front();
  std::vector<Index> in_lineage = matches;
  std::erase_if(in_lineage,
                [&](Index index) { return lineage != nullptr && !lineage->contains(index); });
  if (in_lineage.size() == 1) return in_lineage.front();
  if (matches.size() > 1) {
    throw Error(ErrorCode::ambiguous_revision, fmt::format("'{}' fits {} revisions: {}", name,
                                                           matches.size(), list_of(graph, matches)))
        .with_advice("type more of the id");
  }
  const auto similar = nearest(name, all_names(history));
  unknown.advice = similar ? fmt::format("did you mean '{}'?", *similar)
                           : "'sqlmig history' lists the revisions";
  throw unknown;
}

}  // namespace sqlmig

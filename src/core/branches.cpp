#include <sqlmig/branches.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sqlmig {
namespace {

using Names = std::vector<std::string_view>;

void add_names(Names& names, const Names& more) {
  if (more.empty()) return;
  Names both;
  std::set_union(names.begin(), names.end(), more.begin(), more.end(), std::back_inserter(both));
  names = std::move(both);
}

// Whether what marks `index` marks its parent too: nobody else is built on that one, and it is no
// place where branches meet.
bool continues_below(const Graph& graph, Graph::Index index) {
  if (graph.parents(index).size() != 1) return false;
  const Graph::Index parent = graph.parents(index).front();
  return !graph.is_branch_point(parent) && !graph.is_merge(parent);
}

}  // namespace

RevisionSet branch_members(const Graph& graph, Graph::Index revision) {
  RevisionSet members = graph.descendants(std::span(&revision, 1), Edges::parents);
  for (Graph::Index at = revision; continues_below(graph, at);) {
    at = graph.parents(at).front();
    members.insert(at);
  }
  return members;
}

std::vector<std::vector<std::string_view>> branch_labels(const History& history) {
  const Graph& graph = history.graph;
  std::vector<Names> labels(graph.size());
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    for (const NameLink& label : history.at(i).manifest.labels) labels[i].push_back(label.name);
    std::sort(labels[i].begin(), labels[i].end());
  }
  // Down first, with the labels that stand there and not those that come from below.
  for (std::size_t n = graph.size(); n-- > 0;) {
    const auto i = static_cast<Graph::Index>(n);
    if (continues_below(graph, i)) add_names(labels[graph.parents(i).front()], labels[i]);
  }
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    for (const Graph::Index parent : graph.parents(i)) add_names(labels[i], labels[parent]);
  }
  return labels;
}

std::optional<Graph::Index> find_label(const History& history, std::string_view label) {
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    const std::vector<NameLink>& labels = history.at(i).manifest.labels;
    if (std::any_of(labels.begin(), labels.end(),
                    [&](const NameLink& link) { return link.name == label; })) {
      return i;
    }
  }
  return std::nullopt;
}

std::vector<HeadGroup> group_heads(const History& history, const std::vector<NameLink>& labels) {
  const Graph& graph = history.graph;
  struct Branch {
    HeadGroup group;
    Graph::Index begin;
    RevisionSet above;
  };
  std::vector<Branch> branches;
  for (const NameLink& label : labels) {
    if (const auto begin = find_label(history, label.name)) {
      branches.push_back(
          {{label.name, {}}, *begin, graph.descendants(std::span(&*begin, 1), Edges::parents)});
    }
  }
  HeadGroup rest;
  for (const Graph::Index head : graph.heads()) {
    const auto is_on = [&](const Branch& branch) { return branch.above.contains(head); };
    // A branch that begins on another one is a line of its own from there on.
    const auto is_inner = [&](const Branch& branch, const Branch& other) {
      return is_on(branch) && branch.begin != other.begin && other.above.contains(branch.begin);
    };
    if (std::none_of(branches.begin(), branches.end(), is_on)) rest.heads.push_back(head);
    for (Branch& branch : branches) {
      const bool outer = std::any_of(branches.begin(), branches.end(),
                                     [&](const Branch& other) { return is_inner(other, branch); });
      if (is_on(branch) && !outer) branch.group.heads.push_back(head);
    }
  }
  std::vector<HeadGroup> groups;
  for (Branch& branch : branches) {
    if (branch.group.heads.empty()) continue;
    // Branches that were joined are one line from there on.
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const HeadGroup& other) {
      return other.heads == branch.group.heads;
    });
    if (same == groups.end()) {
      groups.push_back(std::move(branch.group));
    } else {
      same->label += ", " + branch.group.label;
    }
  }
  if (!rest.heads.empty()) groups.push_back(std::move(rest));
  return groups;
}

}  // namespace sqlmig

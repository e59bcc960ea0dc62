#include "commands/merge.hpp"

#include "core/id_list.hpp"
#include "project/new_revision.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <utility>

namespace sqlmig::commands {
namespace {

// The heads that verify objects to; of branches that are meant to stay apart, only within one.
std::vector<Graph::Index> unintended_heads(const History& history,
                                           const std::vector<NameLink>& branches) {
  std::vector<Finding> unknown = check_heads(history, branches);
  std::erase_if(unknown,
                [](const Finding& finding) { return finding.kind != FindingKind::unknown_branch; });
  require_no_errors(std::move(unknown), "the branches of sqlmig.toml are not all there");
  std::vector<HeadGroup> groups = group_heads(history, branches);
  std::erase_if(groups, [](const HeadGroup& group) { return group.heads.size() < 2; });
  if (groups.size() == 1) return groups.front().heads;
  if (groups.empty()) {
    auto heads = history.graph.heads();
    if (heads.size() < 2) return heads;
    throw Error(ErrorCode::usage,
                "there is nothing to merge: each branch of sqlmig.toml has one head")
        .with_advice("to join branches all the same, name their heads");
  }
  std::string lines;
  for (const HeadGroup& group : groups)
    lines += "\n  sqlmig merge " + joined(ids_of(history.graph, group.heads), " ");
  throw Error(ErrorCode::ambiguous_revision, "several branches have several heads")
      .with_advice("join them one by one:" + lines);
}

// What to do where fewer than two heads are to be joined.
std::string way_to_several_heads(const Graph& graph) {
  if (graph.heads().size() > 1) return "name two or more; 'sqlmig heads' lists the heads";
  return graph.size() == 0 ? "'sqlmig revision -m MESSAGE' writes the first one"
                           : "'sqlmig revision -m MESSAGE' goes on from there";
}

std::vector<Graph::Index> heads_to_join(const MergeRequest& request, const History& history,
                                        const std::vector<NameLink>& branches) {
  const Graph& graph = history.graph;
  std::vector<Graph::Index> heads;
  if (request.revisions.empty()) heads = unintended_heads(history, branches);
  for (const RevisionSpec& spec : request.revisions) {
    for (const Graph::Index index : resolve_target(spec, history, nullptr).revisions) {
      if (!graph.is_head(index)) {
        throw Error(ErrorCode::usage, fmt::format("{} is not a head", graph.id(index).text()))
            .with_advice("'sqlmig heads' lists the heads");
      }
      heads.push_back(index);
    }
  }
  std::sort(heads.begin(), heads.end(), [&](auto a, auto b) { return graph.id(a) < graph.id(b); });
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  if (heads.size() < 2) {
    throw Error(ErrorCode::usage,
                heads.empty() ? "there is no revision to merge"
                              : fmt::format("there is nothing to merge: only one head{}, {}",
                                            request.revisions.empty() ? "" : " is named",
                                            graph.id(heads.front()).text()))
        .with_advice(way_to_several_heads(graph));
  }
  return heads;
}

// The digits that the newest parent's id starts with, so that the merge sorts beside it.
std::string merge_id(const std::vector<RevisionId>& parents) {
  std::string text = "sqlmig merge 1\n";
  for (const RevisionId& parent : parents) text += fmt::format("parent {}\n", parent.text());
  const std::string hex = sha256(text).text().substr(7, 8);
  const std::string& newest = parents.back().text();
  const std::string stamp =
      newest.substr(0, std::min(newest.find_first_not_of("0123456789"), newest.size()));
  return stamp.empty() ? "merge_" + hex : fmt::format("{}_merge_{}", stamp, hex);
}

// Branches that live in one folder are joined there.
std::string common_folder(const Config& config, const History& history,
                          const std::vector<Graph::Index>& heads) {
  const std::string folder = project::group_folder(config, history.at(heads.front()));
  const bool shared = std::all_of(heads.begin(), heads.end(), [&](Graph::Index head) {
    return project::group_folder(config, history.at(head)) == folder;
  });
  return shared ? folder : "";
}

// "a, b and c".
std::string in_words(std::span<const RevisionId> ids) {
  return joined(ids.first(ids.size() - 1)) + " and " + ids.back().text();
}

}  // namespace

NewRevisionResult merge(const MergeRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_sound_history(workspace);
  const std::vector<Graph::Index> heads =
      heads_to_join(request, history, workspace.config.branches);
  const std::vector<RevisionId> ids = ids_of(history.graph, heads);
  std::vector<project::NewRevision::Parent> parents;
  for (const Graph::Index head : heads)
    parents.push_back({history.graph.id(head), history.at(head).digest});
  // No time and no author: they would differ from one machine to the next.
  const std::string text = fmt::format("-- Joins {}. There is nothing to run.\n", in_words(ids));
  project::NewRevision draft{RevisionId(merge_id(ids)),
                             request.message.empty() ? "merge " + in_words(ids) : request.message,
                             {},
                             {},
                             parents,
                             text,
                             text};
  draft.folder = common_folder(workspace.config, history, heads);
  NewRevisionResult result{draft.id,
                           ids,
                           project::write_revision(workspace.config, draft),
                           {draft.id},
                           workspace.config.folder};
  for (const Graph::Index head : history.graph.heads()) {
    if (std::find(heads.begin(), heads.end(), head) == heads.end())
      result.heads.push_back(history.graph.id(head));
  }
  return result;
}

}  // namespace sqlmig::commands

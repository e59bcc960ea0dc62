#include "core/heads.hpp"

#include "core/id_list.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <span>

namespace sqlmig {
namespace {

// Each head, and the newest revision that all of them stand on: where the branches parted.
std::string describe_heads(const History& history, std::span<const Graph::Index> heads) {
  std::string text;
  RevisionSet common = history.graph.ancestors(heads.first(1), Edges::parents);
  for (const Graph::Index head : heads) {
    const Revision& revision = history.at(head);
    text += fmt::format("{}  {}{}{}\n", revision.id.text(), revision.manifest.message,
                        revision.manifest.author.empty() ? "" : " by ", revision.manifest.author);
    common.intersect(history.graph.ancestors(std::span(&head, 1), Edges::parents));
  }
  const std::vector<Graph::Index> shared = history.graph.heads_of(common);
  return text + (shared.empty()
                     ? "they share no revision\n"
                     : fmt::format("they part after {}\n", history.graph.id(shared.back()).text()));
}

}  // namespace

Finding several_heads(const History& history, const HeadGroup& group,
                      const std::vector<NameLink>& branches) {
  std::vector<RevisionId> ids = ids_of(history.graph, group.heads);
  std::sort(ids.begin(), ids.end());
  const std::string whose = !group.label.empty() ? fmt::format("branch '{}'", group.label)
                            : branches.empty()   ? "the history"
                                                 : "the rest of the history";
  return {FindingKind::several_heads,
          Severity::error,
          {},
          std::nullopt,
          fmt::format("{} has {} heads", whose, ids.size()),
          "join them with: sqlmig merge " + joined(ids, " "),
          describe_heads(history, group.heads)};
}

}  // namespace sqlmig

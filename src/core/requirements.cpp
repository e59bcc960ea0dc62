// What a database is required to have applied.
#include <sqlmig/verify.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig {
namespace {

std::string targets_of(const Graph& graph, std::vector<Graph::Index> wanted) {
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  if (wanted == graph.heads()) return wanted.size() == 1 ? "" : " heads";
  std::string text;
  for (const Graph::Index index : wanted) text.append(" ").append(graph.id(index).text());
  return text;
}

}  // namespace

std::vector<Finding> check_pending(const History& history, const AppliedRevisions& applied,
                                   const std::vector<Graph::Index>& wanted) {
  std::vector<Graph::Index> missing = history.graph.ancestors(wanted).members();
  const RevisionSet done = applied_set(applied, history.graph);
  std::erase_if(missing, [&](Graph::Index index) { return done.contains(index); });
  if (missing.empty()) return {};
  std::string detail;
  for (const Graph::Index index : missing) {
    const Revision& revision = history.at(index);
    detail += fmt::format("{}  {}\n", revision.id.text(), revision.manifest.message);
  }
  return {{FindingKind::pending, Severity::error, history.graph.id(missing.front()).text(),
           SourcePosition{history.at(missing.front()).up.path, 0, 0},
           fmt::format("{} required revision{} {} not applied", missing.size(),
                       missing.size() == 1 ? "" : "s", missing.size() == 1 ? "is" : "are"),
           "sqlmig upgrade" + targets_of(history.graph, wanted), std::move(detail)}};
}

std::vector<Finding> check_at_heads(const History& history, const AppliedRevisions& applied,
                                    const std::vector<Graph::Index>& wanted) {
  const RevisionSet meant = history.graph.ancestors(wanted);
  std::vector<Finding> findings;
  for (const AppliedRevision* head : applied_heads(applied)) {
    const auto index = history.graph.find(head->id.text());
    if (index && meant.contains(*index)) continue;
    findings.push_back(
        {FindingKind::other_heads,
         Severity::error,
         head->id.text(),
         std::nullopt,
         fmt::format("the database stands at {}, which is not among what is required",
                     head->id.text()),
         index ? "look at 'sqlmig current'; 'sqlmig downgrade' goes back"
               : "no file here knows it: it may come from a newer checkout",
         {}});
  }
  return findings;
}

}  // namespace sqlmig

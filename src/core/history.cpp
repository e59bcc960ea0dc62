#include "core/id_list.hpp"
#include "core/suggest.hpp"
#include <sqlmig/history.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace sqlmig {
namespace {

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

// Turns what the graph found into findings with a place in a manifest.
class GraphFindings {
 public:
  explicit GraphFindings(const std::vector<Revision>& revisions) : revisions_(revisions) {
    for (const Revision& revision : revisions) ids_.push_back(revision.id.text());
  }

  [[nodiscard]] Finding describe(const GraphProblem& problem) const {
    const Revision& revision = revisions_[problem.node];
    const std::string& other = problem.path.front().text();
    const std::string_view noun =
        problem.edge == GraphProblem::Edge::parent ? "parent" : "dependency";
    Finding finding{kind_of(problem),
                    Severity::error,
                    revision.id.text(),
                    place(revision, problem),
                    {},
                    {},
                    {}};
    switch (problem.fault) {
      case GraphProblem::Fault::unknown:
        finding.message = fmt::format("{} '{}' is no revision of this project", noun, other);
        finding.advice = "add its folder, or name a revision that is there.";
        if (const auto similar = suggestion_for(other))
          finding.advice = fmt::format("did you mean '{}'?", *similar);
        finding.advice += fmt::format(" If a database has it applied: sqlmig export {}", other);
        break;
      case GraphProblem::Fault::self:
        finding.message = fmt::format("the revision names itself as {}", noun);
        finding.advice = "remove the line";
        break;
      case GraphProblem::Fault::duplicate:
        finding.message = fmt::format("{} '{}' is named twice", noun, other);
        finding.advice = "remove one of the lines";
        break;
      case GraphProblem::Fault::cycle:
        finding.message = "the revisions form a cycle: " + joined(problem.path, " -> ");
        finding.advice = "change a parent so that every revision stands on older ones only";
        break;
    }
    return finding;
  }

 private:
  // Many unknown names are no typing errors, and to compare each with all ids takes time.
  [[nodiscard]] std::optional<std::string_view> suggestion_for(std::string_view name) const {
    constexpr std::size_t kMost = 20;
    return ++asked_ <= kMost ? nearest(name, ids_) : std::nullopt;
  }

  static FindingKind kind_of(const GraphProblem& problem) {
    const bool parent = problem.edge == GraphProblem::Edge::parent;
    switch (problem.fault) {
      case GraphProblem::Fault::unknown:
        return parent ? FindingKind::unknown_parent : FindingKind::unknown_dependency;
      case GraphProblem::Fault::self:
        return parent ? FindingKind::self_parent : FindingKind::self_dependency;
      case GraphProblem::Fault::duplicate:
        return parent ? FindingKind::duplicate_parent : FindingKind::duplicate_dependency;
      case GraphProblem::Fault::cycle:
        return FindingKind::cycle;
    }
    return FindingKind::cycle;
  }

  // Where the manifest names the other revision; the last time, so that a repetition is the one
  // pointed at.
  static SourcePosition place(const Revision& revision, const GraphProblem& problem) {
    const bool cycle = problem.fault == GraphProblem::Fault::cycle;
    const RevisionId& other = cycle ? problem.path[1] : problem.path.front();
    const Manifest& manifest = revision.manifest;
    SourcePosition position{manifest.path, 0, 0};
    if (cycle || problem.edge == GraphProblem::Edge::dependency) {
      for (const RevisionLink& link : manifest.depends_on) {
        if (link.id == other) position = link.position;
      }
    }
    if (cycle || problem.edge == GraphProblem::Edge::parent) {
      for (const ParentLink& link : manifest.parents) {
        if (link.id == other) position = link.position;
      }
    }
    return position;
  }

  const std::vector<Revision>& revisions_;
  std::vector<std::string_view> ids_;
  mutable std::size_t asked_ = 0;
};

void check_ids(const std::vector<Revision>& revisions, std::vector<Finding>& findings) {
  std::unordered_map<std::string, const Revision*> seen;
  for (const Revision& revision : revisions) {
    const auto [first, is_new] = seen.emplace(lower_case(revision.id.text()), &revision);
    if (is_new) continue;
    const Revision& other = *first->second;
    const bool same = other.id == revision.id;
    findings.push_back({same ? FindingKind::duplicate_id : FindingKind::case_collision,
                        Severity::error,
                        revision.id.text(),
                        SourcePosition{revision.manifest.path, 0, 0},
                        same
                            ? fmt::format("revision id '{}' is taken by {}", revision.id.text(),
                                          other.manifest.path)
                            : fmt::format("revision id '{}' differs from '{}' ({}) only by case",
                                          revision.id.text(), other.id.text(), other.manifest.path),
                        "rename one of the folders",
                        {}});
  }
}

// Ids, labels and tags are written in the same places, so no two of them may be alike.
class NameCheck {
 public:
  explicit NameCheck(const std::vector<Revision>& revisions) : revisions_(revisions) {}

  void check(std::vector<NameLink> Manifest::*list, FindingKind kind, std::string_view noun) {
    for (const Revision& revision : revisions_) {
      for (const NameLink& link : revision.manifest.*list) {
        const Use use{kind, noun, &revision, &link};
        const auto [first, is_new] = uses_.emplace(link.name, use);
        if (is_new) continue;
        const Use& other = first->second;
        report(use, fmt::format("is already a {} of {}", other.noun, other.revision->id.text()));
      }
    }
  }

  // Names are few and ids are many, so it is the ids that are looked up.
  std::vector<Finding> finish() {
    if (uses_.empty()) return {};
    for (const Revision& revision : revisions_) {
      const auto found = uses_.find(revision.id.text());
      if (found != uses_.end()) report(found->second, "is the id of a revision");
    }
    return std::move(findings_);
  }

 private:
  struct Use {
    FindingKind kind;
    std::string_view noun;
    const Revision* revision;
    const NameLink* link;
  };

  void report(const Use& use, const std::string& problem) {
    findings_.push_back(
        {use.kind,
         Severity::error,
         use.revision->id.text(),
         use.link->position,
         fmt::format("{} '{}' {}", use.noun, use.link->name, problem),
         fmt::format("a {} names one revision only: remove or rename one", use.noun),
         {}});
  }

  const std::vector<Revision>& revisions_;
  std::unordered_map<std::string_view, Use> uses_;
  std::vector<Finding> findings_;
};

std::vector<GraphNode> nodes_of(const std::vector<Revision>& revisions) {
  std::vector<GraphNode> nodes;
  nodes.reserve(revisions.size());
  for (const Revision& revision : revisions) {
    nodes.push_back(
        {revision.id, parent_ids(revision.manifest), dependency_ids(revision.manifest)});
  }
  return nodes;
}

}  // namespace

const Revision* History::find(std::string_view id) const {
  const auto index = graph.find(id);
  return index ? &revisions[*index] : nullptr;
}

std::optional<std::string> problem_with_new_name(const History& history, std::string_view name) {
  if (auto problem = RevisionId::problem_with(name)) return problem;
  if (history.find(name) != nullptr) return "it is the id of a revision";
  for (const Revision& revision : history.revisions) {
    const auto is_name = [&](const NameLink& link) { return link.name == name; };
    const std::vector<NameLink>& labels = revision.manifest.labels;
    const std::vector<NameLink>& tags = revision.manifest.tags;
    if (std::any_of(labels.begin(), labels.end(), is_name))
      return "it is a label of " + revision.id.text();
    if (std::any_of(tags.begin(), tags.end(), is_name))
      return "it is a tag of " + revision.id.text();
  }
  return std::nullopt;
}

std::vector<Checksum> history_checksums(const History& history) {
  std::vector<Checksum> checksums;
  checksums.reserve(history.revisions.size());
  for (Graph::Index i = 0; i < history.graph.size(); ++i) {
    std::vector<Checksum> below;
    for (const Graph::Index parent : history.graph.parents(i)) below.push_back(checksums[parent]);
    checksums.push_back(history_checksum(history.at(i).digest, std::move(below)));
  }
  return checksums;
}

HistoryCheck build_history(std::vector<Revision> revisions,
                           const std::vector<RevisionId>& unreadable) {
  HistoryCheck result;
  check_ids(revisions, result.findings);
  NameCheck names(revisions);
  names.check(&Manifest::labels, FindingKind::duplicate_label, "label");
  names.check(&Manifest::tags, FindingKind::duplicate_tag, "tag");
  for (Finding& finding : names.finish()) result.findings.push_back(std::move(finding));
  // The graph knows a revision by its id: of several with one id (reported above) it takes the
  // first.
  std::stable_sort(revisions.begin(), revisions.end(),
                   [](const Revision& a, const Revision& b) { return a.id < b.id; });
  revisions.erase(std::unique(revisions.begin(), revisions.end(),
                              [](const Revision& a, const Revision& b) { return a.id == b.id; }),
                  revisions.end());

  auto built = Graph::build(nodes_of(revisions));
  if (const auto* problems = std::get_if<Graph::Problems>(&built)) {
    const GraphFindings describer(revisions);
    for (const GraphProblem& problem : *problems) {
      const bool follows =
          problem.fault == GraphProblem::Fault::unknown &&
          std::find(unreadable.begin(), unreadable.end(), problem.path.front()) != unreadable.end();
      if (!follows) result.findings.push_back(describer.describe(problem));
    }
    result.unlinked = std::move(revisions);
    return result;
  }
  History history;
  history.graph = std::move(std::get<Graph>(built));
  // Looked up before the first is moved away: a moved revision has lost its id.
  std::vector<std::size_t> place(revisions.size());
  for (std::size_t i = 0; i < revisions.size(); ++i)
    place[*history.graph.find(revisions[i].id.text())] = i;
  std::vector<Revision> ordered;
  ordered.reserve(revisions.size());
  for (const std::size_t i : place) ordered.push_back(std::move(revisions[i]));
  history.revisions = std::move(ordered);
  result.history = std::move(history);
  return result;
}

}  // namespace sqlmig

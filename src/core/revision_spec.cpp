#include "core/suggest.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/revision_spec.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace sqlmig {
namespace {

using Index = Graph::Index;

std::string list_ids(const Graph& graph, const std::vector<Index>& indices) {
  constexpr std::size_t kMaxListed = 10;
  std::string text;
  for (std::size_t i = 0; i < indices.size() && i < kMaxListed; ++i) {
    text.append(i == 0 ? "" : ", ").append(graph.id(indices[i]).text());
  }
  if (indices.size() > kMaxListed) text += fmt::format(" and {} more", indices.size() - kMaxListed);
  return text;
}

RevisionSpec::Anchor anchor_of(std::string_view name) {
  using Anchor = RevisionSpec::Anchor;
  if (name == "head") return Anchor::head;
  if (name == "heads") return Anchor::heads;
  if (name == "base") return Anchor::base;
  if (name == "current") return Anchor::current;
  return Anchor::named;
}

Index resolve_name(const RevisionSpec& spec, const Graph& graph) {
  if (const auto exact = graph.find(spec.name)) return *exact;
  if (spec.name.size() < RevisionSpec::kMinPrefix) {
    throw Error(ErrorCode::unknown_revision, fmt::format("there is no revision '{}'", spec.name))
        .with_advice(
            fmt::format("a shortened id needs at least {} characters", RevisionSpec::kMinPrefix));
  }
  const std::vector<Index> matches = graph.find_by_prefix(spec.name);
  if (matches.size() == 1) return matches.front();
  if (matches.size() > 1) {
    throw Error(ErrorCode::ambiguous_revision,
                fmt::format("'{}' fits {} revisions: {}", spec.name, matches.size(),
                            list_ids(graph, matches)))
        .with_advice("type more of the id");
  }
  std::vector<std::string_view> ids;
  for (Index i = 0; i < graph.size(); ++i) ids.push_back(graph.id(i).text());
  const auto similar = nearest(spec.name, ids);
  throw Error(ErrorCode::unknown_revision, fmt::format("there is no revision '{}'", spec.name))
      .with_advice(similar ? fmt::format("did you mean '{}'?", *similar)
                           : "'sqlmig history' lists the revisions");
}

std::vector<Index> resolve_anchor(const RevisionSpec& spec, const Graph& graph,
                                  const RevisionSet* applied) {
  switch (spec.anchor) {
    case RevisionSpec::Anchor::named:
      return {resolve_name(spec, graph)};
    case RevisionSpec::Anchor::base:
      return {};
    case RevisionSpec::Anchor::heads:
      return graph.heads();
    case RevisionSpec::Anchor::head: {
      std::vector<Index> heads = graph.heads();
      if (heads.size() > 1) {
        throw Error(ErrorCode::ambiguous_revision,
                    fmt::format("there are {} heads: {}", heads.size(), list_ids(graph, heads)))
            .with_advice("join them with 'sqlmig merge', name one, or say 'heads' for all");
      }
      return heads;
    }
    case RevisionSpec::Anchor::current:
      if (applied == nullptr) {
        throw Error(ErrorCode::usage,
                    fmt::format("'{}' is relative to what a database has applied", spec.text))
            .with_advice("give a database with --url, or name a revision");
      }
      return graph.heads_of(*applied);
  }
  return {};
}

Error ambiguous_step(const RevisionSpec& spec, const std::string& from, std::string_view towards,
                     const Graph& graph, const std::vector<Index>& choices) {
  return Error(ErrorCode::ambiguous_revision,
               fmt::format("'{}' is ambiguous: {} has {} {}: {}", spec.text, from, choices.size(),
                           towards, list_ids(graph, choices)))
      .with_advice("name the revision");
}

// Walks from `at` (nothing: the empty base) one revision at a time; a fork is never guessed at.
std::optional<Index> walk(const RevisionSpec& spec, const Graph& graph, std::optional<Index> at) {
  const Error out_of_range(
      ErrorCode::usage,
      fmt::format("'{}' leaves the history: there are not that many revisions", spec.text));
  for (int step = 0; step < spec.steps; ++step) {
    std::vector<Index> next = graph.bases();
    if (at) next.assign(graph.children(*at).begin(), graph.children(*at).end());
    if (next.empty()) throw Error(out_of_range);
    if (next.size() > 1) {
      throw ambiguous_step(spec, at ? graph.id(*at).text() : "the base", "children", graph, next);
    }
    at = next.front();
  }
  for (int step = 0; step > spec.steps; --step) {
    if (!at) throw Error(out_of_range);
    const std::vector<Index> next(graph.parents(*at).begin(), graph.parents(*at).end());
    if (next.size() > 1) throw ambiguous_step(spec, graph.id(*at).text(), "parents", graph, next);
    at = next.empty() ? std::nullopt : std::optional(next.front());
  }
  return at;
}

}  // namespace

RevisionSpec parse_revision_spec(std::string_view text) {
  RevisionSpec spec;
  spec.text = text;
  const std::size_t sign = text.find_first_of("+-");
  const std::string_view anchor = text.substr(0, sign);
  if (sign != std::string_view::npos) {
    std::string_view digits = text.substr(sign + 1);
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), spec.steps);
    if (failure != std::errc() || end != digits.data() + digits.size() || digits.front() == '-') {
      throw Error(ErrorCode::usage, fmt::format("'{}' is not a revision", text))
          .with_advice("after + or - comes a number, as in 'head-2' or '+1'");
    }
    if (text[sign] == '-') spec.steps = -spec.steps;
  }
  if (anchor.empty()) {
    if (sign == std::string_view::npos) throw Error(ErrorCode::usage, "a revision name is empty");
    spec.anchor = RevisionSpec::Anchor::current;
    return spec;
  }
  spec.anchor = anchor_of(anchor);
  // The short form is what was typed where it was given its long one on the way here.
  if (spec.anchor == RevisionSpec::Anchor::current && sign != std::string_view::npos) {
    spec.text = text.substr(sign);
  }
  if (spec.anchor == RevisionSpec::Anchor::named) {
    if (const auto problem = RevisionId::problem_with(anchor)) {
      throw Error(ErrorCode::usage, fmt::format("'{}' is not a revision: {}", text, *problem));
    }
    spec.name = anchor;
  }
  return spec;
}

std::vector<Index> resolve(const RevisionSpec& spec, const Graph& graph,
                           const RevisionSet* applied) {
  std::vector<Index> anchors = resolve_anchor(spec, graph, applied);
  if (spec.steps == 0) return anchors;
  if (anchors.size() > 1) {
    throw Error(ErrorCode::ambiguous_revision,
                fmt::format("'{}' is ambiguous: there are {} to start from: {}", spec.text,
                            anchors.size(), list_ids(graph, anchors)))
        .with_advice("name the revision");
  }
  const auto end =
      walk(spec, graph, anchors.empty() ? std::nullopt : std::optional(anchors.front()));
  return end ? std::vector<Index>{*end} : std::vector<Index>{};
}

Index resolve_one(const RevisionSpec& spec, const Graph& graph, const RevisionSet* applied) {
  const std::vector<Index> found = resolve(spec, graph, applied);
  if (found.empty()) {
    throw Error(ErrorCode::usage, fmt::format("'{}' names no revision here", spec.text));
  }
  if (found.size() > 1) {
    throw Error(ErrorCode::ambiguous_revision,
                fmt::format("'{}' names {} revisions, and one is wanted: {}", spec.text,
                            found.size(), list_ids(graph, found)));
  }
  return found.front();
}

}  // namespace sqlmig

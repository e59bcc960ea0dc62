// Histories by chance, and the way from the code's answers to those of the definitions.
#pragma once

#include "support/histories.hpp"
#include "unit/core/graphs.hpp"
#include "unit/core/naive_history.hpp"
#include <sqlmig/error.hpp>
#include <sqlmig/resolve.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::test {

inline std::size_t below(std::mt19937& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}
inline bool chance(std::mt19937& random, std::size_t percent) {
  return below(random, 100) < percent;
}

template <typename List>
typename List::value_type any_of(std::mt19937& random, const List& list) {
  return *std::next(list.begin(), static_cast<std::ptrdiff_t>(below(random, list.size())));
}

inline std::vector<Draft> random_drafts(std::mt19937& random, std::size_t most) {
  std::vector<Draft> drafts;
  for (Node& node : random_nodes(random, most)) {
    Draft draft;
    draft.id = node.id;
    draft.parents = std::move(node.parents);
    draft.depends_on = std::move(node.depends_on);
    drafts.push_back(std::move(draft));
  }
  for (const char* label : {"billing", "core", "2000"}) {
    if (chance(random, 70)) drafts[below(random, drafts.size())].labels.emplace_back(label);
  }
  if (chance(random, 50)) drafts[below(random, drafts.size())].tags.emplace_back("v1");
  return drafts;
}

struct Sample {
  std::vector<Draft> drafts;
  History history;
  Naive naive;
  std::mt19937& random;

  [[nodiscard]] Set some(std::size_t percent) const {
    Set ids;
    for (const std::string& id : naive.all()) {
      if (chance(random, percent)) ids.insert(id);
    }
    return ids;
  }
  // What an upgrade may leave behind: with each revision all that it stands on.
  [[nodiscard]] Set some_applied() const { return naive.below(some(below(random, 50))); }
  // An id, the start of one, a label, a tag, or none of these.
  [[nodiscard]] std::string some_name() const {
    const std::string id = any_of(random, naive.all());
    const std::size_t kind = below(random, 20);
    if (kind < 12) return id;
    if (kind < 14) return id.substr(0, 3 + below(random, 3));
    return any_of(random, Ids{"billing", "billing", "core", "2000", "v1", "none"});
  }
  [[nodiscard]] std::string some_point() const {
    std::string text = chance(random, 40) ? some_name() + "@" : "";
    text += any_of(random, Ids{"head", "heads", "base", "current", some_name(), some_name()});
    if (chance(random, 40)) return text;
    return text + any_of(random, Ids{"+1", "-1", "+2", "-2", "+3", "-3"});
  }
};

// Calls `check` with `count` histories of up to `most` revisions, always the same ones.
template <typename Check>
void for_random_histories(int count, std::size_t most, Check check) {
  std::mt19937 random(20261121);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same on every run
  for (int i = 0; i < count; ++i) {
    std::vector<Draft> drafts = random_drafts(random, most);
    History history = history_of(drafts);
    Naive naive(drafts);
    check(Sample{std::move(drafts), std::move(history), std::move(naive), random});
    if (testing::Test::HasFailure()) return;
  }
}

inline std::vector<Graph::Index> indices_of(const Sample& sample, const Set& ids) {
  return indices_of(sample.history.graph, {ids.begin(), ids.end()});
}

inline RevisionSet set_of(const Sample& sample, const Set& ids) {
  RevisionSet set(sample.history.graph.size());
  for (const Graph::Index index : indices_of(sample, ids)) set.insert(index);
  return set;
}

inline Set ids_of(const Sample& sample, const std::vector<Graph::Index>& indices) {
  const Ids ids = ids_of(sample.history.graph, indices);
  return {ids.begin(), ids.end()};
}

inline AppliedRevisions rows_of(const Sample& sample, const Set& applied) {
  return applied_of(sample.history,
                    ids_of(sample.history.graph, set_of(sample, applied).members()));
}

// The history in a form that a person can draw.
inline std::string shown(const Sample& sample) {
  std::string text;
  for (const Draft& draft : sample.drafts) {
    text += draft.id + " on";
    for (const std::string& id : draft.parents) text += " " + id;
    for (const std::string& id : draft.depends_on) text += " needs " + id;
    for (const std::string& label : draft.labels) text += " label " + label;
    for (const std::string& tag : draft.tags) text += " tag " + tag;
    text += "\n";
  }
  return text;
}

inline std::string shown(const Set& ids) {
  std::string text;
  for (const std::string& id : ids) text += " " + id;
  return "{" + text + " }";
}

inline std::string shown(const Outcome& outcome) {
  if (const auto* code = std::get_if<ErrorCode>(&outcome)) return std::string(to_string(*code));
  const auto& answer = std::get<Answer>(outcome);
  return shown(answer.ids) + (answer.branch.empty() ? "" : " on " + answer.branch);
}

// Calls `find` and puts what comes out, or the error, into one value.
template <typename Find>
inline Outcome outcome_of(Find find) {
  try {
    return find();
  } catch (const Error& error) {
    return error.code();
  }
}

inline Outcome found_target(const Sample& sample, const RevisionSpec& spec,
                            const RevisionSet* applied) {
  return outcome_of([&]() -> Outcome {
    const RevisionTarget target = resolve_target(spec, sample.history, applied);
    EXPECT_TRUE(std::is_sorted(target.revisions.begin(), target.revisions.end())) << spec.text;
    return Answer{ids_of(sample, target.revisions),
                  target.branch ? sample.history.graph.id(*target.branch).text() : ""};
  });
}

inline Outcome found_range(const Sample& sample, const RevisionSpec& spec,
                           const RevisionSet* applied) {
  return outcome_of([&]() -> Outcome {
    return Answer{ids_of(sample, resolve_range(spec, sample.history, applied).members())};
  });
}

}  // namespace sqlmig::test

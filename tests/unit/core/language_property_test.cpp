// What must hold in every history for the names of revisions, against definitions that are slow and
// obviously right.
#include "unit/core/samples.hpp"
#include <sqlmig/branches.hpp>
#include <sqlmig/error.hpp>
#include <sqlmig/resolve.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace sqlmig::test {
namespace {

TEST(LanguageProperty, APointMeansWhatTheDefinitionSays) {
  for_random_histories(1500, 14, [](const Sample& sample) {
    // Not every set that a database holds is whole.
    const Set applied = chance(sample.random, 80) ? sample.some_applied() : sample.some(40);
    const RevisionSet set = set_of(sample, applied);
    for (int i = 0; i < 30; ++i) {
      const RevisionSpec spec = parse_revision_spec(sample.some_point());
      const auto& point = std::get<RevisionPoint>(spec.form);
      EXPECT_EQ(shown(found_target(sample, spec, &set)), shown(sample.naive.target(point, applied)))
          << spec.text << " with " << shown(applied) << " applied in\n"
          << shown(sample);
      EXPECT_EQ(shown(found_target(sample, spec, nullptr)),
                shown(sample.naive.target(point, std::nullopt)))
          << spec.text << " without a database in\n"
          << shown(sample);
    }
  });
}

TEST(LanguageProperty, AStepIsTakenOnlyWhereOnePlaceCanBeMeant) {
  for_random_histories(1500, 14, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const RevisionSet set = set_of(sample, applied);
    for (int i = 0; i < 15; ++i) {
      const RevisionSpec spec = parse_revision_spec(sample.some_point());
      const auto& point = std::get<RevisionPoint>(spec.form);
      const Outcome found = found_target(sample, spec, &set);
      const auto* answer = std::get_if<Answer>(&found);
      if (answer == nullptr || point.steps == 0) continue;
      EXPECT_EQ(sample.naive.every_meaning(point, applied),
                answer->ids.empty() ? Set{kBase} : answer->ids)
          << spec.text << " with " << shown(applied) << " applied in\n"
          << shown(sample);
    }
  });
}

TEST(LanguageProperty, OneRevisionIsGivenExactlyWhereATargetIsOneRevision) {
  for_random_histories(500, 14, [](const Sample& sample) {
    const RevisionSet set = set_of(sample, sample.some_applied());
    for (int i = 0; i < 20; ++i) {
      const RevisionSpec spec = parse_revision_spec(sample.some_point());
      const Outcome target = found_target(sample, spec, &set);
      const Outcome one = outcome_of([&]() -> Outcome {
        return Answer{ids_of(sample, {resolve_one(spec, sample.history, &set)})};
      });
      const auto* answer = std::get_if<Answer>(&target);
      if (answer == nullptr || answer->ids.size() != 1) {
        EXPECT_TRUE(std::holds_alternative<ErrorCode>(one)) << spec.text;
      } else {
        EXPECT_EQ(shown(one), shown(Answer{answer->ids})) << spec.text;
      }
    }
  });
}

TEST(LanguageProperty, ARangeHoldsWhatTheDefinitionSays) {
  for_random_histories(1500, 14, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const RevisionSet set = set_of(sample, applied);
    for (int i = 0; i < 20; ++i) {
      std::string text = ":";
      while (text == ":") {
        text = (chance(sample.random, 80) ? sample.some_point() : "") + ":" +
               (chance(sample.random, 80) ? sample.some_point() : "");
      }
      const RevisionSpec spec = parse_revision_spec(text);
      EXPECT_EQ(shown(found_range(sample, spec, &set)),
                shown(sample.naive.range(std::get<RevisionRange>(spec.form), applied)))
          << text << " with " << shown(applied) << " applied in\n"
          << shown(sample);
    }
  });
}

TEST(LanguageProperty, TheAdviceOfARefusalCanBeFollowed) {
  for_random_histories(1000, 14, [](const Sample& sample) {
    const Set applied = sample.some_applied();
    const RevisionSet set = set_of(sample, applied);
    for (int i = 0; i < 20; ++i) {
      const RevisionSpec spec = parse_revision_spec(sample.some_point());
      std::string advice;
      try {
        (void)resolve_target(spec, sample.history, &set);
      } catch (const Error& error) {
        advice = error.advice;
      }
      // Every word with an @ is a point that is offered.
      std::size_t at = 0;
      while ((at = advice.find('@', at)) != std::string::npos) {
        const std::size_t begin = advice.find_last_of(" '", at) + 1;
        const std::string offered = advice.substr(begin, advice.find_first_of(" ',:", at) - begin);
        at += 1;
        const Outcome found = found_target(sample, parse_revision_spec(offered), &set);
        // A step that is offered from the right place may still lead out of the history.
        EXPECT_NE(shown(found), "unknown-revision") << offered;
        EXPECT_NE(shown(found), "ambiguous-revision")
            << spec.text << " offers " << offered << " with " << shown(applied) << " applied in\n"
            << shown(sample);
      }
    }
  });
}

TEST(LanguageProperty, ALabelMarksTheBranchOfItsRevision) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    const auto labels = branch_labels(sample.history);
    for (const char* label : {"billing", "core", "2000"}) {
      const auto revision = find_label(sample.history, label);
      Set marked;
      for (Graph::Index i = 0; i < labels.size(); ++i) {
        if (std::find(labels[i].begin(), labels[i].end(), label) == labels[i].end()) continue;
        marked.insert(sample.history.graph.id(i).text());
      }
      Set expected;
      if (revision) {
        expected = sample.naive.branch(sample.history.graph.id(*revision).text());
        EXPECT_EQ(ids_of(sample, branch_members(sample.history.graph, *revision).members()),
                  expected);
      }
      EXPECT_EQ(marked, expected) << label << " in\n" << shown(sample);
    }
  });
}

TEST(LanguageProperty, EveryHeadIsInTheGroupsOfItsBranchesOrInTheRest) {
  for_random_histories(1000, 16, [](const Sample& sample) {
    Set rest = sample.naive.heads();
    const auto begin = [&](const std::string& label) {
      const auto revision = find_label(sample.history, label);
      return revision ? sample.history.graph.id(*revision).text() : std::string();
    };
    for (const HeadGroup& group :
         group_heads(sample.history, {{"billing", {}}, {"core", {}}, {"none", {}}})) {
      const Set heads = ids_of(sample, group.heads);
      EXPECT_FALSE(heads.empty());
      if (group.label.empty()) {
        EXPECT_EQ(heads, rest) << shown(sample);
        rest.clear();
        continue;
      }
      // Labels that mark the same line share a group.
      const std::string label = group.label.substr(0, group.label.find(','));
      const Set& on_it = sample.naive.built_above(begin(label));
      Set expected = common(sample.naive.heads(), on_it);
      // A branch that begins on this one has its heads for itself.
      const std::string other = begin(label == "core" ? "billing" : "core");
      if (other != begin(label) && on_it.contains(other))
        expected = without(expected, sample.naive.built_above(other));
      EXPECT_EQ(heads, expected) << group.label << " in\n" << shown(sample);
      rest = without(rest, heads);
    }
    EXPECT_EQ(rest, Set{}) << shown(sample);
  });
}

TEST(LanguageProperty, WalksAlongParentsAreThoseOfTheDefinition) {
  for_random_histories(500, 16, [](const Sample& sample) {
    const Graph& graph = sample.history.graph;
    for (Graph::Index i = 0; i < graph.size(); ++i) {
      const std::string& id = graph.id(i).text();
      const auto one = std::span(&i, 1);
      EXPECT_EQ(ids_of(sample, graph.ancestors(one, Edges::parents).members()),
                sample.naive.built_on(id));
      EXPECT_EQ(ids_of(sample, graph.descendants(one, Edges::parents).members()),
                sample.naive.built_above(id));
      EXPECT_EQ(ids_of(sample, graph.lineage(i).members()), sample.naive.lineage(id));
    }
    const Set members = sample.some(60);
    for (const Edges edges : {Edges::parents, Edges::parents_and_dependencies}) {
      EXPECT_EQ(ids_of(sample, graph.heads_of(set_of(sample, members), edges)),
                sample.naive.heads_of(members, edges));
    }
  });
}

// How many revisions a shortest chain has.
std::size_t shortest(const Naive& naive, const std::string& before, const std::string& after) {
  Set reached{after};
  std::size_t length = 1;
  for (; !reached.contains(before); ++length) {
    Set next;
    for (const std::string& id : reached) next = both(next, naive.stands_on(id));
    reached = next;
  }
  return length;
}

TEST(LanguageProperty, AChainIsAShortestWayAlongTheEdges) {
  for_random_histories(300, 14, [](const Sample& sample) {
    for (const std::string& before : sample.naive.all()) {
      for (const std::string& after : sample.naive.all()) {
        const Graph& graph = sample.history.graph;
        const Ids chain =
            ids_of(graph, graph.chain(graph.find(before).value(), graph.find(after).value()));
        if (!sample.naive.below(after).contains(before)) {
          EXPECT_EQ(chain, Ids{});
          continue;
        }
        ASSERT_EQ(chain.size(), shortest(sample.naive, before, after)) << shown(sample);
        EXPECT_EQ(chain.front(), before);
        EXPECT_EQ(chain.back(), after);
        for (std::size_t i = 1; i < chain.size(); ++i) {
          EXPECT_TRUE(sample.naive.stands_on(chain[i]).contains(chain[i - 1])) << shown(sample);
        }
      }
    }
  });
}

}  // namespace
}  // namespace sqlmig::test

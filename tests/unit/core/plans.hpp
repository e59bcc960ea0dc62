// A history to plan on, and what a plan says.
#pragma once

#include "support/histories.hpp"
#include <sqlmig/plan.hpp>

#include <string>
#include <vector>

namespace sqlmig::test {

using Texts = std::vector<std::string>;

// a - b - c - m - t
//      \ d /          `d` also depends on `x`, which stands alone.
inline const History& merging() {
  static const History kHistory = history_of({{"a"},
                                              {"b", {"a"}},
                                              {"c", {"b"}},
                                              {"d", {"b"}, "SELECT 1;\n", "SELECT 1;\n", {"x"}},
                                              {"m", {"c", "d"}},
                                              {"t", {"m"}},
                                              {"x"}});
  return kHistory;
}

inline std::vector<Graph::Index> indices(const History& history, const Texts& ids) {
  std::vector<Graph::Index> result;
  for (const std::string& id : ids) result.push_back(history.graph.find(id).value());
  return result;
}

// Each step as "up a".
inline Texts steps_of(const Plan& plan) {
  Texts steps;
  for (const Step& step : plan.steps) {
    steps.push_back(std::string(to_string(step.direction)) + " " + step.id.text());
  }
  return steps;
}

inline Texts reasons_of(const Plan& plan) {
  Texts reasons;
  for (const Step& step : plan.steps) reasons.push_back(step.id.text() + ": " + step.reason);
  return reasons;
}

}  // namespace sqlmig::test

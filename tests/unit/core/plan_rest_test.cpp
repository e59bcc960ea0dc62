#include "support/histories.hpp"
#include <sqlmig/plan.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

std::vector<std::string> ids_of(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Step& step : plan.steps) ids.push_back(step.id.text());
  return ids;
}

using Strings = std::vector<std::string>;

class PlanRest : public testing::Test {
 protected:
  const History history_ = history_of({{"a", {}}, {"b", {"a"}}, {"c", {"b"}}, {"d", {"c"}}});

  [[nodiscard]] Plan up_to(const std::string& id, const Strings& applied) const {
    const Graph::Index target = *history_.graph.find(id);
    return plan_upgrade(history_, applied_of(history_, applied), DatabaseKind::sqlite,
                        std::span(&target, 1));
  }
  [[nodiscard]] Plan down_to(const std::string& id, const Strings& applied) const {
    const Graph::Index target = *history_.graph.find(id);
    return plan_downgrade(history_, applied_of(history_, applied), DatabaseKind::sqlite,
                          {{target}, std::nullopt});
  }
};

TEST_F(PlanRest, LeavesOutWhatAnotherHasAppliedMeanwhile) {
  const Plan plan = up_to("c", {"a"});
  EXPECT_EQ(ids_of(plan_rest(history_, applied_of(history_, {"a", "b"}), plan)), Strings{"c"});
}

TEST_F(PlanRest, DoesNotGoFurtherThanThePlanDid) {
  const Plan plan = up_to("b", {"a"});
  EXPECT_EQ(ids_of(plan_rest(history_, applied_of(history_, {"a", "b"}), plan)), Strings{});
}

TEST_F(PlanRest, LeavesOutWhatAnotherHasRevertedMeanwhile) {
  const Plan plan = down_to("b", {"a", "b", "c", "d"});
  EXPECT_EQ(ids_of(plan_rest(history_, applied_of(history_, {"a", "b", "c"}), plan)), Strings{"c"});
}

TEST_F(PlanRest, StillAppliesAgainWhatAnotherHasRevertedMeanwhile) {
  const std::vector<Graph::Index> d{*history_.graph.find("d")};
  const Plan plan =
      plan_redo(history_, applied_of(history_, {"a", "b", "c", "d"}), DatabaseKind::sqlite, d);
  EXPECT_EQ(ids_of(plan_rest(history_, applied_of(history_, {"a", "b", "c"}), plan)), Strings{"d"});
}

TEST_F(PlanRest, RefusesToApplyARevisionWhoseParentIsGone) {
  const Plan plan = up_to("c", {"a", "b"});
  EXPECT_THROW((void)plan_rest(history_, applied_of(history_, {"a"}), plan), Error);
}

TEST_F(PlanRest, RefusesToRevertARevisionThatAnotherNowStandsOn) {
  const Plan plan = down_to("b", {"a", "b", "c"});
  EXPECT_THROW((void)plan_rest(history_, applied_of(history_, {"a", "b", "c", "d"}), plan), Error);
}

}  // namespace
}  // namespace sqlmig::test

// The names of plans. Source: docs/formats.md "Plan checksum".
#include <sqlmig/frozen_plan.hpp>

#include <fmt/core.h>

#include <string>

namespace sqlmig {
namespace {

template <typename AnyPlan>
Checksum checksum_of(const AnyPlan& plan) {
  std::string text = fmt::format("sqlmig plan 1\ndatabase {}\n", to_string(plan.database));
  for (const AppliedHead& head : plan.from) text += fmt::format("from {}\n", head.history.text());
  for (const auto& step : plan.steps) {
    text += fmt::format("{} {} {}\n", to_string(step.direction), step.digest.text(),
                        to_string(step.transaction));
  }
  return sha256(text);
}

}  // namespace

std::string_view to_string(DatabaseKind kind) {
  return kind == DatabaseKind::sqlite ? "sqlite" : "postgresql";
}

Checksum plan_checksum(const Plan& plan) { return checksum_of(plan); }

Checksum plan_checksum(const FrozenPlan& plan) { return checksum_of(plan); }

}  // namespace sqlmig

// A plan, as text.
#include "cli/render_locks.hpp"
#include "cli/render_text.hpp"

#include <fmt/core.h>

namespace sqlmig::cli {
namespace {

std::string start_of(const Plan& plan) {
  std::string text;
  for (const AppliedHead& head : plan.from)
    text.append(text.empty() ? "" : ", ").append(head.id.text());
  return text.empty() ? "base" : text;
}

}  // namespace

std::string text_of(const Plan& plan, const Style& style) {
  std::string text = fmt::format("from {}\n", start_of(plan));
  if (plan.steps.empty()) text += "nothing to do\n";
  std::size_t number = 0;
  for (const Step& step : plan.steps) {
    text += fmt::format("{:>4}  {} {}  {}  {}\n", ++number, style.green(to_string(step.direction)),
                        style.bold(step.path), to_string(step.transaction), style.dim(step.reason));
  }
  return text + fmt::format("plan checksum {}\n", plan_checksum(plan).text());
}

std::string text_of(const commands::PlanResult& result, const Style& style) {
  std::string text = result.database ? fmt::format("on {}\n", *result.database)
                                     : fmt::format("for {}, without asking a database\n",
                                                   to_string(result.plan.database));
  text += text_of(result.plan, style);
  text += locks_text_of(result);
  if (!result.no_ways_back.empty()) {
    text += fmt::format("{}: {} cannot be undone\n", style.red("no way back"),
                        counted(result.no_ways_back.size(), "step"));
    for (const NoWayBack& one : result.no_ways_back) text += "  " + one.reason + "\n";
  }
  if (result.file) text += fmt::format("written to {}\n", result.file->string());
  return text;
}

}  // namespace sqlmig::cli

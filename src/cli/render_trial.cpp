#include "cli/render_trial.hpp"

#include "cli/render_text.hpp"

#include <fmt/format.h>

namespace sqlmig::cli {

std::vector<std::string> ids_of(const std::vector<Report::Done>& done) {
  std::vector<std::string> ids;
  for (const Report::Done& one : done) ids.push_back(one.step.id.text());
  return ids;
}

std::vector<std::string> ids_of(const std::vector<Step>& steps) {
  std::vector<std::string> ids;
  for (const Step& step : steps) ids.push_back(step.id.text());
  return ids;
}

std::string listed(const std::vector<std::string>& ids) {
  constexpr std::size_t kMost = 10;
  std::string text = counted(ids.size(), "revision");
  if (ids.empty()) return text;
  if (ids.size() > kMost) return text + fmt::format(" ({} ... {})", ids.front(), ids.back());
  return text + fmt::format(" ({})", fmt::join(ids, ", "));
}

std::string trial_text_of(const commands::ApplyResult& result, const Style& style) {
  const Report& report = result.report;
  if (report.done.empty() && !report.untried)
    return fmt::format("nothing to do on {}\n", result.database);
  std::string text =
      fmt::format("{}: {}\n", style.green("tried and rolled back"), listed(ids_of(report.done)));
  if (report.untried) {
    const Report::Untried& first = *report.untried;
    text += fmt::format("{}: {}\n", style.yellow("not tried"), listed(ids_of(report.not_run)));
    text += fmt::format(
        "  {} cannot be tried in one transaction with {}: {}\n  at {}\n", first.step.id.text(),
        report.done.empty() ? "others" : "the revision before it", first.reason, first.step.path);
  }
  return text + fmt::format("dry run: nothing was changed on {}\n", result.database);
}

std::string trial_failure_text_of(const commands::ApplyResult& result) {
  const Report& report = result.report;
  const Report::Failed& failed = *report.failed;
  return fmt::format(
      "  {} {} when it was tried\n"
      "  tried and rolled back before it: {}; not tried after it: {}\n"
      "  dry run: nothing was changed on {}\n",
      failed.step.id.text(),
      failed.error.code() == ErrorCode::interrupted ? "was stopped" : "failed",
      listed(ids_of(report.done)), listed(ids_of(report.not_run)), result.database);
}

void add_trial(Json& out, const commands::ApplyResult& result) {
  const Report& report = result.report;
  out["tried"] =
      array_of(report.done, [](const Report::Done& done) { return step_json(done.step); });
  out["failed"] =
      or_null(report.failed, [](const Report::Failed& failed) { return step_json(failed.step); });
  out["not_tried"] = array_of(report.not_run, step_json);
  out["untried_because"] =
      or_null(report.untried, [](const Report::Untried& untried) { return untried.reason; });
}

}  // namespace sqlmig::cli

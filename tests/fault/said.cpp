#include "fault/said.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace sqlmig::test {

using nlohmann::json;

Claim claim_in(const ProcessResult& result) {
  const json said = json::parse(result.out);
  if (!said.contains("failed") || said["failed"].is_null()) return Claim::no_failure;
  const std::string left = said["failed"]["left"];
  if (left == "nothing") return Claim::nothing;
  return left == "part" ? Claim::part : Claim::unknown;
}

std::string lie_in(const ProcessResult& result, const MixedHistory::Observed& seen, Way way,
                   int length) {
  const json said = json::parse(result.out);
  std::string lie;
  const auto is_recorded = [&](const json& step) {
    return MixedHistory::number_of(step["revision"]) <= seen.applied;
  };
  const auto check = [&](const json& steps, bool recorded, const char* what) {
    for (const json& step : steps) {
      if (is_recorded(step) != recorded)
        lie += fmt::format("{} is not {}; ", step["revision"].get<std::string>(), what);
    }
  };
  const bool at_end = seen.applied == (way == Way::up ? length : 0) && !seen.unfinished;
  if (result.exit_code == 0 && !at_end) lie += "it ended with 0 and had not come to the end; ";
  if (said.contains("done")) check(said["done"], way == Way::up, "done");
  if (said.contains("not_run")) check(said["not_run"], way == Way::down, "left out");
  const Claim claim = claim_in(result);
  if (claim == Claim::nothing)
    check(json::array({said["failed"]}), way == Way::down, "left as it was");
  if (claim == Claim::part && !seen.unfinished) lie += "nothing is half-way; ";
  if (claim == Claim::nothing && seen.unfinished) lie += "something is half-way; ";
  return lie.empty() ? lie : lie + result.out;
}

}  // namespace sqlmig::test

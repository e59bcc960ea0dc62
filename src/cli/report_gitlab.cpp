// Source: GitLab's documentation of Code Quality, "Code Quality report format".
#include "cli/report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sqlmig::cli {
namespace {

using Json = nlohmann::ordered_json;

Json issue_json(const Issue& issue) {
  const std::size_t line = issue.position ? issue.position->line : 0;
  return {
      {"description", line_of(issue)},
      {"check_name", issue.code},
      {"fingerprint", issue.fingerprint},
      {"severity", issue.severity == Severity::error ? "major" : "minor"},
      {"location", {{"path", issue.path}, {"lines", {{"begin", std::max<std::size_t>(line, 1)}}}}}};
}

}  // namespace

std::string gitlab_report(const VerifyReport& report) {
  Json issues = Json::array();
  for (const Issue& issue : report.findings) issues.push_back(issue_json(issue));
  if (report.failure) issues.push_back(issue_json(*report.failure));
  return issues.dump(2) + "\n";
}

}  // namespace sqlmig::cli

// Source: SARIF 2.1.0 (OASIS), and GitHub's "SARIF support for code scanning".
#include "cli/report.hpp"
#include <sqlmig/version.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace sqlmig::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// Section 3.11.5: a brace stands for itself where it is doubled.
Json message_json(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '{' || c == '}' ? 2 : 1, c);
  return {{"text", doubled}};
}

// Only what RFC 3986 leaves unreserved, so that a colon in the first folder is no scheme.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri;
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

Json location_json(const Issue& issue) {
  Json place;
  if (issue.path.starts_with('/')) {
    place["artifactLocation"] = {{"uri", "file://" + uri_of(issue.path)}};
  } else {
    place["artifactLocation"] = {{"uri", uri_of(issue.path)}, {"uriBaseId", "%SRCROOT%"}};
  }
  if (issue.position && issue.position->line != 0) {
    place["region"] = {{"startLine", issue.position->line}};
    if (issue.position->column != 0) place["region"]["startColumn"] = issue.position->column;
  }
  return {{"physicalLocation", std::move(place)}};
}

// The others are errors by nature, as docs/findings.md says of each.
constexpr std::array kUsualWarnings{FindingKind::empty_up, FindingKind::base_edited_down,
                                    FindingKind::edited_down, FindingKind::parents_changed};

Severity usual_severity(FindingKind kind) {
  const bool warning =
      std::find(kUsualWarnings.begin(), kUsualWarnings.end(), kind) != kUsualWarnings.end();
  return warning ? Severity::warning : Severity::error;
}

// `several-heads` is called SeveralHeads, and described as `several heads`.
Json rule_json(FindingKind kind) {
  const std::string code(code_of(kind));
  std::string words = code;
  std::replace(words.begin(), words.end(), '-', ' ');
  std::string name;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '-') continue;
    const bool first = i == 0 || code[i - 1] == '-';
    name += static_cast<char>(first ? code[i] - 'a' + 'A' : code[i]);
  }
  return {{"id", code},
          {"name", name},
          {"shortDescription", {{"text", words}}},
          {"help", {{"text", fmt::format("docs/findings.md of sqlmig explains {}", code)}}},
          {"defaultConfiguration", {{"level", to_string(usual_severity(kind))}}}};
}

std::size_t rule_index(std::string_view code) {
  const auto& kinds = all_finding_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](FindingKind kind) { return code_of(kind) == code; });
  return static_cast<std::size_t>(found - kinds.begin());
}

Json result_json(const Issue& issue) {
  return {{"ruleId", issue.code},
          {"ruleIndex", rule_index(issue.code)},
          {"level", to_string(issue.severity)},
          {"message", message_json(lines_of(issue))},
          {"locations", Json::array({location_json(issue)})},
          {"partialFingerprints", {{"sqlmigFinding/v1", issue.fingerprint}}}};
}

Json invocation_json(const VerifyReport& report) {
  Json invocation{{"executionSuccessful", !report.failure}, {"exitCode", report.exit_code}};
  if (report.failure) {
    Json notification{{"descriptor", {{"id", report.failure->code}}},
                      {"level", "error"},
                      {"message", message_json(lines_of(*report.failure))}};
    if (report.failure->position)
      notification["locations"] = Json::array({location_json(*report.failure)});
    invocation["toolExecutionNotifications"] = Json::array({std::move(notification)});
  }
  return invocation;
}

}  // namespace

std::string sarif_report(const VerifyReport& report) {
  Json rules = Json::array();
  for (const FindingKind kind : all_finding_kinds()) rules.push_back(rule_json(kind));
  Json results = Json::array();
  for (const Issue& issue : report.findings) results.push_back(result_json(issue));
  Json run;
  run["tool"]["driver"] = {{"name", "sqlmig"}, {"version", version()}, {"rules", rules}};
  run["invocations"] = Json::array({invocation_json(report)});
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  const Json log{
      {"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  return log.dump(2) + "\n";
}

}  // namespace sqlmig::cli

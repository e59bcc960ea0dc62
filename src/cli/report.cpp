#include "cli/report.hpp"

#include "cli/render_text.hpp"
#include "core/utf8.hpp"
#include <sqlmig/checksum.hpp>

#include <fmt/core.h>

#include <cstddef>
#include <map>
#include <utility>
#include <variant>

namespace sqlmig::cli {
namespace {

// What is not UTF-8 becomes U+FFFD, byte by byte.
std::string repaired(std::string_view text) {
  std::string result;
  while (const auto bad = first_invalid_utf8(text)) {
    result.append(text.substr(0, *bad)).append("\xEF\xBF\xBD");
    text.remove_prefix(*bad + 1);
  }
  return result.append(text);
}

// Makes issues, and gives each its fingerprint.
class IssueMaker {
 public:
  explicit IssueMaker(std::string prefix) : prefix_(std::move(prefix)) {}

  Issue make(Finding finding) {
    place(finding.position);
    Issue issue{std::string(code_of(finding.kind)),
                finding.severity,
                repaired(finding.message),
                repaired(finding.advice),
                repaired(finding.detail),
                repaired(text_of(std::vector{finding}, Style(Color::off))),
                {},
                finding.position,
                {}};
    finish(issue, finding.revision);
    return issue;
  }

  Issue make(Error error) {
    place(error.position);
    error.findings.clear();  // which are issues of their own
    Issue issue{std::string(to_string(error.code())),
                Severity::error,
                repaired(error.what()),
                repaired(error.advice),
                {},
                repaired(text_of(error, Style(Color::off))),
                {},
                error.position,
                {}};
    finish(issue, {});
    return issue;
  }

  std::vector<Issue> make(const std::vector<Finding>& findings) {
    std::vector<Issue> issues;
    issues.reserve(findings.size());
    for (const Finding& finding : findings) issues.push_back(make(finding));
    return issues;
  }

 private:
  void place(std::optional<SourcePosition>& position) const {
    if (position) position->file = repaired(prefix_ + position->file);
  }

  void finish(Issue& issue, const std::string& revision) {
    issue.path = issue.position ? issue.position->file : repaired(prefix_ + "sqlmig.toml");
    const std::string which = fmt::format("{}\n{}\n{}\n", issue.code, revision, issue.path);
    const std::size_t number = ++seen_[which];
    issue.fingerprint =
        sha256(which + std::to_string(number)).text().substr(std::string_view("sha256:").size());
  }

  std::string prefix_;
  std::map<std::string, std::size_t> seen_;
};

std::set<FindingArea> areas_seen(const commands::VerifyResult& result) {
  std::set<FindingArea> seen{FindingArea::files};
  if (result.scripts_for) seen.insert(FindingArea::scripts);
  if (result.against) seen.insert(FindingArea::base);
  if (result.database) seen.insert(FindingArea::database);
  return seen;
}

std::string text_report(const Result& result) {
  const Style plain(Color::off);
  if (const auto* error = std::get_if<Error>(&result)) return text_of(*error, plain);
  return text_of(std::get<commands::VerifyResult>(result), plain);
}

}  // namespace

std::string line_of(const Issue& issue) {
  if (issue.advice.empty()) return issue.message;
  return fmt::format("{}; next: {}", issue.message, issue.advice);
}

std::string lines_of(const Issue& issue) {
  std::string text = issue.message;
  if (!issue.detail.empty()) text += "\n" + issue.detail;
  while (text.ends_with('\n')) text.pop_back();
  if (!issue.advice.empty()) text += "\nnext: " + issue.advice;
  return text;
}

VerifyReport make_report(const Result& result, int exit_code) {
  VerifyReport report;
  report.exit_code = exit_code;
  if (const auto* error = std::get_if<Error>(&result)) {
    IssueMaker maker{{}};
    report.findings = maker.make(error->findings);
    report.failure = maker.make(*error);
    return report;
  }
  const auto& verified = std::get<commands::VerifyResult>(result);
  report.findings = IssueMaker(verified.path_prefix).make(verified.findings);
  report.seen = areas_seen(verified);
  report.summary = repaired(summary_of(verified, Style(Color::off)));
  return report;
}

std::string render_report(Format format, std::string_view command, int exit_code,
                          const Result& result) {
  switch (format) {
    case Format::text:
      return text_report(result);
    case Format::json:
      return json_of(command, exit_code, result);
    case Format::github:
      return github_report(make_report(result, exit_code));
    case Format::sarif:
      return sarif_report(make_report(result, exit_code));
    case Format::junit:
      return junit_report(make_report(result, exit_code));
    case Format::gitlab:
      return gitlab_report(make_report(result, exit_code));
  }
  return {};
}

}  // namespace sqlmig::cli

// What `verify` came to, as programs that run in CI read it. Source: docs/cli.md "Formats".
#pragma once

#include "cli/format.hpp"
#include "cli/render_json.hpp"
#include <sqlmig/finding.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::cli {

/// A finding, or the error for which there could be no verification.
/// Shape: all texts are UTF-8. `position` counts as in SourcePosition.
struct Issue {
  std::string code;  // of the finding, or of the error
  Severity severity = Severity::error;
  std::string message;                     // one sentence
  std::string advice;                      // what to do next, or empty
  std::string detail;                      // whole lines, such as a diff, or empty
  std::string text;                        // all that is known, in the lines of the text format
  std::string path;                        // of the repository; sqlmig.toml where nothing is named
  std::optional<SourcePosition> position;  // its file is `path`
  /// 64 hex digits, no two alike in a report. The same for a finding that has only moved to another
  /// line: made from code, revision, path, and a number where these are equal.
  std::string fingerprint;
};

/// The sentence and what to do next, in one line.
[[nodiscard]] std::string line_of(const Issue& issue);

/// The sentence, the detail and what to do next, in lines; without a final newline.
[[nodiscard]] std::string lines_of(const Issue& issue);

/// What all formats share.
struct VerifyReport {
  std::vector<Issue> findings;
  std::optional<Issue> failure;  // why there could be no verification
  std::set<FindingArea> seen;    // what was looked at
  std::string summary;           // whole lines for people; empty after a failure
  int exit_code = 0;             // of the process
};

/// The report of a VerifyResult or an Error.
[[nodiscard]] VerifyReport make_report(const Result& result, int exit_code);

/// Workflow commands of GitHub Actions, and the summary.
[[nodiscard]] std::string github_report(const VerifyReport& report);
/// SARIF 2.1.0: one run with all codes as its rules.
[[nodiscard]] std::string sarif_report(const VerifyReport& report);
/// JUnit XML: one test case for each code, and `verification`, which an error ends.
[[nodiscard]] std::string junit_report(const VerifyReport& report);
/// GitLab's Code Quality report: an array of issues.
[[nodiscard]] std::string gitlab_report(const VerifyReport& report);

/// A result in this format, without colours. Formats other than text and JSON are for a
/// VerifyResult or an Error.
[[nodiscard]] std::string render_report(Format format, std::string_view command, int exit_code,
                                        const Result& result);

}  // namespace sqlmig::cli

// Results of verify, made by hand for the tests of its formats.
#pragma once

#include "cli/report.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sqlmig::test {

/// A finding at `file:line:column`; no file: without a position.
struct FindingText {
  FindingKind kind = FindingKind::cycle;
  std::string message = "it is wrong";
  std::string file = {};
  std::size_t line = 0;
  std::size_t column = 0;
  Severity severity = Severity::error;
  std::string advice = {};
  std::string revision = {};
};

inline Finding made(const FindingText& text) {
  Finding finding{text.kind, text.severity, text.revision, {}, text.message, text.advice, {}};
  if (!text.file.empty()) finding.position = SourcePosition{text.file, text.line, text.column};
  return finding;
}

/// Three revisions, looked at as files only, with these findings.
inline commands::VerifyResult verified(const std::vector<FindingText>& findings) {
  commands::VerifyResult result;
  result.revisions = 3;
  for (const FindingText& text : findings) result.findings.push_back(made(text));
  return result;
}

/// The report of these findings.
inline cli::VerifyReport report_of(const std::vector<FindingText>& findings) {
  return cli::make_report(verified(findings), findings.empty() ? 0 : 3);
}

}  // namespace sqlmig::test

// JUnit XML has no standard: this is what Jenkins' junit-10.xsd, GitLab and others have in common.
#include "cli/report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace sqlmig::cli {
namespace {

enum class Where { content, attribute };

// With the characters escaped that mean something, and without those that XML 1.0 (section 2.2)
// cannot hold. A newline is kept in content; that of an attribute would be read as a blank.
std::string xml(std::string_view text, Where where) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view three = text.substr(i, 3);
    if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {  // U+FFFE and U+FFFF
      i += 2;
    } else if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (c == '\r' || (where == Where::attribute && (c == '\n' || c == '\t'))) {
      result += fmt::format("&#{};", static_cast<int>(c));
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      result += c;
    }
  }
  return result;
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, xml(value, Where::attribute));
}

struct TestCase {
  std::string classname;
  std::string name;
  enum class Outcome { passed, skipped, failed, broken } outcome = Outcome::passed;
  std::string message = {};  // why it is not passed
  std::string text = {};
  std::string out = {};
};

using Outcome = TestCase::Outcome;

std::string_view class_of(FindingArea area) {
  switch (area) {
    case FindingArea::files:
      return "sqlmig.files";
    case FindingArea::scripts:
      return "sqlmig.scripts";
    case FindingArea::base:
      return "sqlmig.base";
    case FindingArea::database:
      return "sqlmig.database";
  }
  return "sqlmig";
}

std::string_view why_skipped(const VerifyReport& report, FindingArea area) {
  if (report.failure) return "the verification ended with an error";
  switch (area) {
    case FindingArea::files:
      return "the files were not looked at";
    case FindingArea::scripts:
      return "the scripts were not looked at";
    case FindingArea::base:
      return "no base was looked at";
    case FindingArea::database:
      return "no database was looked at";
  }
  return "";
}

TestCase case_of_code(const VerifyReport& report, FindingKind kind) {
  TestCase test{std::string(class_of(area_of(kind))), std::string(code_of(kind))};
  std::size_t errors = 0;
  for (const Issue& issue : report.findings) {
    if (issue.code != test.name) continue;
    if (issue.severity == Severity::warning) {
      test.out += issue.text;
      continue;
    }
    if (errors++ == 0) test.message = issue.message;
    test.text += issue.text;
  }
  if (errors > 0) {
    test.outcome = Outcome::failed;
    if (errors > 1) test.message += fmt::format(" (and {} more)", errors - 1);
  } else if (test.out.empty() && !report.seen.contains(area_of(kind))) {
    test.outcome = Outcome::skipped;
    test.message = why_skipped(report, area_of(kind));
  }
  return test;
}

TestCase case_of_verification(const VerifyReport& report) {
  TestCase test{"sqlmig", "verification"};
  test.out = report.summary;
  if (report.failure) {
    test.outcome = Outcome::broken;
    test.message = report.failure->message;
    test.text = report.failure->text;
  }
  return test;
}

// An element about why a test is not passed; `type` is what kinds of it are told apart by.
std::string reason_xml(std::string_view element, std::string_view type, const TestCase& test) {
  return fmt::format("      <{0}{1}{2}>{3}</{0}>\n", element, attribute("type", type),
                     attribute("message", test.message), xml(test.text, Where::content));
}

std::string case_xml(const TestCase& test, const VerifyReport& report) {
  std::string inside;
  if (test.outcome == Outcome::skipped)
    inside += fmt::format("      <skipped{}/>\n", attribute("message", test.message));
  if (test.outcome == Outcome::failed) inside += reason_xml("failure", test.name, test);
  if (test.outcome == Outcome::broken) inside += reason_xml("error", report.failure->code, test);
  if (!test.out.empty())
    inside += fmt::format("      <system-out>{}</system-out>\n", xml(test.out, Where::content));
  const std::string start =
      fmt::format("    <testcase{}{} time=\"0\"", attribute("classname", test.classname),
                  attribute("name", test.name));
  return inside.empty() ? start + "/>\n" : start + ">\n" + inside + "    </testcase>\n";
}

}  // namespace

std::string junit_report(const VerifyReport& report) {
  std::vector<TestCase> tests{case_of_verification(report)};
  for (const FindingKind kind : all_finding_kinds()) tests.push_back(case_of_code(report, kind));
  const auto count = [&](Outcome outcome) {
    return std::count_if(tests.begin(), tests.end(),
                         [&](const TestCase& test) { return test.outcome == outcome; });
  };
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"sqlmig verify\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
      "skipped=\"{}\" time=\"0\">\n",
      tests.size(), count(Outcome::failed), count(Outcome::broken), count(Outcome::skipped));
  for (const TestCase& test : tests) text += case_xml(test, report);
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace sqlmig::cli

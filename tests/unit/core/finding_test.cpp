#include <sqlmig/error.hpp>
#include <sqlmig/finding.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {
namespace {

Finding finding(FindingKind kind, const SourcePosition& position, const std::string& message = "") {
  return {kind, Severity::error, "", position, message, "", ""};
}

std::vector<std::string> shown(const std::vector<Finding>& findings) {
  std::vector<std::string> result;
  for (const Finding& f : findings) {
    result.push_back((f.position ? to_string(*f.position) : "") + " " +
                     std::string(code_of(f.kind)) + " " + f.revision + " " + f.message);
  }
  return result;
}

TEST(FindingKind, HasACodeOfItsOwnForEach) {
  std::set<std::string_view> codes;
  for (const FindingKind kind : all_finding_kinds()) codes.insert(code_of(kind));
  EXPECT_EQ(codes.size(), all_finding_kinds().size());
}

TEST(FindingKind, HasCodesThatReadAsWords) {
  for (const FindingKind kind : all_finding_kinds()) {
    const std::string_view code = code_of(kind);
    EXPECT_FALSE(code.empty());
    EXPECT_EQ(code.find_first_not_of("abcdefghijklmnopqrstuvwxyz8-"), std::string_view::npos)
        << code;
  }
}

TEST(Findings, AreSortedByFileLineAndColumn) {
  std::vector<Finding> findings{
      finding(FindingKind::cycle, {"b", 1, 1}), finding(FindingKind::cycle, {"a", 10, 1}),
      finding(FindingKind::cycle, {"a", 2, 9}), finding(FindingKind::cycle, {"a", 2, 1}),
      finding(FindingKind::cycle, {"a", 0, 0})};
  sort_findings(findings);
  EXPECT_EQ(shown(findings),
            (std::vector<std::string>{"a cycle  ", "a:2:1 cycle  ", "a:2:9 cycle  ",
                                      "a:10:1 cycle  ", "b:1:1 cycle  "}));
}

TEST(Findings, WithoutAPlaceComeFirst) {
  std::vector<Finding> findings{
      finding(FindingKind::cycle, {"a", 1, 1}),
      {FindingKind::several_heads, Severity::error, "", std::nullopt, "", "", ""}};
  sort_findings(findings);
  EXPECT_EQ(shown(findings), (std::vector<std::string>{" several-heads  ", "a:1:1 cycle  "}));
}

TEST(Findings, InOnePlaceAreSortedByKindAndMessage) {
  std::vector<Finding> findings{finding(FindingKind::cycle, {"a", 1, 1}, "x"),
                                finding(FindingKind::bad_value, {"a", 1, 1}, "y"),
                                finding(FindingKind::bad_value, {"a", 1, 1}, "x")};
  sort_findings(findings);
  EXPECT_EQ(shown(findings), (std::vector<std::string>{"a:1:1 bad-value  x", "a:1:1 bad-value  y",
                                                       "a:1:1 cycle  x"}));
}

TEST(Findings, HaveErrorsIfOneIsAnError) {
  Finding warning = finding(FindingKind::empty_up, {"a", 1, 1});
  warning.severity = Severity::warning;
  EXPECT_FALSE(has_errors({}));
  EXPECT_FALSE(has_errors({warning}));
  EXPECT_TRUE(has_errors({warning, finding(FindingKind::cycle, {"a", 1, 1})}));
}

TEST(SourcePosition, ShowsWhatIsKnown) {
  EXPECT_EQ(to_string(SourcePosition{"a.sql", 0, 0}), "a.sql");
  EXPECT_EQ(to_string(SourcePosition{"a.sql", 3, 0}), "a.sql:3");
  EXPECT_EQ(to_string(SourcePosition{"a.sql", 3, 7}), "a.sql:3:7");
}

TEST(ErrorCode, HasANameOfItsOwnForEach) {
  std::set<std::string_view> names;
  const auto last = static_cast<int>(ErrorCode::internal);
  for (int i = 0; i <= last; ++i) names.insert(to_string(static_cast<ErrorCode>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
}

TEST(Error, KeepsItsAdviceAndPlaceWhenItIsThrown) {
  try {
    throw Error(ErrorCode::usage, "no").with_advice("yes").at({"a.sql", 1, 2});
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "no");
    EXPECT_EQ(error.advice, "yes");
    EXPECT_EQ(to_string(error.position.value()), "a.sql:1:2");
  }
}

}  // namespace
}  // namespace sqlmig

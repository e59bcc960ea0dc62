// docs/findings.md and the code say the same.
#include <sqlmig/finding.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace sqlmig {
namespace {

TEST(FindingsPage, HasOneEntryForEachCodeInTheirOrder) {
  std::vector<std::string> codes;
  for (const FindingKind kind : all_finding_kinds()) codes.emplace_back(code_of(kind));
  std::vector<std::string> entries;
  std::ifstream page(std::string(SQLMIG_TEST_SOURCE_DIR) + "/docs/findings.md");
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("### ")) entries.push_back(line.substr(4));
  }
  EXPECT_EQ(entries, codes);
}

}  // namespace
}  // namespace sqlmig

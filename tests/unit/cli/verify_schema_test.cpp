// docs/verify.schema.json and the code say the same.
#include <sqlmig/error.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {
namespace {

std::vector<std::string> listed(const std::string& definition) {
  std::ifstream file(std::string(SQLMIG_TEST_SOURCE_DIR) + "/docs/verify.schema.json");
  return nlohmann::json::parse(file).at("$defs").at(definition).at("enum");
}

TEST(VerifySchema, ListsTheCodesOfFindings) {
  std::vector<std::string> codes;
  for (const FindingKind kind : all_finding_kinds()) codes.emplace_back(code_of(kind));
  EXPECT_EQ(listed("finding_code"), codes);
}

TEST(VerifySchema, ListsTheCodesOfErrors) {
  std::vector<std::string> codes;
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code)
    codes.emplace_back(to_string(static_cast<ErrorCode>(code)));
  EXPECT_EQ(listed("error_code"), codes);
}

}  // namespace
}  // namespace sqlmig

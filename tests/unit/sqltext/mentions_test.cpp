#include "sqltext/mentions.hpp"

#include <gtest/gtest.h>

namespace sqlmig::sqltext {
namespace {

TEST(Mentions, FindsANameWithoutQuotesInAnyCase) {
  EXPECT_TRUE(mentions("CREATE INDEX CONCURRENTLY By_Name ON t (i);", "by_name"));
}

TEST(Mentions, FindsANameInQuotesAsItIs) {
  EXPECT_TRUE(mentions("CREATE INDEX \"By \"\"Name\" ON t (i);", "By \"Name"));
  EXPECT_FALSE(mentions("CREATE INDEX \"By_Name\" ON t (i);", "by_name"));
}

TEST(Mentions, PassesOverStringsCommentsAndPartsOfNames) {
  EXPECT_FALSE(mentions("SELECT 'by_name'; -- by_name\nSELECT by_name_2;", "by_name"));
}

TEST(Mentions, PassesOverTheDataOfCopy) {
  EXPECT_TRUE(mentions("COPY t FROM stdin;\nit's by_name\n\\.\nREINDEX INDEX other;\n", "other"));
  EXPECT_FALSE(mentions("COPY t FROM stdin;\nby_name\n\\.\n", "by_name"));
}

}  // namespace
}  // namespace sqlmig::sqltext

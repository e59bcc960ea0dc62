#include "sqltext/session_use.hpp"

#include <gtest/gtest.h>

namespace sqlmig::sqltext {
namespace {

TEST(SessionUse, IsNothingInStatementsThatStandAlone) {
  EXPECT_FALSE(
      first_use_of_session("CREATE INDEX CONCURRENTLY i ON t (c);\nVACUUM t;\n"
                           "ALTER TABLE t SET (fillfactor = 70);\n"
                           "UPDATE t SET temp = 1;\n"));
}

TEST(SessionUse, IsASetting) {
  EXPECT_EQ(first_use_of_session("VACUUM t;\nset work_mem = '1GB';\nVACUUM u;\n"), "SET");
  EXPECT_EQ(first_use_of_session("SELECT set_config('work_mem', '1GB', false);\n"), "set_config");
}

TEST(SessionUse, IsSomethingTemporary) {
  EXPECT_EQ(first_use_of_session("CREATE TEMP TABLE t (i int);\n"), "CREATE TEMPORARY");
  EXPECT_EQ(first_use_of_session("CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1;\n"),
            "CREATE TEMPORARY");
}

TEST(SessionUse, IsALockOfTheSession) {
  EXPECT_EQ(first_use_of_session("SELECT pg_advisory_lock(1);\n"), "pg_advisory_lock");
}

TEST(SessionUse, IsNoneInAStringOrAComment) {
  EXPECT_FALSE(first_use_of_session("COMMENT ON TABLE t IS 'set_config'; -- pg_temp\n"));
}

}  // namespace
}  // namespace sqlmig::sqltext

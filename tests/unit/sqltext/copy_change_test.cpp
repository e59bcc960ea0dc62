// Edits of scripts with COPY … FROM STDIN.
#include "unit/sqltext/script_edits.hpp"

#include <gtest/gtest.h>

namespace sqlmig::sqltext {
namespace {

TEST(CompareCopy, CallsEveryByteOfTheDataAChange) {
  kInPostgres.expect_statements({
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n2\n\\.\n"},
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n1 \n\\.\n"},
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n1\n\n\\.\n"},
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n1\n1\n\\.\n"},
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n\\.\n"},
      {"COPY t FROM STDIN;\n-- a\n\\.\n", "COPY t FROM STDIN;\n-- b\n\\.\n"},
      {"COPY t FROM STDIN;\n/* a */\n\\.\n", "COPY t FROM STDIN;\n/* b */\n\\.\n"},
      {"COPY t FROM STDIN;\n;\n\\.\n", "COPY t FROM STDIN;\n;;\n\\.\n"},
      {"COPY t FROM STDIN;\n\\restrict a\n\\.\n", "COPY t FROM STDIN;\n\\restrict b\n\\.\n"},
      {"COPY t FROM STDIN;\n1\n\\.\nSELECT 1;", "COPY t FROM STDIN;\n1\nSELECT 1;\n\\.\n"},
  });
}

TEST(CompareCopy, CallsWhatStandsAroundTheDataLayout) {
  kInPostgres.expect_layout({
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY  t FROM STDIN ; -- rows\n1\n\\.\n"},
      {"COPY t FROM STDIN;\n1\n\\.\n", "COPY t FROM STDIN;\n1\n\\.\n\n-- end\n"},
      {"SELECT 1;\nCOPY t FROM STDIN;\nit's\n\\.\nSELECT 2;",
       "SELECT 1;;\n\n/* ' */COPY t FROM STDIN;\nit's\n\\.\n\nSELECT  2"},
      {"\\restrict a\nCOPY t FROM STDIN;\n1\n\\.\n", "\\restrict b\nCOPY t FROM STDIN;\n1\n\\.\n"},
  });
}

TEST(CompareCopy, NamesTheStatementWhoseDataDiffers) {
  EXPECT_EQ(compare_scripts("SELECT 1;\nCOPY t FROM STDIN;\n1\n\\.\nSELECT 2;\n",
                            "SELECT 1;\nCOPY t FROM STDIN;\n2\n\\.\nSELECT 2;\n", kPostgres),
            (ScriptChange{Extent::statements, 2, 10}));
}

TEST(CompareCopy, NamesTheStatementBehindDataThatDiffers) {
  EXPECT_EQ(compare_scripts("COPY t FROM STDIN;\n1\n\\.\nSELECT 2;\n",
                            "COPY t FROM STDIN;\n1\n\\.\nSELECT 3;\n", kPostgres),
            (ScriptChange{Extent::statements, 2, 24}));
}

TEST(CompareCopy, SeesTextBetweenStatementAndData) {
  kInPostgres.expect_statements({
      {"COPY t FROM STDIN; 'a\n1\n\\.\n", "COPY t FROM STDIN; 'b\n1\n\\.\n"},
      {"COPY t FROM STDIN; SELECT 1;\n1\n\\.\n", "COPY t FROM STDIN;\n1\n\\.\n"},
  });
}

TEST(CompareCopy, KnowsNoDataInSqlite) {
  kInSqlite.expect_layout({{"COPY t FROM STDIN;\n1;\n", "COPY t FROM STDIN;\n-- a\n1;\n"}});
}

}  // namespace
}  // namespace sqlmig::sqltext

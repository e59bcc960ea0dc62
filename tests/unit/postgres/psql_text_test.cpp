// SQL for psql: what it would read in another way than the server.
#include "postgres/psql_text.hpp"

#include <gtest/gtest.h>

namespace sqlmig::postgres {
namespace {

TEST(ForPsql, EscapesColonsThatBeginAVariable) {
  EXPECT_EQ(for_psql("SELECT a[1:n], :'x', :\"x\", :{?x};"),
            "SELECT a[1\\:n], \\:'x', \\:\"x\", \\:{?x};");
  EXPECT_EQ(for_psql("SELECT a[1:2];"), "SELECT a[1\\:2];");
}

TEST(ForPsql, LeavesOtherColonsAlone) {
  for (const char* sql :
       {"SELECT 'x'::text::int, f(a := 1);", "SELECT ':a', \":a\", $$:a$$, E'\\':a';",
        "-- :a\n/* :a */ SELECT a[1: n];"})
    EXPECT_EQ(for_psql(sql), sql);
}

TEST(ForPsql, LeavesOutTheGuardsOfADump) {
  EXPECT_EQ(for_psql("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n"), "\nSELECT 1;\n\n");
}

TEST(ScriptForPsql, KeepsDataAsItIs) {
  const std::string script = "COPY t FROM stdin;\n1\t:a 'x\n\\.\nSELECT a[1:n];\n";
  EXPECT_EQ(script_for_psql(script), "COPY t FROM stdin;\n1\t:a 'x\n\\.\nSELECT a[1\\:n];\n");
}

TEST(ScriptForPsql, EndsTheLastStatement) {
  EXPECT_EQ(script_for_psql("SELECT 1 -- one\n"), "SELECT 1 -- one\n;\n");
  EXPECT_EQ(script_for_psql("SELECT 1; -- one\n"), "SELECT 1; -- one\n");
  EXPECT_EQ(script_for_psql("-- nothing\n"), "-- nothing\n");
}

TEST(LiteralForPsql, IsReadable) {
  EXPECT_EQ(literal_for_psql("plain :x"), "'plain :x'");
  EXPECT_EQ(literal_for_psql("it's"), "$sqlmig$it's$sqlmig$");
  EXPECT_EQ(literal_for_psql("a\\b"), "$sqlmig$a\\b$sqlmig$");
}

TEST(LiteralForPsql, HasATagThatTheTextDoesNotHold) {
  EXPECT_EQ(literal_for_psql("'$sqlmig$ $sqlmig1$"), "$sqlmig2$'$sqlmig$ $sqlmig1$$sqlmig2$");
  EXPECT_EQ(literal_for_psql("'$sqlmig"), "$sqlmig1$'$sqlmig$sqlmig1$");
}

TEST(PsqlArgument, IsQuoted) {
  EXPECT_EQ(psql_argument("COPY \"t\" (a) FROM stdin (NULL E'\\\\n',\n QUOTE '''')"),
            "'COPY \"t\" (a) FROM stdin (NULL E''\\\\\\\\n'',\\n QUOTE '''''''')'");
}

}  // namespace
}  // namespace sqlmig::postgres

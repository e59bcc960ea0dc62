#include "sqltext/script_change.hpp"

#include "unit/sqltext/script_edits.hpp"
#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sqlmig::sqltext {
namespace {

TEST(CompareScripts, FindsNothingInEqualTexts) {
  const ScriptChange none{Extent::none, 0, 0};
  for (const std::string_view script :
       {"", "SELECT 1;", "-- sqlmig: no-transaction\n", "SELECT '"}) {
    EXPECT_EQ(compare_scripts(script, script, kPostgres), none);
    EXPECT_EQ(compare_scripts(script, script, kSqlite), none);
    EXPECT_EQ(compare_scripts(script, script), none);
  }
}

TEST(CompareScripts, CallsBlanksAndCommentsLayout) {
  kInBoth.expect_layout({
      {"", "-- nothing\n"},
      {"SELECT 1;\n", "SELECT  1 ;\n"},
      {"SELECT 1;\n", "\n\tSELECT\n1;\n\n"},
      {"SELECT 1;\n", "-- one\nSELECT 1;\n"},
      {"SELECT 1;\n", "SELECT 1; -- one\n"},
      {"SELECT 1;\n", "SELECT/* one */1;\n"},
      {"SELECT 1; -- a\n", "SELECT 1; -- b\n"},
      {"SELECT 1;/* a */\n", "SELECT 1;/* ';--$$ */\n"},
      {"a=b", "a = b"},
      {"f(a,b)", "f( a, b )"},
      {"a.b", "a . b"},
      {"a<-1", "a < - 1"},
      {"a||'x'", "a || 'x'"},
      {"1-/*c*/1", "1-1"},
      {"t'a'", "t 'a'"},
  });
}

TEST(CompareScripts, NestsCommentsInPostgresOnly) {
  const Edits edits{{"SELECT 1;", "/* a /* b */ c */ SELECT 1;"}};
  kInPostgres.expect_layout(edits);
  kInSqlite.expect_statements(edits);
}

TEST(CompareScripts, CallsWhatALineEndMovesOutOfACommentAChange) {
  kInBoth.expect_statements({
      {"-- a\nSELECT 1;", "-- a SELECT 1;"},
      {"SELECT 1 -- a\n+ 1;", "SELECT 1 -- a + 1;"},
      {"SELECT 1 /* c */;", "SELECT 1 /* c ;"},
      {"a - - b", "a -- b"},
  });
}

TEST(CompareScripts, CallsEverythingInsideALiteralAChange) {
  kInBoth.expect_statements({
      {"SELECT 'a';", "SELECT 'a ';"},
      {"SELECT '--';", "SELECT '-- ';"},
      {"SELECT '-- a\n';", "SELECT '-- b\n';"},
      {"SELECT '/* a */';", "SELECT '/* b */';"},
      {"SELECT 'it''s';", "SELECT 'it' 's';"},
      {"SELECT \"a\";", "SELECT \"a \";"},
      {"SELECT \"a--b\";", "SELECT \"a--c\";"},
      {"SELECT 'a;b';", "SELECT 'a;;b';"},
  });
  kInPostgres.expect_statements({
      {"DO $$ a -- b\n$$;", "DO $$ a -- c\n$$;"},
      {"DO $$ a $$;", "DO $$  a $$;"},
      {"DO $a$ b $a$;", "DO $c$ b $c$;"},
      {"DO $a$ /* $$ */ $a$;", "DO $a$ $a$;"},
      {R"(SELECT E'\' -- a';)", R"(SELECT E'\' -- b';)"},
      {"SELECT U&'a b';", "SELECT U&'a  b';"},
  });
  kInSqlite.expect_statements({
      {"SELECT [a--b];", "SELECT [a--c];"},
      {"SELECT `a  b`;", "SELECT `a b`;"},
  });
}

TEST(CompareScripts, SeesWhereALiteralEnds) {
  kInBoth.expect_layout({
      {"SELECT '''' -- a", "SELECT '''' -- b"},
      {R"(SELECT '\' -- a)", R"(SELECT '\' -- b)"},
  });
  kInPostgres.expect_layout({
      {R"(SELECT E'\\' -- a)", R"(SELECT E'\\' -- b)"},
      {"DO $a$ $$ $a$ -- a", "DO $a$ $$ $a$ -- b"},
      {"SELECT $1 -- $$ a", "SELECT $1 -- $$ b"},
  });
}

TEST(CompareScripts, CallsJoinedOrPartedLexemesAChange) {
  kInBoth.expect_statements({
      {"12", "1 2"},
      {"ab", "a b"},
      {"a<=b", "a< =b"},
      {"a<>b", "a< >b"},
      {"a||b", "a| |b"},
      {"1.5", "1 .5"},
      {"1.5", "1. 5"},
      {"1e5", "1 e5"},
      {"1e-5", "1e -5"},
      {"0x1F", "0 x1F"},
      {"1_000", "1 _000"},
      {"a.5", "a. 5"},
      {"x'1F'", "x '1F'"},
      {"'a''b'", "'a' 'b'"},
      {"\"a\"\"b\"", "\"a\" \"b\""},
  });
  kInPostgres.expect_statements({
      {"a::b", "a: :b"},
      {"a:=b", "a: =b"},
      {"1..2", "1. .2"},
      {"$12", "$1 2"},
      {"a@-b", "a@ -b"},
      {"a*=b", "a* =b"},
      {"e'a'", "e 'a'"},
      {"u&'a'", "u& 'a'"},
  });
  kInSqlite.expect_statements({
      {"a->>b", "a-> >b"},
      {"a->>b", "a->>>b"},
      {"?12", "?1 2"},
      {":name", ": name"},
      {"$a(b)", "$a (b)"},
  });
}

TEST(CompareScripts, PartsWhatTheDatabasePartsItself) {
  kInPostgres.expect_layout(
      {{"a=-1", "a= -1"}, {"2*-3", "2* -3"}, {"1..5", "1 .. 5"}, {"a:b", "a : b"}});
  kInSqlite.expect_layout({{"a=>b", "a= >b"}, {"a&&b", "a& &b"}, {"?a", "? a"}});
}

TEST(CompareScripts, ComparesTheCaseOfLetters) {
  kInBoth.expect_statements(
      {{"SELECT 1", "select 1"}, {"a", "A"}, {"1e5", "1E5"}, {"x'a'", "X'a'"}});
}

TEST(CompareScripts, MindsTheLineEndThatContinuesAString) {
  kInPostgres.expect_statements({
      {"SELECT 'a'\n'b';", "SELECT 'a' 'b';"},
      {"SELECT 'a' -- c\n'b';", "SELECT 'a' /* c */ 'b';"},
      {"SELECT 'a'\n'b';", "SELECT 'a'\n/* c */ 'b';"},
      {"SELECT E'a'\n'b';", "SELECT E'a' 'b';"},
  });
  kInPostgres.expect_layout({
      {"SELECT 'a'\n'b';", "SELECT 'a'\n\n   'b';"},
      {"SELECT 'a'\n'b';", "SELECT 'a' -- c\n'b';"},
  });
  kInSqlite.expect_layout({{"SELECT 'a'\n'b';", "SELECT 'a' 'b';"}});
}

TEST(CompareScripts, CallsAnEmptyStatementLayout) {
  kInBoth.expect_layout({
      {"SELECT 1;", "SELECT 1;;"},
      {"SELECT 1;", ";SELECT 1; ; -- a\n;"},
      {"SELECT 1; SELECT 2;", "SELECT 1;;SELECT 2;"},
      {"", ";"},
  });
}

TEST(CompareScripts, LetsTheLastSemicolonGo) {
  kInBoth.expect_layout({
      {"SELECT 1;", "SELECT 1"},
      {"SELECT 1; SELECT 2;\n", "SELECT 1; SELECT 2\n"},
      {"SELECT 1;", "SELECT 1 -- ;"},
  });
  kInBoth.expect_statements({{"SELECT 1; SELECT 2;", "SELECT 1 SELECT 2;"}});
}

TEST(CompareScripts, TellsADirectiveFromOtherComments) {
  kInBoth.expect_directives({
      {"VACUUM;\n", "-- sqlmig: no-transaction\nVACUUM;\n"},
      {"-- sqlmig: foreign-keys off\nSELECT 1;", "-- sqlmig: no-transaction\nSELECT 1;"},
      {"-- sqlmig: no-transaction\nVACUUM;\n", "VACUUM; -- sqlmig: no-transaction\n"},
  });
  kInBoth.expect_layout({
      {"-- sqlmig: no-transaction\nVACUUM;", "-- why\n--sqlmig:no-transaction\nVACUUM;"},
      {"SELECT 1;\n", "-- see sqlmig\nSELECT 1;\n"},
  });
}

TEST(CompareScripts, IgnoresTheGuardsOfPgDump) {
  kInPostgres.expect_layout({
      {"\\restrict a1\nSELECT 1;\n\\unrestrict a1\n",
       "\\restrict b2\nSELECT 1;\n\\unrestrict b2\n"},
      {"\\restrict a1\nSELECT 1;\n\\unrestrict a1\n", "SELECT 1;\n"},
  });
  kInPostgres.expect_statements({{"SELECT\n\\restrict a\n1;", "SELECT\n1;"}});
}

TEST(CompareScripts, WithoutADatabaseCallsLayoutWhatIsSoForBoth) {
  const auto extent = [](std::string_view before, std::string_view after) {
    return compare_scripts(before, after).extent;
  };
  EXPECT_EQ(extent("SELECT 1;", "SELECT 1; -- one"), Extent::layout);
  EXPECT_EQ(extent("VACUUM;", "-- sqlmig: no-transaction\nVACUUM;"), Extent::directives);
  EXPECT_EQ(extent("DO $$ a -- b\n$$;", "DO $$ a -- c\n$$;"), Extent::statements);
  EXPECT_EQ(extent("SELECT [a--b];", "SELECT [a--c];"), Extent::statements);
  EXPECT_EQ(compare_scripts("SELECT 1; SELECT '\n' [a--b];", "SELECT 1; SELECT '\n' [a--c];"),
            (ScriptChange{Extent::statements, 2, 10}));
}

TEST(CompareScripts, TakesLinearTime) {
  const std::string script = repeated("SELECT '1' + 1.5 /* a */;\n", 50'000);
  EXPECT_EQ(compare_scripts(script, script + ";").extent, Extent::layout);
  EXPECT_EQ(compare_scripts(script, script + "SELECT").statement, 50'001U);
  const std::string signs = repeated("+-", 100'000);
  EXPECT_EQ(compare_scripts(signs, " " + signs).extent, Extent::layout);
}

}  // namespace
}  // namespace sqlmig::sqltext

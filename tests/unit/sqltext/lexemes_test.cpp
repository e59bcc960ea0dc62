#include "sqltext/lexemes.hpp"

#include "unit/sqltext/split_texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {
namespace {

// The texts of the lexemes; one that continues the string before it has a + in front.
Texts lexemes(std::string_view text, SqlDialect dialect) {
  Texts texts;
  LexemeReader reader(text, dialect);
  for (Lexeme lexeme = reader.next(); lexeme.kind != Lexeme::Kind::end_of_text;
       lexeme = reader.next()) {
    texts.emplace_back(lexeme.kind == Lexeme::Kind::string_part ? "+" : "");
    texts.back() += text.substr(lexeme.begin, lexeme.end - lexeme.begin);
  }
  return texts;
}

Texts in_postgres(std::string_view text) { return lexemes(text, SqlDialect::postgres); }
Texts in_sqlite(std::string_view text) { return lexemes(text, SqlDialect::sqlite); }

struct Case {
  std::string_view text;
  Texts lexemes;
};

void expect_in_postgres(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(in_postgres(c.text), c.lexemes) << c.text;
}

void expect_in_sqlite(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(in_sqlite(c.text), c.lexemes) << c.text;
}

void expect_in_both(const std::vector<Case>& cases) {
  expect_in_postgres(cases);
  expect_in_sqlite(cases);
}

TEST(Lexemes, AreWordsStringsAndPunctuation) {
  expect_in_both({
      {"", {}},
      {"SELECT a,b FROM t;", {"SELECT", "a", ",", "b", "FROM", "t", ";"}},
      {"f(a.b)", {"f", "(", "a", ".", "b", ")"}},
      {"'a''b' 'a' \"c\"\"d\"", {"'a''b'", "'a'", "\"c\"\"d\""}},
      {"x'1F'y", {"x'1F'", "y"}},
      {"naïve größe_1$", {"naïve", "größe_1$"}},
      {"{}", {"{", "}"}},
  });
}

TEST(Lexemes, HaveNoCommentsAmongThem) {
  expect_in_both({
      {"a /* b */ c -- d\ne", {"a", "c", "e"}},
      {"a/**/b", {"a", "b"}},
      {"a<--b\nc", {"a", "<", "c"}},
      {"1/*2*/3", {"1", "3"}},
      {"1-/**/2", {"1", "-", "2"}},
      {"'--' '/*' /*'*/", {"'--'", "'/*'"}},
  });
  expect_in_postgres({{"/* a /* b */ c */ d", {"d"}}, {"a -- b\rc", {"a", "c"}}});
  expect_in_sqlite({{"/* a /* b */ c */ d", {"c", "*", "/", "d"}}, {"a -- b\rc", {"a"}}});
}

TEST(Lexemes, HaveACommentThatDoesNotEnd) {
  expect_in_both({{"a /* b", {"a", "/* b"}}, {"/*", {"/*"}}, {"a '/* b", {"a", "'/* b"}}});
}

TEST(Lexemes, KeepANumberWhole) {
  expect_in_both({
      {"12 1 2", {"12", "1", "2"}},
      {"1.5e-3", {"1.5e-3"}},
      {"1.e5 1. .5 .5E+1", {"1.e5", "1.", ".5", ".5E+1"}},
      {"1e5 1E5.5", {"1e5", "1E5", ".5"}},
      {"1.5.5", {"1.5", ".5"}},
      {"a.5 a. 5", {"a", ".5", "a", ".", "5"}},
      {"0x1F 0x1e-3", {"0x1F", "0x1e", "-", "3"}},
      {"1_000 1_000.5_0e1_0", {"1_000", "1_000.5_0e1_0"}},
      {"1-1", {"1", "-", "1"}},
      {"-1.5", {"-", "1.5"}},
      {"(1)", {"(", "1", ")"}},
  });
}

TEST(Lexemes, KeepALetterWithItsNumber) {
  expect_in_both({
      {"1a 1e 1e- 1.5ex", {"1a", "1e", "1e", "-", "1.5ex"}},
      {"1__0 1_", {"1__0", "1_"}},
      {"1e'a'", {"1e", "'a'"}},
      {"1'a'", {"1", "'a'"}},
  });
}

TEST(Lexemes, TellARangeOfPostgresFromTwoNumbersOfSqlite) {
  expect_in_postgres({{"1..5", {"1", "..", "5"}}, {"1...5", {"1", "..", ".5"}}});
  expect_in_sqlite({{"1..5", {"1.", ".5"}}, {"1...5", {"1.", ".", ".5"}}});
}

TEST(Lexemes, TakeTheLongestOperatorOfPostgres) {
  expect_in_postgres({
      {"a<=b a< =b", {"a", "<=", "b", "a", "<", "=", "b"}},
      {"=> >= <> != ->> @> && ?| ~~* !~~*",
       {"=>", ">=", "<>", "!=", "->>", "@>", "&&", "?|", "~~*", "!~~*"}},
      {"a::b c:=d e:f ::=", {"a", "::", "b", "c", ":=", "d", "e", ":", "f", "::", "="}},
      {"a`b #%^|", {"a", "`", "b", "#%^|"}},
      {"*/ //*c*/1", {"*/", "/", "1"}},
      {"[1:2],.", {"[", "1", ":", "2", "]", ",", "."}},
  });
}

TEST(Lexemes, EndAnOperatorOfPostgresBeforeASign) {
  expect_in_postgres({
      {"a=-1", {"a", "=", "-", "1"}},
      {"a<>-1", {"a", "<>", "-", "1"}},
      {"2*-+3", {"2", "*", "-", "+", "3"}},
      {"=+-+", {"=", "+", "-", "+"}},
      {"+-+", {"+", "-", "+"}},
      {"+++= +=", {"+++=", "+="}},
      {"@- ?+ !=- %-+", {"@-", "?+", "!=-", "%-+"}},
      {"=+-- c\n1", {"=", "+", "1"}},
      {"=-/* c */1", {"=", "-", "1"}},
  });
}

TEST(Lexemes, KnowTheOperatorsOfSqlite) {
  expect_in_sqlite({
      {"a<=b a< =b", {"a", "<=", "b", "a", "<", "=", "b"}},
      {"->> -> || << >> <= >= == <> !=",
       {"->>", "->", "||", "<<", ">>", "<=", ">=", "==", "<>", "!="}},
      {"a=-1 =-+ <<= |||", {"a", "=", "-", "1", "=", "-", "+", "<<", "=", "||", "|"}},
      {"=> ! && ~~ ::", {"=", ">", "!", "&", "&", "~", "~", ":", ":"}},
  });
}

TEST(Lexemes, HaveTheParametersOfPostgres) {
  expect_in_postgres({
      {"$1 $12", {"$1", "$12"}},
      {"$1$2", {"$1", "$2"}},
      {"$1a $1.5 $ 1", {"$1a", "$1", ".5", "$", "1"}},
      {"a$1", {"a$1"}},
      {":name @name", {":", "name", "@", "name"}},
  });
}

TEST(Lexemes, HaveTheParametersOfSqlite) {
  expect_in_sqlite({
      {"? ?1 ?12a", {"?", "?1", "?12", "a"}},
      {":name @name $name #1", {":name", "@name", "$name", "#1"}},
      {": name :a:b :a::b", {":", "name", ":a", ":b", ":a::b"}},
      {"$a(b--c) $a (b)", {"$a(b--c)", "$a", "(", "b", ")"}},
      {"$a(b c) $a(", {"$a(b", "c", ")", "$a("}},
  });
}

TEST(Lexemes, KeepTheStringsOfPostgresWhole) {
  expect_in_postgres({
      {R"(E'a\'b' e'' '\' x)", {R"(E'a\'b')", "e''", R"('\')", "x"}},
      {"U&'a' u&\"b\" u & 'a'", {"U&'a'", "u&\"b\"", "u", "&", "'a'"}},
      {"b'01' n'a' n 'a'", {"b'01'", "n'a'", "n", "'a'"}},
      {"$$a -- b$$ $x$ $$ $x$", {"$$a -- b$$", "$x$ $$ $x$"}},
      {"1$x$a$x$ $1$x$a$x$", {"1", "$x$a$x$", "$1", "$x$a$x$"}},
      {"1_0$x$a  b$x$", {"1_0$x$a", "b$x$"}},
      {"1_0.5$x$a  b$x$", {"1_0.5", "$x$a  b$x$"}},
      {"1e+5$x$a  b$x$", {"1e+5", "$x$a  b$x$"}},
      {"1e5$x$a  b$x$", {"1e5$x$a", "b$x$"}},
      {"$a b", {"$", "a", "b"}},
      {"'a", {"'a"}},
  });
}

TEST(Lexemes, KeepTheNamesOfSqliteWhole) {
  expect_in_sqlite({
      {"[a b] `c``d` \"e\"", {"[a b]", "`c``d`", "\"e\""}},
      {"[a--b]]", {"[a--b]", "]"}},
      {"$$a -- b$$", {"$$a"}},
      {R"(E'a\'b)", {"E", R"('a\')", "b"}},
  });
}

TEST(Lexemes, SayWhetherAStringOfPostgresContinuesTheOneBefore) {
  expect_in_postgres({
      {"'a' 'b'", {"'a'", "'b'"}},
      {"'a'\n'b'\r  'c'", {"'a'", "+'b'", "+'c'"}},
      {"'a' -- /* c\n -- d\n 'b'", {"'a'", "+'b'"}},
      {"'a' /* c */\n'b'", {"'a'", "'b'"}},
      {"'a'\n/* c */'b'", {"'a'", "'b'"}},
      {"'a'\nE'b' x'1'\n'2'", {"'a'", "E'b'", "x'1'", "+'2'"}},
      {"$$a$$\n'b'", {"$$a$$", "'b'"}},
      {"'a',\n'b'", {"'a'", ",", "'b'"}},
      {"E'a'\n'b'", {"E'a'\n'b'"}},
  });
  expect_in_sqlite({{"'a'\n'b'", {"'a'", "'b'"}}});
}

TEST(Lexemes, TakeAPsqlCommandWithItsLine) {
  expect_in_postgres({{"a \\i b; -- c\nd", {"a", "\\i b; -- c", "d"}}});
  expect_in_sqlite({{"a \\i", {"a", "\\", "i"}}});
}

TEST(Lexemes, AreReadInLinearTime) {
  constexpr std::size_t kMany = 100'000;
  for (const std::string_view unit : {"+", "+-", "=+", "=/**/", "1.", "$a ", "'\n", "(", "@a::("}) {
    const std::string text = repeated(unit, kMany);
    EXPECT_FALSE(in_postgres(text).empty());
    EXPECT_FALSE(in_sqlite(text).empty());
  }
}

}  // namespace
}  // namespace sqlmig::sqltext

#include "postgres/script_text.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::postgres {
namespace {

using Views = std::vector<std::string_view>;
using Offsets = std::vector<std::size_t>;

TEST(ScriptText, IsTheScriptWhereThereIsNoData) {
  const std::string_view script = "SELECT 1;\nSELECT 2;\n";
  const ScriptText text(script);
  EXPECT_EQ(text.text(), script);
  EXPECT_EQ(text.copy_data(), Views{});
  EXPECT_EQ(text.statements(), (Offsets{0, 10}));
}

TEST(ScriptText, LeavesOutDataAndTheLineThatEndsIt) {
  const ScriptText text("SELECT 1;\nCOPY t FROM STDIN; -- rows\n1\n2\n\\.\nSELECT 2;\n");
  EXPECT_EQ(text.text(), "SELECT 1;\nCOPY t FROM STDIN; -- rows\nSELECT 2;\n");
  EXPECT_EQ(text.copy_data(), Views{"1\n2\n"});
  EXPECT_EQ(text.statements(), (Offsets{0, 10, 44}));
}

TEST(ScriptText, TakesDataAtEitherEndOfTheScript) {
  const ScriptText text("COPY t FROM STDIN;\n1\n\\.\nCOPY u FROM STDIN;\n\\.\n");
  EXPECT_EQ(text.text(), "COPY t FROM STDIN;\nCOPY u FROM STDIN;\n");
  EXPECT_EQ(text.copy_data(), (Views{"1\n", ""}));
}

TEST(ScriptText, IsEmptyForAnEmptyScript) {
  const ScriptText text("");
  EXPECT_EQ(text.text(), "");
  EXPECT_EQ(text.copy_data(), Views{});
  EXPECT_EQ(text.script_offset(0), 0U);
}

TEST(ScriptText, BlanksTheGuardsOfADumpButNotInDataAndQuotes) {
  const ScriptText text(
      "\\restrict a\nCOPY t FROM STDIN;\n\\restrict b\n\\.\nSELECT '\\restrict c';\n\\unrestrict "
      "a\n");
  EXPECT_EQ(text.text(),
            "           \nCOPY t FROM STDIN;\nSELECT '\\restrict c';\n             \n");
  EXPECT_EQ(text.copy_data(), Views{"\\restrict b\n"});
}

// Each byte of the text but the blanked ones is the byte of the script at its place.
TEST(ScriptText, MapsEveryByteToTheScript) {
  const std::string_view script =
      "COPY a FROM STDIN;\n1\n\\.\nSELECT 'x';\nCOPY b FROM STDIN;\n\\.\nCOPY c FROM STDIN; --\n"
      "COPY c\n\\.\nSELECT 3;\n";
  const ScriptText text(script);
  for (std::size_t at = 0; at < text.text().size(); ++at) {
    EXPECT_EQ(script[text.script_offset(at)], text.text()[at]) << at;
  }
  EXPECT_EQ(text.script_offset(text.text().find("SELECT 3")), script.find("SELECT 3"));
}

TEST(ScriptText, MapsNoFurtherThanTheEndOfTheScript) {
  const std::string_view script = "COPY a FROM STDIN;\n1\n\\.\n";
  EXPECT_EQ(ScriptText(script).script_offset(1000), script.size() - 1);
}

TEST(ScriptText, HandsOverNoDataThatDoesNotEnd) {
  const ScriptText text("COPY t FROM STDIN;\n1\n2\n");
  EXPECT_EQ(text.text(), "COPY t FROM STDIN;\n");
  EXPECT_EQ(text.copy_data(), Views{});
}

TEST(ScriptText, TakesLinearTime) {
  std::string script;
  for (int i = 0; i < 200'000; ++i) script += "COPY t FROM STDIN;\n1\n\\.\n";
  const auto start = std::chrono::steady_clock::now();
  const ScriptText text(script);
  for (std::size_t at = 0; at < text.text().size(); at += 100) (void)text.script_offset(at);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

class OffsetOfRow : public testing::Test {
 protected:
  // The line of the script that begins where the row is said to be.
  static std::string row(std::string_view context, std::size_t statement = 1) {
    constexpr std::string_view kScript =
        "SELECT 1;\nCOPY t FROM STDIN;\nfirst\nsecond\nthird\n\\.\nCOPY u FROM "
        "STDIN;\nother\n\\.\n";
    const auto offset = ScriptText(kScript).offset_of_row(statement, context);
    if (!offset) return "none";
    const std::string_view rest = kScript.substr(*offset);
    return std::string(rest.substr(0, rest.find('\n')));
  }
};

TEST_F(OffsetOfRow, ReadsEveryFormOfTheContext) {
  EXPECT_EQ(row("COPY t, line 1, column a: \"x\""), "first");
  EXPECT_EQ(row("COPY t, line 2, column a: null input"), "second");
  EXPECT_EQ(row("COPY t, line 3: \"third\""), "third");
  EXPECT_EQ(row("COPY t, line 3"), "third");
  EXPECT_EQ(row("COPY u, line 1", 2), "other");
}

TEST_F(OffsetOfRow, ReadsOtherLanguages) {
  EXPECT_EQ(row("COPY t, Zeile 2, Spalte a: »x«"), "second");
  EXPECT_EQ(row("COPY t, ligne 2, colonne a : « x »"), "second");
  EXPECT_EQ(row("COPY t, строка 2, столбец a: \"x\""), "second");
}

TEST_F(OffsetOfRow, FindsCopyBelowATrigger) {
  EXPECT_EQ(row("PL/pgSQL function f() line 3 at RAISE\nCOPY t, line 2: \"second\""), "second");
}

TEST_F(OffsetOfRow, IsNotMisledByTheNameOfTheTable) {
  EXPECT_EQ(row("COPY a, b, line 2: \"x\""), "second");
  EXPECT_EQ(row("COPY 1, 2, line 2: \"x\""), "second");
}

TEST_F(OffsetOfRow, TakesTheEndOfTheDataForTheRowAfterTheLast) {
  EXPECT_EQ(row("COPY t, line 4: \"\"\""), "\\.");
}

TEST_F(OffsetOfRow, GivesNothingWhereThereIsNoSuchRow) {
  EXPECT_EQ(row("COPY t, line 5"), "none");
  EXPECT_EQ(row("COPY t, line 0"), "none");
  EXPECT_EQ(row("COPY t, line 99999999999999999999999"), "none");
  EXPECT_EQ(row("COPY t, line "), "none");
  EXPECT_EQ(row("COPY t"), "none");
  EXPECT_EQ(row(""), "none");
  EXPECT_EQ(row("SQL function \"f\" statement 1"), "none");
}

TEST_F(OffsetOfRow, GivesNothingForTheFileOfAServer) {
  EXPECT_EQ(row("COPY t, line 1: \"x\"", 0), "none");
  EXPECT_EQ(row("COPY t, line 1: \"x\"", 99), "none");
}

}  // namespace
}  // namespace sqlmig::postgres

#include "core/shell_word.hpp"

#include "support/process.hpp"

#include <gtest/gtest.h>

namespace sqlmig {
namespace {

TEST(ShellWord, LeavesAloneWhatIsOneWord) {
  for (const char* text :
       {"origin/main", "migrations/0001_a/up.sql", "HEAD^1", "v1.2+x", "main:./a", "\xC3\xA9"}) {
    EXPECT_EQ(shell_word(text), text);
  }
}

TEST(ShellWord, QuotesWhatIsNot) {
  EXPECT_EQ(shell_word("two words"), "'two words'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST(ShellWord, IsTheTextForAShell) {
  for (const char* text : {"a b", "*", "$HOME", "`x`", "\"", "'", "a\nb", "~", "#", "main@{1}",
                           "a&b|c;d", "\\", "!", "(x)", "<y>", "[z]?", "a''b"}) {
    const test::ProcessResult result =
        test::run_process({"sh", "-c", "printf %s " + shell_word(text)}, {});
    EXPECT_EQ(result.out, text);
  }
}

}  // namespace
}  // namespace sqlmig

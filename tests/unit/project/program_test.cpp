#include "project/program.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

// `script` in a shell, which is only what the tests have at hand to be run.
ProgramOutput run_shell(const std::string& script) {
  const auto output = run_program({"sh", "-c", script}, {});
  EXPECT_TRUE(output);
  return output.value_or(ProgramOutput{});
}

TEST(RunProgram, GivesWhatTheProgramWroteAndHowItEnded) {
  const ProgramOutput output = run_shell("echo out; echo err >&2; exit 3");
  EXPECT_EQ(output.out, "out\n");
  EXPECT_EQ(output.err, "err\n");
  EXPECT_EQ(output.exit_code, 3);
}

TEST(RunProgram, KeepsEveryByte) {
  EXPECT_EQ(run_shell("printf 'a\\0b\\377\\n'").out, std::string("a\0b\377\n", 5));
}

TEST(RunProgram, ReadsMoreThanAPipeHoldsFromBothStreams) {
  for (const char* script : {"printf '%0300000d' 0; printf '%0300000d' 0 >&2",
                             "printf '%0300000d' 0 >&2; printf '%0300000d' 0"}) {
    const ProgramOutput output = run_shell(script);
    EXPECT_EQ(output.out, std::string(300'000, '0'));
    EXPECT_EQ(output.err, std::string(300'000, '0'));
  }
}

TEST(RunProgram, HandsArgumentsOverAsTheyAre) {
  const auto output =
      run_program({"printf", "%s|", "$HOME", "a b", "*", "", "; exit 1", "\"'\n"}, {});
  ASSERT_TRUE(output);
  EXPECT_EQ(output->out, "$HOME|a b|*||; exit 1|\"'\n|");
}

TEST(RunProgram, GivesNoVariablesButThese) {
  const auto output = run_program({"env"}, {"ONE=1", "TWO=a b"});
  ASSERT_TRUE(output);
  EXPECT_EQ(output->out, "ONE=1\nTWO=a b\n");
}

TEST(RunProgram, GivesNothingToRead) { EXPECT_EQ(run_shell("cat").out, ""); }

TEST(RunProgram, TellsASignalFromAnExit) {
  EXPECT_EQ(run_shell("kill -KILL $$").exit_code, 128 + SIGKILL);
}

TEST(RunProgram, HasNothingToSayForAProgramThatIsNotThere) {
  EXPECT_FALSE(run_program({"no-such-program-anywhere"}, {}));
  EXPECT_FALSE(run_program({"/nowhere/git"}, {}));
  EXPECT_FALSE(run_program({"/"}, {}));
}

}  // namespace
}  // namespace sqlmig::project

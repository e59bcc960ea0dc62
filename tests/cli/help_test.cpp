#include "cli/project.hpp"

#include <gmock/gmock.h>

namespace sqlmig::test {
namespace {

class Help : public testing::TestWithParam<std::pair<std::string, Arguments>> {};

const std::pair<std::string, Arguments> kCommands[] = {
    {"init", {"DIR", "--ci"}},
    {"revision",
     {"--message", "--head", "--splice", "--depends-on", "--label", "--tag", "--folder", "--id",
      "--edit"}},
    {"merge", {"--message", "REV"}},
    {"rebase", {"REV", "--onto", "--against"}},
    {"repin", {"REV"}},
    {"tag", {"REV", "NAME"}},
    {"export", {"REV"}},
    {"upgrade",
     {"TARGET", "--expect", "--reason", "--lock-timeout", "--statement-timeout", "--retries",
      "--batch", "--single-transaction", "--heartbeat", "--backup", "--resume", "--targets",
      "--jobs"}},
    {"downgrade",
     {"TARGET", "--last", "--yes", "--from-stored", "--allow-empty-down", "--allow-modified",
      "--expect", "--reason", "--lock-timeout", "--statement-timeout", "--retries", "--batch",
      "--single-transaction", "--heartbeat", "--backup", "--resume", "--targets", "--jobs"}},
    {"redo",
     {"--last", "--allow-empty-down", "--allow-modified", "--reason", "--lock-timeout",
      "--statement-timeout", "--retries", "--batch", "--single-transaction", "--heartbeat",
      "--backup"}},
    {"stamp", {"TARGET", "--purge", "--reason"}},
    {"repair", {"--accept", "--mark-applied", "--mark-reverted", "--reason", "--dry-run"}},
    {"create", {"--help"}},
    {"drop", {"--yes", "--force"}},
    {"plan", {"TARGET", "--down"}},
    {"verify", {"--database"}},
    {"status", {"--exit-code", "--verbose", "--targets", "--jobs"}},
    {"current", {"--help"}},
    {"heads", {"--resolve-dependencies", "--verbose"}},
    {"branches", {"--verbose"}},
    {"history", {"--range", "--graph", "--indicate-current", "--verbose"}},
    {"show", {"REV", "--database"}},
    {"why", {"REV"}},
    {"wait", {"--timeout"}},
    {"version", {"--help"}},
};

INSTANTIATE_TEST_SUITE_P(Command, Help, testing::ValuesIn(kCommands),
                         [](const auto& each) { return each.param.first; });

TEST_P(Help, NamesEveryOption) {
  const auto& [command, words] = GetParam();
  const ProcessResult result = run_sqlmig({command, "--help"}, {});
  EXPECT_TRUE(exits(result, 0));
  for (const std::string& word : words) EXPECT_TRUE(contains(result.out, word));
}

TEST_P(Help, IsListedAtTheTop) {
  EXPECT_TRUE(contains(run_sqlmig({"--help"}, {}).out, "  " + GetParam().first));
}

TEST(TopLevelHelp, NamesTheGlobalOptions) {
  const ProcessResult result = run_sqlmig({"--help"}, {});
  EXPECT_TRUE(exits(result, 0));
  for (const char* word : {"--project", "--env", "--url", "--role", "--wait", "--lock-wait",
                           "--json", "--color", "--quiet", "--version"})
    EXPECT_TRUE(contains(result.out, word));
}

TEST(TopLevelHelp, NamesTheExitCodes) {
  EXPECT_TRUE(contains(run_sqlmig({"--help"}, {}).out, "6 cannot connect"));
}

TEST(TopLevelHelp, IsNotColoured) {
  EXPECT_EQ(run_sqlmig({"--help", "--color", "always"}, {}).out.find('\033'), std::string::npos);
}

TEST(Version, IsTheSameAsAFlagAndAsACommand) {
  EXPECT_EQ(run_sqlmig({"--version"}, {}).out, run_sqlmig({"version"}, {}).out);
}

TEST(Version, NamesTheToolAndThreeNumbers) {
  EXPECT_TRUE(testing::Matches(testing::ContainsRegex("^sqlmig [0-9]+\\.[0-9]+\\.[0-9]+\n$"))(
      run_sqlmig({"version"}, {}).out));
}

// What cannot be meant: the arguments, and a part of what is said about them.
struct Wrong {
  std::string name;
  Arguments arguments;
  std::string said;
};

class WrongWords : public testing::TestWithParam<Wrong> {};

const Wrong kWrong[] = {
    {"UnknownCommand", {"upgrad"}, "did you mean 'upgrade'"},
    {"UnknownCommandLikeNone", {"xyzzy"}, "there is no command 'xyzzy'"},
    {"UnknownOption", {"upgrade", "--expct", "x"}, "did you mean '--expect'"},
    {"NoCommand", {}, "no command was given"},
    {"EmptyUrl", {"upgrade", "--url="}, "--url has no value"},
    {"EmptyUrlBehind", {"upgrade", "--url", ""}, "is empty"},
    {"EmptyTarget", {"upgrade", ""}, "is empty"},
    {"LockWaitThatIsNoNumber", {"status", "--lock-wait", "soon"}, "whole number"},
    {"WaitThatIsNoNumber", {"status", "--wait", "5s"}, "whole number"},
    {"LockTimeoutWithoutAUnit", {"upgrade", "--lock-timeout", "5"}, "lacks a unit"},
    {"LockTimeoutOfACommandThatRunsNothing", {"status", "--lock-timeout", "5s"}, "not expected"},
    {"BatchAndSingleTransaction", {"redo", "--batch", "--single-transaction"}, "exclude"},
    {"ResumeOfARedo", {"redo", "--resume"}, "not expected"},
    {"DropOfAName", {"drop", "app"}, "'app' was not expected"},
    {"ColorThatIsNone", {"heads", "--color", "blue"}, "always or never"},
    {"ExpectThatIsNoChecksum", {"upgrade", "--expect", "abc"}, "not a plan checksum"},
    {"DowngradeWithoutTarget", {"downgrade"}, "needs a target"},
    {"DowngradeWithTargetAndLast", {"downgrade", "base", "--last", "1"}, "not both"},
    {"RevisionWithoutMessage", {"revision"}, "--message"},
    {"StampWithoutTarget", {"stamp"}, "sqlmig stamp --help"},
    {"RepairOfNothing", {"repair", "--reason", "x"}, "one of --accept, --mark-applied"},
    {"RepairOfAPlainName", {"repair", "a", "--reason", "x"}, "'a' was not expected"},
    {"RepairInTwoWays",
     {"repair", "--accept", "a", "--mark-reverted", "b", "--reason", "x"},
     "one of --accept, --mark-applied"},
    {"RepairWithoutAReason", {"repair", "--accept", "a"}, "needs a --reason"},
    {"RepairWithABlankReason", {"repair", "--accept", "a", "--reason", " "}, "needs a --reason"},
    {"RebaseOntoNothing", {"rebase", "a"}, "--onto"},
    {"TagWithoutAName", {"tag", "a"}, "name"},
    {"ExportWithoutARevision", {"export"}, "sqlmig export --help"},
    {"WhyOfOne", {"why", "a"}, "sqlmig why --help"},
    {"RedoOfATarget", {"redo", "a"}, "'a' was not expected"},
    {"HistoryOfAnEmptyRange", {"history", "-r", ""}, "is empty"},
    {"ShowOfTwo", {"show", "a", "b"}, "'b' was not expected"},
};

INSTANTIATE_TEST_SUITE_P(Words, WrongWords, testing::ValuesIn(kWrong),
                         [](const auto& each) { return each.param.name; });

TEST_P(WrongWords, AreAUsageError) {
  const ProcessResult result = run_sqlmig(GetParam().arguments, {});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.err, GetParam().said));
}

TEST_P(WrongWords, AreAUsageErrorInJson) {
  Arguments arguments = GetParam().arguments;
  arguments.insert(arguments.begin(), "--json");
  const ProcessResult result = run_sqlmig(arguments, {});
  const auto object = nlohmann::json::parse(result.out, nullptr, false);
  ASSERT_TRUE(object.is_object()) << result.out;
  EXPECT_EQ(object.value("exit_code", -1), 2);
}

class Colour : public ProjectTest {
 protected:
  [[nodiscard]] bool is_coloured(const Arguments& arguments, const Variables& variables) const {
    return sqlmig(arguments, variables).out.find("\033[") != std::string::npos;
  }
};

TEST_F(Colour, IsLeftOutWhereOutputIsNoTerminal) { EXPECT_FALSE(is_coloured({"verify"}, {})); }

TEST_F(Colour, IsThereWhenAlwaysWanted) {
  EXPECT_TRUE(is_coloured({"verify", "--color", "always"}, {}));
}

TEST_F(Colour, IsThereWhenAlwaysWantedInSpiteOfTheVariable) {
  EXPECT_TRUE(is_coloured({"verify", "--color", "always"}, {{"NO_COLOR", "1"}}));
}

TEST_F(Colour, IsLeftOutOfJson) {
  EXPECT_FALSE(is_coloured({"verify", "--color", "always", "--json"}, {}));
}

}  // namespace
}  // namespace sqlmig::test

// The options of the commands that run scripts, as values.
#include "cli/options.hpp"
#include "support/caught.hpp"
#include <sqlmig/error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::cli {
namespace {

using commands::Unfinished;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::caught;
using Words = std::vector<std::string>;

CommandLine line_of(const Words& words) { return std::get<CommandLine>(parse(words)); }

template <typename Request>
Request request_of(const Words& words) {
  return std::get<Request>(line_of(words).command);
}

RunOptions run_of(Words words) {
  if (words.front() == "upgrade") return request_of<commands::UpgradeRequest>(words).run;
  if (words.front() == "redo") return request_of<commands::RedoRequest>(words).run;
  words.emplace_back("base");
  return request_of<commands::DowngradeRequest>(words).run;
}

class RunOptionWords : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Commands, RunOptionWords, testing::Values("upgrade", "downgrade", "redo"),
                         [](const auto& each) { return each.param; });

TEST_P(RunOptionWords, HaveDefaults) {
  const RunOptions run = run_of({GetParam()});
  EXPECT_EQ(run.bundling, RunOptions::Bundling::none);
  EXPECT_EQ(run.heartbeat, seconds(30));
  EXPECT_EQ(run.backup, std::nullopt);
}

TEST_P(RunOptionWords, AreTakenOver) {
  const RunOptions run =
      run_of({GetParam(), "--batch", "--heartbeat", "5", "--backup", "copies/a.db"});
  EXPECT_EQ(run.bundling, RunOptions::Bundling::batch);
  EXPECT_EQ(run.heartbeat, seconds(5));
  EXPECT_EQ(run.backup, "copies/a.db");
  EXPECT_EQ(run_of({GetParam(), "--single-transaction"}).bundling,
            RunOptions::Bundling::single_transaction);
  EXPECT_EQ(run_of({GetParam(), "--heartbeat", "0"}).heartbeat, seconds(0));
}

TEST_P(RunOptionWords, SaySettings) {
  Words words{GetParam(), "--lock-timeout", "5s", "--statement-timeout", "0", "--retries", "3"};
  if (GetParam() == "downgrade") words.emplace_back("base");
  const ConfigFlags flags = line_of(words).flags;
  EXPECT_EQ(flags.lock_timeout, milliseconds(5000));
  EXPECT_EQ(flags.statement_timeout, milliseconds(0));
  EXPECT_EQ(flags.retries, 3);
  EXPECT_EQ(flags.role, std::nullopt);
}

TEST_P(RunOptionWords, AreRefusedIfTheyCannotBe) {
  const std::vector<std::pair<Words, std::string>> rows{
      {{"--batch", "--single-transaction"}, "exclude each other"},
      {{"--heartbeat", "5s"}, "whole number"},
      {{"--heartbeat", "99999999999"}, "at most"},
      {{"--retries", "-1"}, "whole number"},
      {{"--retries", "1001"}, "1000 at most"},
      {{"--lock-timeout", "5"}, "--lock-timeout: '5' lacks a unit"},
      {{"--statement-timeout", "long"}, "--statement-timeout: 'long' is no duration"},
  };
  for (const auto& [options, said] : rows) {
    Words words{GetParam()};
    words.insert(words.end(), options.begin(), options.end());
    if (GetParam() == "downgrade") words.emplace_back("base");
    const Error error = caught([&] { (void)parse(words); });
    EXPECT_EQ(error.code(), ErrorCode::usage) << options.front();
    EXPECT_NE(std::string(error.what()).find(said), std::string::npos) << error.what();
    EXPECT_NE(error.advice, "") << error.what();
  }
}

TEST(ResumeWord, SaysThatWhatStoppedHalfWayGoesOn) {
  EXPECT_EQ(request_of<commands::UpgradeRequest>({"upgrade"}).unfinished, Unfinished::refused);
  EXPECT_EQ(request_of<commands::UpgradeRequest>({"upgrade", "--resume"}).unfinished,
            Unfinished::resumed);
  EXPECT_EQ(request_of<commands::DowngradeRequest>({"downgrade", "base"}).unfinished,
            Unfinished::refused);
}

TEST(ResumeWord, NeedsNoTargetOfADowngrade) {
  const auto request = request_of<commands::DowngradeRequest>({"downgrade", "--resume"});
  EXPECT_EQ(request.unfinished, Unfinished::resumed);
  EXPECT_EQ(request.target, std::nullopt);
  EXPECT_EQ(request.last, std::nullopt);
  EXPECT_EQ(caught([] { (void)parse({"downgrade"}); }).code(), ErrorCode::usage);
}

TEST(WaitWords, SayHowLongToWaitForTheDatabase) {
  EXPECT_EQ(line_of({"status"}).wait, seconds(0));
  EXPECT_EQ(line_of({"status", "--wait", "5"}).wait, seconds(5));
  EXPECT_EQ(line_of({"--wait", "5", "status"}).wait, seconds(5));
  EXPECT_EQ(line_of({"wait"}).wait, seconds(60));
  EXPECT_EQ(line_of({"wait", "--timeout", "7"}).wait, seconds(7));
  EXPECT_EQ(line_of({"wait", "--wait", "7"}).wait, seconds(7));
  EXPECT_EQ(caught([] { (void)parse({"status", "--wait", "5s"}); }).code(), ErrorCode::usage);
  EXPECT_EQ(caught([] { (void)parse({"wait", "--timeout", "long"}); }).code(), ErrorCode::usage);
}

TEST(RoleWord, IsAFlagOfEveryCommand) {
  EXPECT_EQ(line_of({"status", "--role", "owner"}).flags.role, "owner");
  EXPECT_EQ(line_of({"--role", "owner", "create"}).flags.role, "owner");
}

TEST(DropWords, SayWhetherOthersAreSentAway) {
  using OtherSessions = DatabaseSite::OtherSessions;
  EXPECT_EQ(request_of<commands::DropRequest>({"drop"}).others, OtherSessions::respected);
  EXPECT_EQ(request_of<commands::DropRequest>({"drop", "--force"}).others, OtherSessions::ended);
  EXPECT_EQ(line_of({"drop"}).confirmation, Confirmation::ask);
  EXPECT_EQ(line_of({"drop", "--yes"}).confirmation, Confirmation::given);
}

}  // namespace
}  // namespace sqlmig::cli

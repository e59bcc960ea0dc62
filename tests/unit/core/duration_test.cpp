#include "core/duration.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

std::int64_t ms_of(std::string_view text) {
  const auto read = parse_duration(text);
  const auto* duration = std::get_if<std::chrono::milliseconds>(&read);
  return duration != nullptr ? duration->count() : -1;
}

BadDuration problem_with(std::string_view text) {
  const auto read = parse_duration(text);
  const auto* bad = std::get_if<BadDuration>(&read);
  return bad != nullptr ? *bad : BadDuration{};
}

TEST(Duration, IsAWholeNumberWithAUnit) {
  EXPECT_EQ(ms_of("500ms"), 500);
  EXPECT_EQ(ms_of("5s"), 5000);
  EXPECT_EQ(ms_of("10min"), 600'000);
  EXPECT_EQ(ms_of("1h"), 3'600'000);
  EXPECT_EQ(ms_of("2d"), 172'800'000);
  EXPECT_EQ(ms_of("007s"), 7000);
}

TEST(Duration, NeedsNoUnitIfItIsZero) {
  EXPECT_EQ(ms_of("0"), 0);
  EXPECT_EQ(ms_of("00"), 0);
  EXPECT_EQ(ms_of("0s"), 0);
}

TEST(Duration, IsNoLongerThanPostgresTakes) {
  EXPECT_EQ(ms_of("2147483647ms"), 2147483647);
  EXPECT_EQ(ms_of("24d"), 2'073'600'000);
  for (const char* text : {"2147483648ms", "25d", "2147484s", "99999999999999999999s",
                           "9223372036854775807h", "9223372036854775808ms"}) {
    EXPECT_EQ(ms_of(text), -1) << text;
    EXPECT_EQ(problem_with(text).message,
              "'" + std::string(text) + "' is longer than a database can wait");
    EXPECT_NE(problem_with(text).advice.find("2147483647ms"), std::string::npos);
  }
}

TEST(Duration, SaysWhatToWriteInstead) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"5", "write 5s for seconds, 5ms for milliseconds or 5min for minutes"},
      {"99999999999999999999", "write 99999999999999999999s for seconds"},
      {"5m", "as in 5min"},
      {"5S", "as in 5min"},
      {"5 s", "the units are ms, s, min, h and d"},
      {"5us", "the units are ms, s, min, h and d"},
      {"5s;", "the units are ms, s, min, h and d"},
      {"1.5s", "write a whole number and a unit"},
      {"1,5s", "write a whole number and a unit"},
      {"-5s", "write a whole number and a unit"},
      {"+5s", "write a whole number and a unit"},
      {"soon", "write a whole number and a unit"},
      {"", "write a whole number and a unit"},
      {"s", "write a whole number and a unit"},
  };
  for (const auto& [text, advice] : rows) {
    EXPECT_EQ(ms_of(text), -1) << text;
    EXPECT_NE(problem_with(text).message.find("'" + text + "'"), std::string::npos) << text;
    EXPECT_NE(problem_with(text).advice.find(advice), std::string::npos)
        << text << ": " << problem_with(text).advice;
  }
}

}  // namespace
}  // namespace sqlmig

// The exit codes. Source: docs/cli.md "Exit codes".
#pragma once

#include <sqlmig/error.hpp>

namespace sqlmig::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFindings = 3;
inline constexpr int kPending = 4;
inline constexpr int kLocked = 5;
inline constexpr int kNoConnection = 6;
inline constexpr int kOtherPlan = 7;

[[nodiscard]] int exit_status(ErrorCode code);
/// As a shell reports a program that a signal has ended.
[[nodiscard]] int exit_status_of_signal(int signal);

}  // namespace sqlmig::cli

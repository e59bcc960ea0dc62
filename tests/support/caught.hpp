// The error that an operation ends with, for tests that look at it.
#pragma once

#include <sqlmig/error.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace sqlmig::test {

/// Runs `action`; fails the test if it does not end with an Error.
template <typename Action>
Error caught(Action&& action) {
  try {
    std::forward<Action>(action)();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error was thrown";
  return Error(ErrorCode::internal, "no error was thrown");
}

}  // namespace sqlmig::test

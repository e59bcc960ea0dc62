// A program that runs beside the test, above all sqlmig, to be waited for or killed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace sqlmig::test {

/// A program, started in `folder` with its output thrown away. Killed and waited for at the end, if
/// nobody did so before.
class Child {
 public:
  /// The sqlmig that was just built.
  Child(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
  /// Any program, found by PATH; `command` is its name and its arguments.
  [[nodiscard]] static std::unique_ptr<Child> running(std::vector<std::string> command,
                                                      const std::filesystem::path& folder);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// Ends it at once, as a crash of the machine would.
  void kill() const;
  /// Asks it to end without delay, with SIGQUIT.
  void quit() const;
  /// Waits for its end: the exit code, or 128 and the number of the signal.
  int wait();

 private:
  explicit Child(pid_t pid) : pid_(pid) {}

  pid_t pid_ = -1;
};

}  // namespace sqlmig::test

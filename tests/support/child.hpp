// A program that runs beside the test, above all sqlmig, to be waited for or killed.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace sqlmig::test {

/// A program, started in `folder` with its output thrown away, unless it is listened to. Killed and
/// waited for at the end, if nobody did so before.
class Child {
 public:
  /// The sqlmig that was just built.
  Child(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
  /// Any program, found by PATH; `command` is its name and its arguments.
  [[nodiscard]] static std::unique_ptr<Child> running(std::vector<std::string> command,
                                                      const std::filesystem::path& folder);
  /// The sqlmig that was just built, whose standard error is read with `next_line`, and whose
  /// standard output is there at the end.
  [[nodiscard]] static std::unique_ptr<Child> listened_to(const std::vector<std::string>& arguments,
                                                          const std::filesystem::path& folder);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// Ends it at once, as a crash of the machine would.
  void kill() const;
  /// Asks it to end without delay, with SIGQUIT.
  void quit() const;
  /// As Ctrl-C does.
  void interrupt() const;
  /// Waits for its end: the exit code, or 128 and the number of the signal.
  int wait();
  /// The same, or nothing if it goes on for longer.
  [[nodiscard]] std::optional<int> wait_for(std::chrono::milliseconds time);
  [[nodiscard]] bool has_ended() const;
  /// Waits for what it says on standard error next; nothing once it says no more.
  [[nodiscard]] std::optional<std::string> next_line();
  /// All that it wrote to standard output.
  [[nodiscard]] std::string output() const;

 private:
  explicit Child(pid_t pid, int output = -1, int errors = -1)
      : pid_(pid), output_(output), errors_(errors) {}

  pid_t pid_ = -1;
  int output_ = -1;   // a file without a name
  int errors_ = -1;   // the end of the pipe that is read
  std::string read_;  // of it, and not yet handed out
};

}  // namespace sqlmig::test

// A sqlmig that runs beside the test, to be waited for or killed.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace sqlmig::test {

/// The sqlmig that was just built, started in `folder` with its output thrown away. Killed and
/// waited for at the end, if nobody did so before.
class Child {
 public:
  Child(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// Ends it at once, as a crash of the machine would.
  void kill() const;
  /// Waits for its end: the exit code, or 128 and the number of the signal.
  int wait();

 private:
  pid_t pid_ = -1;
};

}  // namespace sqlmig::test

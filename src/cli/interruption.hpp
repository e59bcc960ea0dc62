// Ctrl-C, and what else asks a program to end.
#pragma once

#include <array>
#include <csignal>

namespace sqlmig::cli {

/// While it lives, the first SIGINT, SIGTERM or SIGHUP is noted, so that what runs can be ended in
/// order; the second ends the process at once. What the caller of sqlmig has set to be ignored, as
/// nohup does, remains ignored. One at a time.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  /// The signal that came, or 0.
  [[nodiscard]] static int signal();
  /// Whether one came. Before the first call, while there is nothing to end in order, a signal ends
  /// the process at once.
  [[nodiscard]] static bool came();

 private:
  static constexpr std::array<int, 3> kSignals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace sqlmig::cli

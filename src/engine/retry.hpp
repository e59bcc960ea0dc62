// When a step is run again.
#pragma once

#include <sqlmig/error.hpp>

#include <chrono>
#include <random>

namespace sqlmig::engine {

/// Counts the attempts of a step. Waits longer after each, and not for the same time as another
/// runner that met the same lock.
class Retries {
 public:
  explicit Retries(int most) : most_(most) {}

  /// Another step begins.
  void reset() { made_ = 0; }
  /// Whether a step that failed like this is run again.
  [[nodiscard]] bool allows(const Error& error) const;
  /// Counts a retry, and says how long to wait before it: about 0.1 s, doubled each time, 10 s at
  /// most.
  [[nodiscard]] std::chrono::milliseconds next_pause();
  [[nodiscard]] int made() const { return made_; }
  [[nodiscard]] int most() const { return most_; }

 private:
  int most_;
  int made_ = 0;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace sqlmig::engine

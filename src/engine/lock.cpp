#include "engine/lock.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

namespace sqlmig::engine {

Lock::Lock(Database& database, std::chrono::milliseconds wait, Observer& observer,
           const std::function<bool()>& interrupted)
    : database_(database), observer_(observer) {
  constexpr std::chrono::milliseconds kPause{100};
  const auto deadline = std::chrono::steady_clock::now() + wait;
  bool told = false;
  while (const auto holder = database.try_lock()) {
    if (interrupted && interrupted())
      throw Error(ErrorCode::interrupted, "stopped on request while another sqlmig was at work");
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
      throw Error(ErrorCode::locked, fmt::format("another sqlmig is at work on this database{}{}",
                                                 holder->empty() ? "" : ": ", *holder))
          .with_advice(
              fmt::format("it was not done after {} s; --lock-wait SECONDS waits longer", seconds));
    }
    if (!told) observer.on_lock_wait(*holder);
    told = true;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(kPause, deadline - now));
  }
}

// A script gave it away, and another runner may have been at work beside this one.
void Lock::warn() const noexcept {
  try {
    observer_.on_notice(
        {"WARNING", "the lock that keeps other runners out was given away by a script"});
  } catch (const std::exception&) {
    // To say so is not worth more.
  }
}

Lock::~Lock() {
  try {
    database_.unlock();
  } catch (const Error& error) {
    // If the connection is gone, the lock is too.
    if (error.code() == ErrorCode::internal) warn();
  } catch (const std::exception&) {
    // Nothing can be done about it here.
  }
}

}  // namespace sqlmig::engine

#include "project/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace sqlmig::project {
namespace {

// Reading files gains little from more.
constexpr std::size_t kMostThreads = 8;

class Work {
 public:
  Work(std::size_t count, const std::function<void(std::size_t)>& work)
      : count_(count), work_(work) {}

  void take_part() noexcept {
    try {
      for (std::size_t i = next_++; i < count_; i = next_++) work_(i);
    } catch (...) {
      next_ = count_;
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  void finish() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) {
  const std::size_t processors = std::max(std::thread::hardware_concurrency(), 1U);
  for_each_index(count, std::min(processors, kMostThreads), work);
}

void for_each_index(std::size_t count, std::size_t threads,
                    const std::function<void(std::size_t)>& work) {
  Work shared(count, work);
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < std::min(count, threads); ++i)
        others.emplace_back([&] { shared.take_part(); });
    } catch (const std::system_error&) {
      // A machine that gives no more threads is slower, no more than that.
    }
    shared.take_part();
  }
  shared.finish();
}

}  // namespace sqlmig::project

// One runner at a time.
#pragma once

#include <sqlmig/database.hpp>
#include <sqlmig/execute.hpp>

#include <chrono>
#include <functional>

namespace sqlmig::engine {

/// Holds the database's runner lock while it lives. Waits by trying again: a runner that waited
/// inside the server would hold a snapshot there, which CREATE INDEX CONCURRENTLY waits for.
class Lock {
 public:
  /// `interrupted` may be empty.
  /// Errors: ErrorCode::locked, naming the holder, if the lock is not free within `wait`;
  /// ErrorCode::interrupted.
  Lock(Database& database, std::chrono::milliseconds wait, Observer& observer,
       const std::function<bool()>& interrupted = nullptr);
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  void warn() const noexcept;

  Database& database_;
  Observer& observer_;
};

}  // namespace sqlmig::engine

// The same work on many things at once.
#pragma once

#include <cstddef>
#include <functional>

namespace sqlmig::project {

/// Calls `work` once for each number from 0 to `count` - 1, in no order, on as many threads as the
/// machine has processors, this one among them. Ends when all is done; an exception of one call
/// comes out of it, after what was begun has ended.
void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work);

/// The same on this many threads, or on fewer where the machine gives no more; for work that mostly
/// waits.
void for_each_index(std::size_t count, std::size_t threads,
                    const std::function<void(std::size_t)>& work);

}  // namespace sqlmig::project

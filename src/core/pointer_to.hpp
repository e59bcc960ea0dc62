// What may not be there, as a pointer.
#pragma once

#include <optional>

namespace sqlmig {

/// Null if it is not there. Lives as long as `value`.
template <typename T>
[[nodiscard]] const T* pointer_to(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}
template <typename T>
const T* pointer_to(const std::optional<T>&& value) = delete;

}  // namespace sqlmig

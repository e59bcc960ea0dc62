// Lists put one behind the other.
#pragma once

#include <iterator>
#include <utility>
#include <vector>

namespace sqlmig {

template <typename T>
void append(std::vector<T>& all, std::vector<T> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace sqlmig

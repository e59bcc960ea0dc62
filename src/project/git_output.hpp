// What git's plumbing commands print, as values.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sqlmig::project {

/// Records that end with NUL each, one after the other. The text must outlive them.
class Records {
 public:
  explicit Records(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  std::string_view next() {
    const std::string_view record = rest_.substr(0, rest_.find('\0'));
    rest_.remove_prefix(std::min(rest_.size(), record.size() + 1));
    return record;
  }

 private:
  std::string_view rest_;
};

/// The name of an object, in hexadecimal.
using ObjectId = std::string;

/// Of each path that differs: the object of the file on one side; empty: there is no file.
using Objects = std::map<std::string, ObjectId, std::less<>>;

enum class DiffSide { before, after };

/// Reads what `git diff --raw -z` and `git diff-tree -r -z` print.
[[nodiscard]] Objects objects_of_difference(std::string_view output, DiffSide side);

/// Reads what `git cat-file --batch` prints.
/// Errors: ErrorCode::io if git does not have one of the objects.
[[nodiscard]] std::unordered_map<ObjectId, std::string> texts_of_batch(std::string_view output);

}  // namespace sqlmig::project

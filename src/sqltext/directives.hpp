// Directives: comments in a script's first lines that say how to run it.
#pragma once

#include <sqlmig/revision.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::sqltext {

struct DirectiveProblem {
  std::size_t offset;  // of the comment, in bytes
  std::string message;
  std::string advice;
};

/// Shape: `problems` in the order of the text; `directives` holds what could be understood.
struct DirectiveScan {
  Directives directives;
  std::vector<DirectiveProblem> problems;
};

/// Reads the `-- sqlmig: NAME` comments that stand before the first statement. One that stands
/// later, that is not known or that is given twice is a problem.
/// Source: docs/formats.md "Directives".
[[nodiscard]] DirectiveScan scan_directives(std::string_view script);

}  // namespace sqlmig::sqltext

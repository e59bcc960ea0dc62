// A script from its text.
#pragma once

#include "sqltext/directives.hpp"
#include <sqlmig/revision.hpp>

#include <string>
#include <vector>

namespace sqlmig::sqltext {

/// Shape: `problems` are those of the directives, in the order of the text.
struct ScriptRead {
  Script script;
  std::vector<DirectiveProblem> problems;
};

/// `path` is how messages name it, `text` is canonical.
[[nodiscard]] ScriptRead read_script(std::string path, std::string text);

}  // namespace sqlmig::sqltext

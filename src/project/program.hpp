// Another program, run without a shell in between.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// Shape: `exit_code` is 128 and the number of the signal if one ended the program.
struct ProgramOutput {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// The array that exec wants; it points into `texts`.
[[nodiscard]] std::vector<char*> exec_array(std::vector<std::string>& texts);

/// Runs a program, found by PATH, to its end and gives what it wrote. `command` is its name and its
/// arguments, `environment` all of its variables (`NAME=value`), `input` what it finds to read.
/// Nothing if there is no such program.
/// Errors: ErrorCode::io.
[[nodiscard]] std::optional<ProgramOutput> run_program(const std::vector<std::string>& command,
                                                       const std::vector<std::string>& environment,
                                                       std::string_view input = {});

}  // namespace sqlmig::project

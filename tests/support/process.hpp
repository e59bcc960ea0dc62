// Running programs, above all sqlmig itself.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sqlmig::test {

struct ProcessResult {
  int exit_code = -1;
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::filesystem::path folder;                    // where it runs
  std::map<std::string, std::string> environment;  // added to a clean one
  std::string input;                               // on standard input; empty: nothing
  /// A terminal is standard input, output and error in one: what was shown on it is in `out`, with
  /// the echo of the input.
  enum class Streams { files, terminal } streams = Streams::files;
};

/// Runs a program to its end. The environment holds PATH, HOME and LANG only, and what is added.
[[nodiscard]] ProcessResult run_process(const std::vector<std::string>& command,
                                        const ProcessOptions& options);

/// Runs the sqlmig that was just built.
[[nodiscard]] ProcessResult run_sqlmig(const std::vector<std::string>& arguments,
                                       const ProcessOptions& options);

}  // namespace sqlmig::test

// What came of running a plan, or of trying one, as lists of revisions.
#pragma once

#include "cli/json_values.hpp"
#include "cli/style.hpp"
#include "commands/apply.hpp"

#include <string>
#include <vector>

namespace sqlmig::cli {

[[nodiscard]] std::vector<std::string> ids_of(const std::vector<Report::Done>& done);
[[nodiscard]] std::vector<std::string> ids_of(const std::vector<Step>& steps);
/// How many revisions there are, and which: all, or the first and the last of many.
[[nodiscard]] std::string listed(const std::vector<std::string>& ids);

/// What a dry run without a failure tells.
[[nodiscard]] std::string trial_text_of(const commands::ApplyResult& result, const Style& style);
/// What is to be said behind the error of a dry run that failed.
[[nodiscard]] std::string trial_failure_text_of(const commands::ApplyResult& result);
/// The fields of a dry run: see docs/cli.md "JSON".
void add_trial(Json& out, const commands::ApplyResult& result);

}  // namespace sqlmig::cli

// Whether what sqlmig says about a run is true.
#pragma once

#include "fault/mixed_project.hpp"
#include "support/process.hpp"

#include <string>

namespace sqlmig::test {

/// What a run with --json says became of the step that failed; `no_failure` if none did.
enum class Claim { no_failure, nothing, part, unknown };
[[nodiscard]] Claim claim_in(const ProcessResult& result);

/// What a run with --json, all the way on a history of this length, said that is not true of what
/// was seen afterwards; empty if all is true.
[[nodiscard]] std::string lie_in(const ProcessResult& result, const MixedHistory::Observed& seen,
                                 Way way, int length);

}  // namespace sqlmig::test

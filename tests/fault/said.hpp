// Whether what sqlmig says about a run is true.
#pragma once

#include "fault/mixed_project.hpp"
#include "support/process.hpp"

#include <string>

namespace sqlmig::test {

/// What sqlmig says became of the step that failed.
enum class Claim { committed, nothing_kept, not_known, none };
[[nodiscard]] Claim claim_in(const ProcessResult& result);

/// What a run with --json, all the way on a history of this length, said that is not true of what
/// was seen afterwards; empty if all is true.
[[nodiscard]] std::string lie_in(const ProcessResult& result, const MixedHistory::Observed& seen,
                                 Way way, int length);

}  // namespace sqlmig::test

// Where one point of the history is.
#pragma once

#include <sqlmig/resolve.hpp>

namespace sqlmig {

/// What a point names. Errors: those of resolve_target.
[[nodiscard]] RevisionTarget locate(const RevisionPoint& point, const History& history,
                                    const RevisionSet* applied);

}  // namespace sqlmig

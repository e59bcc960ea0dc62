// The ways on from a revision that stopped half-way.
#pragma once

#include <sqlmig/applied.hpp>

#include <string>

namespace sqlmig {

/// In plain words, with the lines to type. `state` is applying or reverting.
[[nodiscard]] std::string ways_on(const RevisionId& id, RevisionState state);

}  // namespace sqlmig

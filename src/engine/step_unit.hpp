// What a transactional step is to the database.
#pragma once

#include "engine/version_table.hpp"
#include <sqlmig/history.hpp>
#include <sqlmig/plan.hpp>

namespace sqlmig::engine {

/// The event that says that a step was done.
[[nodiscard]] Event event_of(const Step& step, std::int64_t number);

/// The script of a transactional step and its record, under the event of this number.
/// Shape: `history` outlives the unit.
[[nodiscard]] Unit unit_of(const Step& step, const History& history, std::int64_t number,
                           const VersionTableWriter& writer);

}  // namespace sqlmig::engine

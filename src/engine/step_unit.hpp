// What a step is to the database: its script with its record, or the records around the statements
// of a script that runs without a transaction.
#pragma once

#include "engine/version_table.hpp"
#include <sqlmig/history.hpp>
#include <sqlmig/plan.hpp>

#include <string>

namespace sqlmig::engine {

/// The event that says that a step was done.
[[nodiscard]] Event event_of(const Step& step, Value number, std::string detail = {});

/// The script of a transactional step and its record, with this event of the step.
/// Shape: `history` outlives the unit.
[[nodiscard]] Unit unit_of(const Step& step, const History& history, const Event& event,
                           const VersionTableWriter& writer);

/// A script with nothing in it: one gives the session the settings that directives ask for and no
/// others, one without directives takes back what the statements set.
[[nodiscard]] Script blank_script(const Script& script, const Directives& directives);

/// What the row of a step that runs statement by statement says meanwhile, with none of them run.
[[nodiscard]] VersionTableWriter::Progress progress_at_start(const Step& step,
                                                             std::size_t statements);

/// Before the first statement of such a step. `settings` is the blank script with its directives,
/// and outlives the unit.
[[nodiscard]] Unit unit_to_begin(const Step& step, const History& history, const Event& event,
                                 const VersionTableWriter::Progress& progress,
                                 const Script& settings, const VersionTableWriter& writer);

/// After each of its statements.
[[nodiscard]] Unit unit_of_progress(const Step& step, const VersionTableWriter::Progress& progress,
                                    const VersionTableWriter& writer);

/// After the last, with the progress that it has come to. `reset` is the blank script without
/// directives, and outlives the unit.
[[nodiscard]] Unit unit_to_finish(const Step& step, const Value& event,
                                  VersionTableWriter::Progress progress, const Script& reset,
                                  const VersionTableWriter& writer);

}  // namespace sqlmig::engine

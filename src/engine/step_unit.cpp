#include "engine/step_unit.hpp"

#include "engine/runnable.hpp"

#include <cstdint>
#include <utility>

namespace sqlmig::engine {

Event event_of(const Step& step, Value number, std::string detail) {
  return {std::move(number),
          step.direction == Direction::up ? EventKind::upgrade : EventKind::downgrade,
          step.id,
          {},
          std::move(detail)};
}

Unit unit_of(const Step& step, const History& history, const Event& event,
             const VersionTableWriter& writer) {
  // The event comes first: its number tells another runner, or us, that the state has moved on,
  // before the script is run for nothing.
  Unit unit{{writer.add_event(event)},
            &script_of(history, step),
            {writer.finish_event(event.number)},
            step.id.text()};
  if (step.direction == Direction::up) {
    unit.after.push_back(
        writer.add_row(history.at(step.revision), Origin::upgrade, event.number, {}));
  } else {
    unit.before.push_back(writer.require_row(step.id));
    unit.after.push_back(writer.remove_row(step.id));
  }
  return unit;
}

Script blank_script(const Script& script, const Directives& directives) {
  return {script.path, {}, sha256({}), directives, Script::Content::blank};
}

VersionTableWriter::Progress progress_at_start(const Step& step, std::size_t statements) {
  return {step.direction == Direction::up ? RevisionState::applying : RevisionState::reverting, 0,
          static_cast<std::int64_t>(statements)};
}

Unit unit_to_begin(const Step& step, const History& history, const Event& event,
                   const VersionTableWriter::Progress& progress, const Script& settings,
                   const VersionTableWriter& writer) {
  Unit unit{{writer.add_event(event)}, &settings, {}, step.id.text()};
  if (step.direction == Direction::up) {
    unit.after.push_back(
        writer.add_row(history.at(step.revision), Origin::upgrade, event.number, progress));
  } else {
    unit.before.push_back(writer.require_row(step.id));
    unit.after.push_back(writer.set_progress(step.id, progress));
  }
  return unit;
}

Unit unit_of_progress(const Step& step, const VersionTableWriter::Progress& progress,
                      const VersionTableWriter& writer) {
  return {{writer.require_row(step.id)}, nullptr, {writer.set_progress(step.id, progress)}};
}

Unit unit_to_finish(const Step& step, const Value& event, VersionTableWriter::Progress progress,
                    const Script& reset, const VersionTableWriter& writer) {
  progress.state = RevisionState::applied;
  return {{writer.require_row(step.id)},
          &reset,
          {writer.finish_event(event), step.direction == Direction::up
                                           ? writer.finish_row(step.id, event, progress)
                                           : writer.remove_row(step.id)},
          step.id.text()};
}

}  // namespace sqlmig::engine

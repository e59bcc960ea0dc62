#include "engine/step_unit.hpp"

#include "engine/runnable.hpp"

namespace sqlmig::engine {

Event event_of(const Step& step, std::int64_t number) {
  return {number, step.direction == Direction::up ? EventKind::upgrade : EventKind::downgrade,
          step.id};
}

Unit unit_of(const Step& step, const History& history, std::int64_t number,
             const VersionTableWriter& writer) {
  // The event comes first: its number tells another runner, or us, that the state has moved on,
  // before the script is run for nothing.
  Unit unit{{writer.add_event(event_of(step, number))},
            &script_of(history, step),
            {writer.finish_event(number)},
            step.id.text()};
  if (step.direction == Direction::up) {
    unit.after.push_back(writer.add_row(history.at(step.revision), Origin::upgrade, number, {}));
  } else {
    unit.before.push_back(writer.require_row(step.id));
    unit.after.push_back(writer.remove_row(step.id));
  }
  return unit;
}

}  // namespace sqlmig::engine

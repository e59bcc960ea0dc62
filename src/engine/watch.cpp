#include "engine/watch.hpp"

#include "core/text_position.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace sqlmig::engine {

Watch::Watch(Database& database, Observer& observer, const RunOptions& options)
    : database_(database), observer_(observer), options_(options) {
  database_.on_pulse([this](const Pulse& pulse) { return answer(pulse); });
}

Watch::~Watch() { database_.on_pulse(nullptr); }

void Watch::begin(std::vector<Watched> units) {
  units_ = std::move(units);
  statement_ = 0;
  begun_ = Clock::now();
  next_beat_ = begun_ + options_.heartbeat;
}

bool Watch::interrupted() const { return options_.interrupted && options_.interrupted(); }

void Watch::pause(std::chrono::milliseconds time) const {
  constexpr std::chrono::milliseconds kSlice{50};
  for (const auto end = Clock::now() + time; Clock::now() < end;) {
    if (interrupted()) throw Error(ErrorCode::interrupted, "stopped on request");
    std::this_thread::sleep_for(std::min<Clock::duration>(kSlice, end - Clock::now()));
  }
}

PulseAnswer Watch::answer(const Pulse& pulse) {
  if (interrupted()) return PulseAnswer::cancel;
  if (options_.heartbeat.count() > 0 && Clock::now() >= next_beat_) beat(pulse);
  return PulseAnswer::go_on;
}

void Watch::beat(const Pulse& pulse) {
  next_beat_ = Clock::now() + options_.heartbeat;
  if (pulse.unit >= units_.size()) return;
  const Watched& unit = units_[pulse.unit];
  Heartbeat heartbeat;
  heartbeat.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun_);
  heartbeat.precision = pulse.precision;
  if (pulse.offset && unit.script != nullptr) {
    heartbeat.statement =
        position_at(unit.script->path, unit.script->text, statement_ + *pulse.offset);
  }
  heartbeat.waits_for = database_.waiting_for();
  observer_.on_heartbeat(*unit.step, heartbeat);
}

}  // namespace sqlmig::engine

#include "postgres/unit_frame.hpp"

#include "core/sql_identifier.hpp"

#include <fmt/core.h>

namespace sqlmig::postgres {
namespace {

void reset_settings(const UnitFrame::Say& say) {
  say("RESET SESSION AUTHORIZATION");
  say("RESET ROLE");
  say("RESET ALL");
}

}  // namespace

void UnitFrame::begin(const Unit& unit, Opens opens, const Say& say) const {
  // What is only a record is written whatever the statements before it have set.
  const bool only_record = unit.script == nullptr || unit.script->content == Script::Content::blank;
  if (opens == Opens::transaction) say(only_record ? "BEGIN READ WRITE" : "BEGIN");
  if (unit.script != nullptr) {
    // What an earlier script of this session set, or the role that it took, is not handed on.
    opens == Opens::transaction ? reset_settings(say) : reset_session(say);
    add_settings("SET LOCAL", unit.script->directives, say);
  } else {
    // Such a unit also stands between the statements of a script that run alone. What they set
    // holds for those behind it; only the record is ours.
    say("SET LOCAL SESSION AUTHORIZATION DEFAULT");
    say("SET LOCAL ROLE NONE");
    say("SET LOCAL lock_timeout = 0");
    say("SET LOCAL statement_timeout = 0");
    add_settings("SET LOCAL", {}, say);
  }
  if (!unit.activity.empty()) {
    say(fmt::format("SET LOCAL application_name = {}",
                    literal_(fmt::format("sqlmig {}", unit.activity))));
  }
}

void UnitFrame::take_back_role(const Say& say) const {
  say("RESET SESSION AUTHORIZATION");
  say("RESET ROLE");
  if (!settings_.role.empty()) say("SET LOCAL ROLE " + quoted_identifier(settings_.role));
}

// Behind a COMMIT, and not in the next message alone: that one is read in the encoding that is set
// when it comes in, and its transaction is as writable as the setting was when it began.
void UnitFrame::reset_session(const Say& say) const {
  reset_settings(say);
  say("CLOSE ALL");
  say("DISCARD TEMP");
  say("DISCARD SEQUENCES");
  say("UNLISTEN *");
  say("DEALLOCATE ALL");
}

// A script that runs statement by statement is begun by a unit of its own, and its statements find
// in the session what the others are given for their transaction.
void UnitFrame::set_for_session(const Script& script, const Say& say) const {
  if (script.directives.transaction == TransactionMode::none) {
    add_settings("SET", script.directives, say);
  } else if (!settings_.role.empty()) {
    say("SET ROLE " + quoted_identifier(settings_.role));
  }
}

void UnitFrame::add_settings(std::string_view set, const Directives& directives,
                             const Say& say) const {
  if (!settings_.role.empty())
    say(fmt::format("{} ROLE {}", set, quoted_identifier(settings_.role)));
  const auto add_timeout = [&](std::string_view name, const auto& own, const auto& general) {
    if (const auto timeout = own ? own : general)
      say(fmt::format("{} {} = {}", set, name, timeout->count()));
  };
  add_timeout("lock_timeout", directives.lock_timeout, settings_.lock_timeout);
  add_timeout("statement_timeout", directives.statement_timeout, settings_.statement_timeout);
}

}  // namespace sqlmig::postgres

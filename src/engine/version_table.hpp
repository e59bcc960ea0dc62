// The version table: reading it, and the statements that change it. Written once for all databases;
// what differs is in VersionTableDialect and in sql/.
#pragma once

#include <sqlmig/database.hpp>
#include <sqlmig/execute.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::engine {

/// The format that this version of sqlmig writes.
inline constexpr std::int64_t kVersionTableFormat = 2;

/// Reads the rows, of an older format too. Creates nothing; needs SELECT only; three round trips.
/// Errors: ErrorCode::version_table if the format is newer than ours, version_table_damaged if a
/// row makes no sense.
[[nodiscard]] AppliedRevisions read_applied(Database& database);

/// The texts that were stored when `id` was applied; nothing if it has no row.
[[nodiscard]] std::optional<StoredScripts> read_stored_scripts(Database& database,
                                                               const RevisionId& id);

/// Makes the tables ready to be written: creates them where they are `absent`, brings them to our
/// format where they are `older`. Called under the lock; another runner that does the same is no
/// problem.
/// Errors: ErrorCode::sql, with a note, if the role may not do that.
void prepare_version_table(Database& database, AppliedRevisions::Table table);

/// As scripts, for a transaction that others decide about, what `prepare_version_table` would do.
[[nodiscard]] std::vector<Script> preparing_scripts(const VersionTableDialect& dialect,
                                                    AppliedRevisions::Table table);
/// An error of one of them, with what it means.
[[nodiscard]] Error preparing_error(Error error, AppliedRevisions::Table table);

enum class EventKind { upgrade, downgrade, stamp, unstamp, repair, failure };
[[nodiscard]] std::string_view to_string(EventKind kind);

/// An event to be recorded. `number` is one more than the newest that the runner has seen: if
/// someone else was quicker, the key refuses it (ErrorCode::conflict).
struct Event {
  Value number;
  EventKind kind;
  RevisionId revision;
  std::string error = {};   // with EventKind::failure
  std::string detail = {};  // with EventKind::repair: what it changes
};

/// How long the events from `first` to `last` took, by their numbers; zero where it is not noted.
/// Shape: `last - first + 1` of them.
[[nodiscard]] std::vector<std::chrono::milliseconds> read_durations(Database& database,
                                                                    std::int64_t first,
                                                                    std::int64_t last);

/// The statements of a change, each for a Unit.
class VersionTableWriter {
 public:
  VersionTableWriter(const VersionTableDialect& dialect, const Operator& who)
      : dialect_(dialect), who_(who) {}

  [[nodiscard]] Statement add_event(const Event& event) const;
  /// A query: a row if this run has recorded the event under its number.
  [[nodiscard]] Statement find_event(const Event& event) const;
  /// Notes how long the event took, up to now.
  [[nodiscard]] Statement finish_event(const Value& number) const;

  struct Progress {
    RevisionState state = RevisionState::applied;
    std::int64_t statements_done = 0;
    std::int64_t statements_total = 0;
  };
  /// The row of a revision; its sequence, time and duration are those of the event, which must be
  /// in the table by then.
  [[nodiscard]] Statement add_row(const Revision& revision, Origin origin, const Value& event,
                                  const Progress& progress) const;
  /// Takes over what the files say of an applied revision; when and by whom it was applied stays.
  [[nodiscard]] Statement update_row(const Revision& revision) const;
  /// Fails the unit if the row is gone, as after a stamp beside this run: a row without its values
  /// is refused by the table.
  [[nodiscard]] Statement require_row(const RevisionId& id) const;
  /// Fails the unit (ErrorCode::conflict) if the row is not as far as this: a script that runs
  /// statement by statement goes on without further events. `event` was added before in this unit.
  [[nodiscard]] Statement require_progress(const RevisionId& id, const Progress& progress,
                                           const Value& event) const;
  [[nodiscard]] Statement set_progress(const RevisionId& id, const Progress& progress) const;
  /// As set_progress, and takes over the event's duration.
  [[nodiscard]] Statement finish_row(const RevisionId& id, const Value& event,
                                     const Progress& progress) const;
  [[nodiscard]] Statement remove_row(const RevisionId& id) const;

 private:
  [[nodiscard]] std::string detail_of(const Event& event) const;
  /// What stands for the operator in a statement: the expression, or else the parameter.
  static std::string_view or_parameter(std::string_view expression, std::string_view parameter) {
    return expression.empty() ? parameter : expression;
  }

  const VersionTableDialect& dialect_;
  const Operator& who_;
};

}  // namespace sqlmig::engine

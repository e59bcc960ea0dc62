// What a database says of its own history: the rows of the version table.
#pragma once

#include <sqlmig/history.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// `applying` and `reverting` are revisions that are run statement by statement and were not
/// finished; a transactional one is never seen in these states.
enum class RevisionState { applied, applying, reverting };
[[nodiscard]] std::string_view to_string(RevisionState state);
[[nodiscard]] std::optional<RevisionState> parse_revision_state(std::string_view text);

/// How a row came to be.
enum class Origin { upgrade, stamp, squash };
[[nodiscard]] std::string_view to_string(Origin origin);
[[nodiscard]] std::optional<Origin> parse_origin(std::string_view text);

/// One row of the version table without the stored texts. Source: docs/version-table.md.
struct AppliedRevision {
  RevisionId id;
  std::vector<RevisionId> parents;     // sorted, as they were when it was applied
  std::vector<RevisionId> depends_on;  // sorted
  std::string message;
  Checksum up;
  std::optional<Checksum> down;  // none: declared irreversible
  Checksum digest;
  RevisionState state = RevisionState::applied;
  std::int64_t statements_done = 0;
  std::int64_t statements_total = 0;
  std::int64_t sequence = 0;  // order of application, from 1, with gaps
  std::string applied_at;     // UTC, `2026-11-21T09:30:00.123Z`, by the database's clock
  std::string database_role;  // empty on SQLite
  std::string os_user;
  std::string host;
  std::int64_t duration_ms = 0;
  std::string sqlmig_version;
  Origin origin = Origin::upgrade;
};

/// What the version table holds.
struct AppliedRevisions {
  /// `older`: in a format that is still read; whatever writes brings it up to date first.
  enum class Table { absent, older, present };
  Table table = Table::absent;
  std::vector<AppliedRevision> rows;  // by sequence
  std::int64_t last_event = 0;        // number of the newest event; 0 if there is none

  [[nodiscard]] const AppliedRevision* find(std::string_view id) const;
};

/// The rows that have a file, as a set of the graph. Rows without one are left out.
[[nodiscard]] RevisionSet applied_set(const AppliedRevisions& applied, const Graph& graph);

/// The applied revisions that no other applied revision has as a parent, sorted by id. Uses the
/// recorded parents, so it needs no files.
[[nodiscard]] std::vector<const AppliedRevision*> applied_heads(const AppliedRevisions& applied);

/// An applied head, with the checksum that names all that it stands on.
struct AppliedHead {
  RevisionId id;
  Checksum history;

  friend bool operator==(const AppliedHead&, const AppliedHead&) = default;
};
/// The applied heads, from the recorded digests and parents. Shape: sorted by history checksum.
[[nodiscard]] std::vector<AppliedHead> applied_head_histories(const AppliedRevisions& applied);

/// What a database would say in which exactly `revisions` are applied, by the files as they are
/// now. Shape: in topological order; of each row only what the files tell.
[[nodiscard]] AppliedRevisions applied_as_if(const History& history, const RevisionSet& revisions);

/// An applied revision that no file knows.
/// Shape: `built_on` are the nearest revisions below it that files know, by the parents that were
/// recorded; sorted, unique, empty if there are none. `row` lives as long as the rows do.
struct UnknownRevision {
  const AppliedRevision* row;
  std::vector<RevisionId> built_on;
};
/// In order of application.
[[nodiscard]] std::vector<UnknownRevision> unknown_revisions(const AppliedRevisions& applied,
                                                             const Graph& graph);
/// The same where files form no graph.
using IsKnown = std::function<bool(const RevisionId&)>;
[[nodiscard]] std::vector<UnknownRevision> unknown_revisions(const AppliedRevisions& applied,
                                                             const IsKnown& is_known);

/// The SQL texts that the version table keeps of an applied revision.
struct StoredScripts {
  std::string up;
  std::optional<std::string> down;
};

}  // namespace sqlmig

// A script that runs statement by statement, with a record of how far it has come.
#pragma once

#include "engine/version_table.hpp"
#include "engine/watch.hpp"
#include "sqltext/statements.hpp"
#include <sqlmig/history.hpp>

#include <optional>
#include <vector>

namespace sqlmig::engine {

/// Refuses to go on with a script that is not the one that stopped: what ran already has to stand
/// in it unchanged.
/// Errors: ErrorCode::refused, at the first statement that is another one.
void require_resumable(const Script& script, const AppliedRevision& row,
                       const StoredScripts& stored, sqltext::SqlDialect dialect);

class StatementRun {
 public:
  StatementRun(Database& database, const VersionTableWriter& writer, Watch& watch)
      : database_(database), writer_(writer), watch_(watch) {}

  /// Runs the script of a step. `unfinished` is its row if it stopped half-way before; then it goes
  /// on from there. `event` is the number of its event.
  /// Errors, returned: those of the database, with the ways on as advice.
  [[nodiscard]] std::optional<Report::Failed> run(const Step& step, const History& history,
                                                  const AppliedRevision* unfinished,
                                                  std::int64_t event);
  /// Whether the event is in the database.
  [[nodiscard]] bool has_begun() const { return begun_; }

 private:
  void begin();
  void require_ended();
  void run_statements();
  void run_statement(const sqltext::SqlStatement& statement);
  void require_valid_index(const sqltext::SqlStatement& statement);
  void finish();
  [[nodiscard]] std::vector<IndexName> broken_indexes();
  [[nodiscard]] Report::Failed failed(Error error);

  Database& database_;
  const VersionTableWriter& writer_;
  Watch& watch_;
  const Step* step_ = nullptr;
  const History* history_ = nullptr;
  const Script* script_ = nullptr;
  const AppliedRevision* unfinished_ = nullptr;
  std::int64_t event_ = 0;
  bool begun_ = false;
  bool finishing_ = false;  // all statements ran; the record of that is on its way
  std::vector<sqltext::SqlStatement> statements_;
  VersionTableWriter::Progress progress_;
  std::vector<IndexName> invalid_before_;
};

}  // namespace sqlmig::engine

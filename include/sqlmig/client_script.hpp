// The port to a database's own client program: a script for psql or the sqlite3 shell.
#pragma once

#include <sqlmig/connect.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// What a script does before it changes anything.
struct ScriptBeginning {
  std::string comment;  // lines, without a mark
  /// A query that gives a row of text for each way in which the version table is not as it has to
  /// be. It is asked once the table is there.
  std::string differences;
  /// Whether the version table has to be there, since revisions have to be applied; else it is
  /// created.
  enum class VersionTable { may_be_created, needed } table = VersionTable::may_be_created;
  /// DDL that brings the table up to date; empty: it is so, where it is there.
  std::string update_table;
  /// Whether anything is run at all; else the database is only looked at.
  enum class Purpose { run, look } purpose = Purpose::run;
};

/// One step of a script.
struct ScriptStep {
  RevisionId revision;
  std::string title;  // what is shown when it begins
  /// Whether it is run in any case or only where the revision has no row.
  enum class Condition { always, if_missing } condition = Condition::always;
};

/// What cannot be written down.
/// Units: `offset` counts bytes of the script from 0.
struct ScriptProblem {
  std::size_t offset;
  std::string why;
};

/// Is told what Database would be told, in the same order, and writes it down.
class ClientScript {
 public:
  ClientScript() = default;
  ClientScript(const ClientScript&) = delete;
  ClientScript& operator=(const ClientScript&) = delete;
  virtual ~ClientScript() = default;

  /// As Database::dialect, with expressions for who runs the script.
  [[nodiscard]] virtual const VersionTableDialect& dialect() const = 0;
  /// Stands for the number of the event of the step that is under way.
  [[nodiscard]] virtual Value event_number() const = 0;
  /// A text as a literal.
  [[nodiscard]] virtual std::string literal(std::string_view text) const = 0;
  /// How the script in FILE is run, as command lines.
  [[nodiscard]] virtual std::vector<std::string> how_to_run() const = 0;

  /// Where the program would read this script in another way than the database does.
  [[nodiscard]] virtual std::vector<ScriptProblem> problems_with(
      const Script& script, ScriptStep::Condition condition) const = 0;

  virtual void begin(const ScriptBeginning& beginning) = 0;
  virtual void begin_step(const ScriptStep& step) = 0;
  /// One transaction, as Database::transact. The unit may be gone afterwards.
  virtual void transact(const Unit& unit) = 0;
  /// As Database::run_alone.
  virtual void run_alone(std::string_view statement) = 0;
  virtual void end_step() = 0;
  /// Ends the script, and hands it over. Nothing is added any more.
  [[nodiscard]] virtual std::string end() = 0;
};

/// What the client programs are told beside the steps.
struct ClientScriptOptions {
  std::string version_schema = "sqlmig";
  SessionSettings session = {};
  /// Tells this script from others: a part of the names of files that it needs beside it.
  std::string name = {};
};

/// An empty script for the client program of this kind of database.
[[nodiscard]] std::unique_ptr<ClientScript> open_client_script(DatabaseKind kind,
                                                               const ClientScriptOptions& options);

}  // namespace sqlmig

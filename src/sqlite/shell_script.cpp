#include "sqlite/shell_script.hpp"

#include "core/statement_text.hpp"
#include "sqlite/dialect.hpp"
#include "sqlite/shell_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>
#include <vector>

namespace sqlmig::sqlite {
namespace {

using Condition = ScriptStep::Condition;
using std::chrono::milliseconds;

constexpr milliseconds kRecordWait = std::chrono::seconds(60);

// A session as sqlmig has one: double quotes may hold a string, as SQLite itself has it; what is to
// stop the script is inserted into a table that refuses it with the reason. Temporary tables go
// before those of the database, so their names are such as nobody else gives.
constexpr std::string_view kSession =
    ".once /dev/null\n"
    ".dbconfig dqs_ddl on\n"
    ".once /dev/null\n"
    ".dbconfig dqs_dml on\n"
    "PRAGMA foreign_keys = ON;\n"
    "CREATE TEMP TABLE [sqlmig:state] (event INTEGER, process INTEGER);\n"
    "CREATE TEMP TABLE [sqlmig:refusal] (reason TEXT);\n"
    "CREATE TEMP TRIGGER [sqlmig:refuse_state] BEFORE INSERT ON temp.[sqlmig:refusal]\n"
    "WHEN NEW.reason = 'state' BEGIN SELECT RAISE(ABORT, 'sqlmig: the database is not in the state "
    "that this script was written for; nothing was changed'); END;\n"
    "CREATE TEMP TRIGGER [sqlmig:refuse_others] BEFORE INSERT ON temp.[sqlmig:refusal]\n"
    "WHEN NEW.reason = 'others' BEGIN SELECT RAISE(ABORT, 'sqlmig: another runner changed the "
    "database meanwhile; what ran before is recorded'); END;\n"
    "CREATE TEMP TRIGGER [sqlmig:refuse_keys] BEFORE INSERT ON temp.[sqlmig:refusal]\n"
    "WHEN NEW.reason = 'keys' BEGIN SELECT RAISE(ABORT, 'sqlmig: the script leaves rows that break "
    "a foreign key; it is rolled back'); END;\n"
    "CREATE TEMP TRIGGER [sqlmig:refuse_file] BEFORE INSERT ON temp.[sqlmig:refusal]\n"
    "WHEN NEW.reason = 'file' BEGIN SELECT RAISE(ABORT, 'sqlmig: a file of its own cannot be "
    "written here, or was not read; what ran before is recorded'); END;\n";

// Each row that breaks a key, as often as it does.
constexpr std::string_view kViolations =
    "SELECT \"table\" AS t, rowid AS r, parent AS p, fkid AS k, count(*) AS times\n"
    "  FROM pragma_foreign_key_check GROUP BY 1, 2, 3, 4";

class ShellScript final : public ClientScript {
 public:
  explicit ShellScript(ClientScriptOptions options)
      : options_(std::move(options)), dialect_(make_dialect(options_.version_schema)) {
    // The shell does not tell.
    dialect_.os_user = "''";
    dialect_.host = "''";
  }

  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }
  [[nodiscard]] Value event_number() const override {
    return SqlExpression{"(SELECT event FROM temp.[sqlmig:state])"};
  }
  [[nodiscard]] std::string literal(std::string_view text) const override {
    return sqlite::literal(text);
  }
  [[nodiscard]] std::vector<std::string> how_to_run() const override {
    return {"sqlite3 -bail DATABASE < FILE"};
  }

  [[nodiscard]] std::vector<ScriptProblem> problems_with(const Script& script,
                                                         Condition /*condition*/) const override {
    return problems_in_shell(script.text);
  }

  void begin(const ScriptBeginning& beginning) override {
    text_ += as_comment(beginning.comment);
    text_ += "\n.bail on\n.headers off\n.mode list\n";
    wait_at_most(kRecordWait);
    text_ += kSession;
    text_ += "INSERT INTO temp.[sqlmig:state] VALUES (0, 0);\n";
    text_ += "\n-- The state that this was written for.\nBEGIN IMMEDIATE;\n";
    text_ += script_for_shell(dialect_.create);
    text_ += fmt::format(
        "CREATE TEMP TABLE [sqlmig:differences] (difference TEXT);\n"
        "INSERT INTO temp.[sqlmig:differences]\n{};\n"
        "SELECT difference FROM temp.[sqlmig:differences] LIMIT 20;\n"
        "INSERT INTO temp.[sqlmig:refusal]\n"
        "  SELECT 'state' FROM temp.[sqlmig:differences] LIMIT 1;\n"
        "DROP TABLE temp.[sqlmig:differences];\n",
        beginning.differences);
    if (!beginning.update_table.empty()) text_ += script_for_shell(beginning.update_table);
    text_ += fmt::format("UPDATE temp.[sqlmig:state] SET event = {};\n", last_event());
    text_ += beginning.purpose == ScriptBeginning::Purpose::look ? "ROLLBACK;\n" : "COMMIT;\n";
  }

  void begin_step(const ScriptStep& step) override {
    step_ = step;
    first_of_step_ = true;
    text_ += fmt::format("\n-- {}\n", step.title);
    if (step.condition == Condition::if_missing) {
      if (conditional_.empty()) text_ += "CREATE TEMP TABLE [sqlmig:steps] (body TEXT);\n";
      conditional_.push_back(step.revision);
      around_ = std::exchange(text_, {});
    }
    text_ += fmt::format(".print \"{}\"\n", step.title);
  }

  void transact(const Unit& unit) override {
    const Script* script = unit.script;
    const ForeignKeys keys =
        script == nullptr ? ForeignKeys::enforced : script->directives.foreign_keys;
    if (script != nullptr) begin_script(*script);
    if (session_is_changed_) text_ += "PRAGMA query_only = OFF;\n";
    text_ += "BEGIN IMMEDIATE;\n";
    if (std::exchange(first_of_step_, false)) number_event();
    const bool runs = script != nullptr && script->content == Script::Content::statements;
    const bool check = runs && keys == ForeignKeys::off;
    if (check) text_ += fmt::format("CREATE TEMP TABLE [sqlmig:violations] AS {};\n", kViolations);
    for (const Statement& statement : unit.before) say(statement);
    if (runs) {
      text_ += "\n" + as_comment(script->path) + script_for_shell(script->text) + "\n";
      note_change(script->text);
      if (session_is_changed_) text_ += "PRAGMA query_only = OFF;\n";
    }
    for (const Statement& statement : unit.after) say(statement);
    if (check) require_no_new_violation();
    text_ += "COMMIT;\n";
  }

  void run_alone(std::string_view statement) override {
    text_ += '\n';
    text_ += script_for_shell(statement);
    text_ += '\n';
    note_change(statement);
  }

  void end_step() override {
    if (std::exchange(session_is_changed_, false)) open_again();
    if (step_->condition == Condition::if_missing) {
      const std::string body = std::exchange(text_, std::move(around_));
      text_ += fmt::format(
          "INSERT INTO temp.[sqlmig:steps] SELECT {}\n"
          "  WHERE NOT EXISTS (SELECT 1 FROM {} WHERE id = {});\n",
          literal(body), dialect_.revisions, literal(step_->revision.text()));
    }
    step_.reset();
  }

  [[nodiscard]] std::string end() override {
    if (!conditional_.empty()) run_missing();
    text_ += "\n.print \"sqlmig: done\"\n";
    return std::move(text_);
  }

 private:
  void say(const Statement& statement) {
    text_ += with_values(statement, [](std::string_view text) { return sqlite::literal(text); });
    text_ += ";\n";
  }

  // To the shell, zero is not to wait at all.
  void wait_at_most(milliseconds wait) {
    const auto most = std::numeric_limits<int>::max();
    text_ += fmt::format(".timeout {}\n", wait == milliseconds(0) ? most : wait.count());
  }

  void begin_script(const Script& script) {
    const auto& own = script.directives.lock_timeout;
    wait_at_most(own.value_or(options_.session.lock_timeout.value_or(kRecordWait)));
    // The pragma is ignored inside a transaction.
    text_ += script.directives.foreign_keys == ForeignKeys::off ? "PRAGMA foreign_keys = OFF;\n"
                                                                : "PRAGMA foreign_keys = ON;\n";
  }

  // Whatever sqlmig does adds an event, so one that is not ours says that another runner was there.
  void number_event() {
    text_ += fmt::format(
        "INSERT INTO temp.[sqlmig:refusal] SELECT 'others' FROM temp.[sqlmig:state]\n"
        "  WHERE event <> {};\n"
        "UPDATE temp.[sqlmig:state] SET event = event + 1;\n",
        last_event());
  }

  [[nodiscard]] std::string last_event() const {
    return fmt::format(
        "max((SELECT coalesce(max(id), 0) FROM {}),\n"
        "  (SELECT coalesce(max(sequence), 0) FROM {}))",
        dialect_.events, dialect_.revisions);
  }

  void require_no_new_violation() {
    text_ += fmt::format(
        "INSERT INTO temp.[sqlmig:refusal] SELECT 'keys' FROM ({}) AS now\n"
        "  WHERE times > coalesce((SELECT times FROM temp.[sqlmig:violations] AS old\n"
        "    WHERE old.t IS now.t AND old.r IS now.r AND old.p IS now.p\n"
        "    AND old.k IS now.k), 0) LIMIT 1;\n"
        "DROP TABLE temp.[sqlmig:violations];\n",
        kViolations);
  }

  void note_change(std::string_view script) {
    session_is_changed_ = session_is_changed_ || may_change_session(script);
  }

  // Pragmas and what is temporary live as long as a connection. One in memory has to stay.
  void open_again() {
    const std::string session =
        fmt::format(".timeout {}\n", kRecordWait.count()) + std::string(kSession);
    read_made("open",
              fmt::format("SELECT CASE file WHEN '' THEN '' ELSE '.open \"'\n"
                          "  || replace(replace(file, '\\', '\\\\'), '\"', '\\\"') || '\"'"
                          " || char(10) || {}\n"
                          "  || 'INSERT INTO temp.[sqlmig:state] VALUES (' || event || ', 0);'"
                          " || char(10) END AS body\n"
                          "  FROM pragma_database_list, temp.[sqlmig:state] WHERE name = 'main'",
                          literal(session)));
  }

  // All that is missing at once, and then a look whether it was run.
  void run_missing() {
    text_ += '\n';
    read_made("steps",
              "SELECT coalesce(group_concat(body, ''), '') AS body\n"
              "  FROM (SELECT body FROM temp.[sqlmig:steps] ORDER BY rowid)");
    std::string ids;
    for (const RevisionId& id : conditional_)
      ids.append(ids.empty() ? "" : ", ").append(literal(id.text()));
    text_ += fmt::format(
        "INSERT INTO temp.[sqlmig:refusal] SELECT 'file'\n"
        "  WHERE (SELECT count(*) FROM {} WHERE id IN ({})) <> {};\n",
        dialect_.revisions, ids, conditional_.size());
  }

  // The shell has no conditions, but it reads what it wrote. The file is named by its process, so
  // that a script may run on several databases at once; only a whole one is read.
  void read_made(std::string_view what, std::string_view body_query) {
    const std::string file = fmt::format("sqlmig-{}-$PPID.{}.tmp", options_.name, what);
    text_ += fmt::format(
        ".read '|echo \"UPDATE temp.[sqlmig:state] SET process = $PPID;\"'\n"
        "INSERT INTO temp.[sqlmig:refusal] SELECT 'file' FROM temp.[sqlmig:state],\n({})\n"
        "  WHERE coalesce(writefile('sqlmig-{}-' || process || '.{}.tmp', body), -1)\n"
        "  <> length(CAST(body AS BLOB));\n"
        ".read '|cat {}; rm -f {}'\n",
        body_query, options_.name, what, file, file);
  }

  ClientScriptOptions options_;
  VersionTableDialect dialect_;
  std::string text_;
  std::string around_;  // the script, while text_ is that of a step with a condition
  std::optional<ScriptStep> step_;
  std::vector<RevisionId> conditional_;  // whose steps are run only if they are missing
  bool first_of_step_ = false;
  bool session_is_changed_ = false;
};

}  // namespace

std::unique_ptr<ClientScript> open_client_script(const ClientScriptOptions& options) {
  return std::make_unique<ShellScript>(options);
}

}  // namespace sqlmig::sqlite

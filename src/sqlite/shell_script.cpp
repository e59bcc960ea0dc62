#include "sqlite/shell_script.hpp"

#include "core/statement_text.hpp"
#include "sqlite/dialect.hpp"
#include "sqlite/shell_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace sqlmig::sqlite {
namespace {

using Condition = ScriptStep::Condition;
using std::chrono::milliseconds;

constexpr milliseconds kRecordWait = std::chrono::seconds(60);

// A session as sqlmig has one: double quotes may hold a string, as SQLite itself has it; what is to
// stop the script is inserted into a table that refuses it with the reason.
constexpr std::string_view kSession =
    ".once /dev/null\n"
    ".dbconfig dqs_ddl on\n"
    ".once /dev/null\n"
    ".dbconfig dqs_dml on\n"
    "PRAGMA foreign_keys = ON;\n"
    "CREATE TEMP TABLE sqlmig (event INTEGER);\n"
    "INSERT INTO temp.sqlmig VALUES (0);\n"
    "CREATE TEMP TABLE sqlmig_refusal (reason TEXT);\n"
    "CREATE TEMP TRIGGER sqlmig_refuse_state BEFORE INSERT ON temp.sqlmig_refusal\n"
    "WHEN NEW.reason = 'state' BEGIN SELECT RAISE(ABORT, 'sqlmig: the database is not in the state "
    "that this script was written for; nothing was changed'); END;\n"
    "CREATE TEMP TRIGGER sqlmig_refuse_others BEFORE INSERT ON temp.sqlmig_refusal\n"
    "WHEN NEW.reason = 'others' BEGIN SELECT RAISE(ABORT, 'sqlmig: another runner changed the "
    "database meanwhile; what ran before is recorded'); END;\n"
    "CREATE TEMP TRIGGER sqlmig_refuse_keys BEFORE INSERT ON temp.sqlmig_refusal\n"
    "WHEN NEW.reason = 'keys' BEGIN SELECT RAISE(ABORT, 'sqlmig: the script leaves rows that break "
    "a foreign key; it is rolled back'); END;\n";

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
    return SqlExpression{"(SELECT event FROM temp.sqlmig)"};
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
    open_session();
    text_ += "\n-- The state that this was written for.\nBEGIN IMMEDIATE;\n";
    text_ += script_for_shell(dialect_.create);
    text_ += fmt::format(
        "CREATE TEMP TABLE sqlmig_differences (difference TEXT);\n"
        "INSERT INTO temp.sqlmig_differences\n{};\n"
        "SELECT difference FROM temp.sqlmig_differences LIMIT 20;\n"
        "INSERT INTO temp.sqlmig_refusal\n"
        "  SELECT 'state' FROM temp.sqlmig_differences LIMIT 1;\n"
        "DROP TABLE temp.sqlmig_differences;\n",
        beginning.differences);
    if (!beginning.update_table.empty()) text_ += script_for_shell(beginning.update_table);
    text_ += beginning.purpose == ScriptBeginning::Purpose::look ? "ROLLBACK;\n" : "COMMIT;\n";
  }

  void begin_step(const ScriptStep& step) override {
    step_ = step;
    first_of_step_ = true;
    text_ += fmt::format("\n-- {}\n", step.title);
    if (step.condition == Condition::if_missing) around_ = std::exchange(text_, {});
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
    if (check) text_ += fmt::format("CREATE TEMP TABLE sqlmig_violations AS {};\n", kViolations);
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
      const std::string file = file_name("step");
      const std::string body = std::exchange(text_, std::move(around_));
      text_ += fmt::format(
          "SELECT 1 WHERE writefile('{0}', CASE WHEN EXISTS (SELECT 1 FROM {1} WHERE id = {2})\n"
          "THEN '' ELSE {3} END) < 0;\n.read {0}\n.system rm -f {0}\n",
          file, dialect_.revisions, literal(step_->revision.text()), literal(body));
    }
    step_.reset();
  }

  [[nodiscard]] std::string end() override {
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

  void open_session() {
    wait_at_most(kRecordWait);
    text_ += kSession;
  }

  void begin_script(const Script& script) {
    const auto& own = script.directives.lock_timeout;
    wait_at_most(own.value_or(options_.session.lock_timeout.value_or(kRecordWait)));
    // The pragma is ignored inside a transaction.
    text_ += script.directives.foreign_keys == ForeignKeys::off ? "PRAGMA foreign_keys = OFF;\n"
                                                                : "PRAGMA foreign_keys = ON;\n";
  }

  // Under the write lock, so that nobody else takes the number.
  void number_event() {
    if (step_->rows_before) {
      text_ += fmt::format(
          "INSERT INTO temp.sqlmig_refusal SELECT 'others'\n"
          "  WHERE (SELECT count(*) FROM {}) <> {};\n",
          dialect_.revisions, *step_->rows_before);
    }
    text_ += fmt::format(
        "UPDATE temp.sqlmig SET event = 1 + max(\n"
        "  (SELECT coalesce(max(id), 0) FROM {}),\n"
        "  (SELECT coalesce(max(sequence), 0) FROM {}));\n",
        dialect_.events, dialect_.revisions);
  }

  void require_no_new_violation() {
    text_ += fmt::format(
        "INSERT INTO temp.sqlmig_refusal SELECT 'keys' FROM ({}) AS now\n"
        "  WHERE times > coalesce((SELECT times FROM temp.sqlmig_violations AS old\n"
        "    WHERE old.t IS now.t AND old.r IS now.r AND old.p IS now.p\n"
        "    AND old.k IS now.k), 0) LIMIT 1;\n"
        "DROP TABLE temp.sqlmig_violations;\n",
        kViolations);
  }

  void note_change(std::string_view script) {
    session_is_changed_ = session_is_changed_ || may_change_session(script);
  }

  // Pragmas and what is temporary live as long as a connection. One in memory has to stay.
  void open_again() {
    const std::string file = file_name("open");
    const std::string session =
        fmt::format(".timeout {}\n", kRecordWait.count()) + std::string(kSession);
    text_ += fmt::format(
        "SELECT 1 FROM pragma_database_list WHERE name = 'main' AND writefile('{0}',\n"
        "  CASE file WHEN '' THEN '' ELSE '.open \"' || replace(replace(file, '\\', '\\\\'), '\"',"
        " '\\\"') || '\"' || char(10) || {1} END) < 0;\n"
        ".read {0}\n.system rm -f {0}\n",
        file, literal(session));
  }

  [[nodiscard]] std::string file_name(std::string_view what) const {
    return fmt::format("sqlmig-{}.{}.tmp", options_.name, what);
  }

  ClientScriptOptions options_;
  VersionTableDialect dialect_;
  std::string text_;
  std::string around_;  // the script, while text_ is that of a step with a condition
  std::optional<ScriptStep> step_;
  bool first_of_step_ = false;
  bool session_is_changed_ = false;
};

}  // namespace

std::unique_ptr<ClientScript> open_client_script(const ClientScriptOptions& options) {
  return std::make_unique<ShellScript>(options);
}

}  // namespace sqlmig::sqlite

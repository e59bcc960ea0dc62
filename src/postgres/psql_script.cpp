#include "postgres/psql_script.hpp"

#include "core/sql_identifier.hpp"
#include "postgres/dialect.hpp"
#include "postgres/psql_checks.hpp"
#include "postgres/psql_text.hpp"
#include "postgres/runner_lock.hpp"
#include "postgres/unit_frame.hpp"
#include "sqltext/mentions.hpp"
#include "sqltext/statements.hpp"

#include <fmt/core.h>

#include <cstddef>
#include <utility>

namespace sqlmig::postgres {
namespace {

using Condition = ScriptStep::Condition;

// psql as it is when nothing has been set, and what a script must be able to rely on.
constexpr std::string_view kSetUp =
    "\\set ON_ERROR_STOP on\n"
    "\\set ON_ERROR_ROLLBACK off\n"
    "\\set AUTOCOMMIT on\n"
    "\\set SINGLELINE off\n"
    "\\set QUIET on\n"
    "\\set sqlmig_os_user `whoami`\n"
    "\\set sqlmig_host `hostname`\n";

// How the script's own bytes are to be read, whatever the session began with.
constexpr std::string_view kReadAs =
    "SET client_encoding = 'UTF8';\n"
    "SET standard_conforming_strings = on;\n";

class PsqlScript final : public ClientScript {
 public:
  explicit PsqlScript(ClientScriptOptions options)
      : options_(std::move(options)),
        dialect_(make_dialect(options_.version_schema)),
        literal_(&literal_for_psql),
        frame_(options_.session, literal_),
        say_([this](std::string_view statement) { say(statement); }),
        lock_key_(lock_key(options_.version_schema)) {
    dialect_.os_user = ":'sqlmig_os_user'";
    dialect_.host = ":'sqlmig_host'";
  }

  [[nodiscard]] const VersionTableDialect& dialect() const override { return dialect_; }
  [[nodiscard]] Value event_number() const override { return SqlExpression{":sqlmig_event"}; }
  [[nodiscard]] std::string literal(std::string_view text) const override {
    return literal_for_psql(text);
  }
  [[nodiscard]] std::vector<std::string> how_to_run() const override {
    return {"psql -X -v ON_ERROR_STOP=1 -f FILE DATABASE"};
  }

  [[nodiscard]] std::vector<ScriptProblem> problems_with(const Script& script,
                                                         Condition condition) const override {
    if (condition == Condition::always) return {};
    return unskippable_data(script.text);
  }

  void begin(const ScriptBeginning& beginning) override {
    text_ += as_comment(beginning.comment);
    text_ += '\n';
    text_ += kSetUp;
    text_ += kReadAs;
    if (!options_.session.role.empty()) say("SET ROLE " + quoted_identifier(options_.session.role));
    run_block("Nobody else that runs sqlmig is let in.", block_to_lock(lock_key_));
    run_block("The state that this was written for.", block_to_require(beginning, dialect_));
    if (beginning.purpose == ScriptBeginning::Purpose::look) return;
    if (beginning.table == ScriptBeginning::VersionTable::may_be_created) create_version_table();
    if (!beginning.update_table.empty()) transact_ddl(beginning.update_table);
  }

  void begin_step(const ScriptStep& step) override {
    condition_ = step.condition;
    text_ += fmt::format("\n-- {}\n", step.title);
    if (lock_may_be_gone_) run_block({}, block_to_require_lock(lock_key_));
    lock_may_be_gone_ = false;
    if (condition_ == Condition::if_missing) {
      text_ += fmt::format(
          "SELECT NOT EXISTS (SELECT 1 FROM {} WHERE id = {}) AS sqlmig_missing \\gset\n"
          "\\if :sqlmig_missing\n",
          dialect_.revisions, literal_for_psql(step.revision.text()));
    }
    text_ += fmt::format("\\echo {}\n", psql_argument(step.title));
    text_ += fmt::format(
        "SELECT greatest((SELECT coalesce(max(id), 0) FROM {}),"
        " (SELECT coalesce(max(sequence), 0) FROM {})) + 1 AS sqlmig_event \\gset\n",
        dialect_.events, dialect_.revisions);
  }

  void transact(const Unit& unit) override {
    frame_.begin(unit, UnitFrame::Opens::transaction, say_);
    for (const Statement& statement : unit.before) say(with_values(statement, literal_));
    if (unit.script != nullptr && unit.script->content == Script::Content::statements) {
      say("SAVEPOINT sqlmig");
      text_ += "\n" + as_comment(unit.script->path);
      add_script(unit.script->text);
      text_ += '\n';
      say("RELEASE SAVEPOINT sqlmig");
      frame_.take_back_role(say_);
      // A dump sets the encoding of its own bytes.
      say("SET LOCAL client_encoding = 'UTF8'");
    }
    for (const Statement& statement : unit.after) say(with_values(statement, literal_));
    say("COMMIT");
    if (unit.script == nullptr) return;
    frame_.reset_session(say_);
    frame_.set_for_session(*unit.script, say_);
  }

  void run_alone(std::string_view statement) override {
    text_ += '\n';
    add_script(statement);
    text_ += '\n';
    if (const auto block = block_to_require_valid_index(statement)) run_block({}, *block);
  }

  void end_step() override {
    if (condition_ == Condition::if_missing) text_ += "\\endif\n";
    condition_ = Condition::always;
  }

  [[nodiscard]] std::string end() override {
    run_block({}, block_to_unlock(lock_key_));
    text_ += "\\echo 'sqlmig: done'\n";
    return std::move(text_);
  }

 private:
  void say(std::string_view statement) {
    text_.append(statement).append(";\n");
    if (statement == "RESET ALL") text_ += kReadAs;
  }

  void run_block(std::string_view why, std::string_view body) {
    text_ += '\n';
    text_ += as_comment(why);
    say("DO " + dollar_quoted(body));
  }

  void create_version_table() {
    text_ += fmt::format(
        "\nSELECT pg_catalog.to_regclass({}) IS NULL AS sqlmig_absent \\gset\n"
        "\\if :sqlmig_absent\n",
        literal_for_psql(dialect_.revisions));
    transact_ddl(dialect_.create);
    text_ += "\\endif\n";
  }

  void transact_ddl(const std::string& ddl) {
    const Script script{"version_table.sql", ddl, sha256({}), {}, Script::Content::statements};
    transact({{}, &script, {}, {}});
  }

  // The data of COPY cannot be skipped: psql would read it as SQL. So it stands outside of the
  // condition, and what is skipped is read and forgotten.
  void add_script(std::string_view script) {
    lock_may_be_gone_ = lock_may_be_gone_ || may_unlock(script);
    if (condition_ == Condition::always) {
      text_ += script_for_psql(script);
      return;
    }
    std::size_t copied = 0;
    for (const sqltext::SqlStatement& statement :
         sqltext::split_statements(script, sqltext::SqlDialect::postgres).statements) {
      if (statement.next == statement.end) continue;
      text_ += for_psql(script.substr(copied, statement.begin - copied));
      add_copy(script, statement);
      copied = statement.next;
    }
    text_ += script_for_psql(script.substr(copied));
  }

  void add_copy(std::string_view script, const sqltext::SqlStatement& statement) {
    std::string copy = for_psql(script.substr(statement.begin, statement.end - statement.begin));
    if (copy.ends_with(';')) copy.pop_back();
    if (!text_.ends_with('\n')) text_ += '\n';
    text_ += fmt::format("\\set sqlmig_copy {}\n", psql_argument(copy));
    text_ += skipped_copy();
    text_ += ":sqlmig_copy;\n";
    text_ += script.substr(statement.data_begin, statement.next - statement.data_begin);
    if (!text_.ends_with('\n')) text_ += '\n';
    text_ += "\\if :sqlmig_missing\n";
  }

  // Takes lines of any kind, as texts of one column with signs around it that no line has, and
  // keeps none. It needs no right that a record does not need.
  [[nodiscard]] std::string skipped_copy() const {
    const std::string copy = fmt::format(
        "COPY {} (id) FROM stdin WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"
        " WHERE false",
        dialect_.revisions);
    return fmt::format("\\else\n\\set sqlmig_copy {}\n\\endif\n", psql_argument(copy));
  }

  ClientScriptOptions options_;
  VersionTableDialect dialect_;
  ToLiteral literal_;
  UnitFrame frame_;
  UnitFrame::Say say_;
  std::int64_t lock_key_;
  std::string text_;
  Condition condition_ = Condition::always;  // of the step that is under way
  bool lock_may_be_gone_ = false;
};

}  // namespace

std::unique_ptr<ClientScript> open_client_script(const ClientScriptOptions& options) {
  return std::make_unique<PsqlScript>(options);
}

}  // namespace sqlmig::postgres

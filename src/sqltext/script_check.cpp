#include "sqltext/script_check.hpp"

#include "core/text_position.hpp"
#include "sqltext/copy_data.hpp"
#include "sqltext/pragmas.hpp"
#include "sqltext/psql_commands.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace sqlmig::sqltext {
namespace {

class ScriptCheck {
 public:
  ScriptCheck(const Script& script, std::string_view revision, SqlDialect dialect)
      : script_(script), revision_(revision), dialect_(dialect) {}

  std::vector<Finding> run() {
    if (dialect_ == SqlDialect::postgres && script_.directives.foreign_keys == ForeignKeys::off) {
      report(FindingKind::unknown_directive, 0, "the directive foreign-keys off is for SQLite",
             "remove it");
    }
    const Statements split = split_statements(script_.text, dialect_);
    const std::size_t end = dialect_ == SqlDialect::sqlite ? check_copy(split) : kNoCopy;
    for (const LexProblem& problem : split.problems) {
      if (problem.offset < end) report_lexical(problem);
    }
    for (const SqlStatement& statement : split.statements) {
      if (statement.begin < end) check_statement(statement);
    }
    sort_findings(findings_);
    return std::move(findings_);
  }

 private:
  static constexpr std::size_t kNoCopy = std::string_view::npos;

  // Where SQL ends that can be SQLite's: at COPY with its data.
  std::size_t check_copy(const Statements& split) {
    const auto copy = std::find_if(
        split.statements.begin(), split.statements.end(),
        [&](const SqlStatement& statement) { return is_copy_from_stdin(text_of(statement)); });
    if (copy == split.statements.end()) return kNoCopy;
    report(FindingKind::copy_data, copy->begin, "SQLite has no COPY",
           "write the rows as INSERT; what stands behind was not checked");
    return copy->begin;
  }

  [[nodiscard]] std::string_view text_of(const SqlStatement& statement) const {
    return std::string_view(script_.text).substr(statement.begin, statement.end - statement.begin);
  }

  void report_lexical(const LexProblem& problem) {
    const auto unterminated = [&](std::string_view what) {
      report(FindingKind::unterminated, problem.offset,
             fmt::format("{} begins here and does not end", what), "close it");
    };
    switch (problem.kind) {
      case LexProblemKind::unterminated_string:
        unterminated("a string");
        break;
      case LexProblemKind::unterminated_identifier:
        unterminated("a quoted identifier");
        break;
      case LexProblemKind::unterminated_dollar_quote:
        unterminated("a dollar-quoted string");
        break;
      case LexProblemKind::unterminated_comment:
        unterminated("a comment");
        break;
      case LexProblemKind::unterminated_copy:
        report(FindingKind::unterminated, problem.offset, "the data of this COPY does not end",
               "end it with a line that is \\., and the statement before it with ';'");
        break;
      case LexProblemKind::text_before_data:
        report(FindingKind::copy_data, problem.offset,
               "the data of COPY begins in the next line, and this stands before it",
               "move it behind the line \\., or into a line above the COPY");
        break;
      case LexProblemKind::meta_command:
        report(FindingKind::psql_command, problem.offset, "this is a command of psql, not SQL",
               std::string(
                   advice_for_psql_command(std::string_view(script_.text).substr(problem.offset))));
        break;
    }
  }

  void check_statement(const SqlStatement& statement) {
    const std::string_view text = text_of(statement);
    switch (transaction_control(text, dialect_)) {
      case TransactionControl::begins:
      case TransactionControl::ends:
        if (script_.directives.transaction == TransactionMode::transactional) {
          report(
              FindingKind::transaction_control, statement.begin,
              "sqlmig runs this script in a transaction, and the script begins or ends one itself",
              "remove the statement; script and version table commit together");
        } else {
          report(FindingKind::transaction_control, statement.begin,
                 "each statement of a no-transaction script is run by itself, so it can begin or "
                 "end none",
                 "remove the statement, or the directive no-transaction");
        }
        return;
      case TransactionControl::none:
      case TransactionControl::savepoint:
        break;
    }
    if (script_.directives.transaction == TransactionMode::transactional &&
        refuses_transaction(text)) {
      report(
          FindingKind::needs_no_transaction, statement.begin,
          "this statement cannot run in a transaction",
          "move it into a revision of its own whose script starts with: -- sqlmig: no-transaction");
    }
    if (dialect_ == SqlDialect::sqlite) check_pragma(text, statement.begin);
  }

  void check_pragma(std::string_view text, std::size_t offset) {
    if (script_.directives.transaction == TransactionMode::none) return;
    const auto pragma = pragma_in(text);
    if (!pragma) return;
    if (auto refusal = refused_in_transaction(*pragma, script_.directives.foreign_keys)) {
      report(FindingKind::needs_no_transaction, offset, std::move(refusal->message),
             std::move(refusal->advice));
    }
  }

  [[nodiscard]] bool refuses_transaction(std::string_view text) const {
    constexpr std::size_t kWords = 5;
    const std::vector<std::string> words = leading_words(text, dialect_, kWords);
    const auto word = [&](std::size_t i) {
      return i < words.size() ? std::string_view(words[i]) : "";
    };
    if (word(0) == "VACUUM") return true;
    if (dialect_ == SqlDialect::sqlite) return false;
    const bool concurrently = std::find(words.begin(), words.end(), "CONCURRENTLY") != words.end();
    if (word(0) == "CREATE" || word(0) == "DROP") {
      const bool index = word(1) == "INDEX" || (word(1) == "UNIQUE" && word(2) == "INDEX");
      return (index && concurrently) || word(1) == "DATABASE" || word(1) == "TABLESPACE";
    }
    if (word(0) == "REINDEX") return concurrently;
    return word(0) == "ALTER" && word(1) == "SYSTEM";
  }

  void report(FindingKind kind, std::size_t offset, std::string message, std::string advice) {
    findings_.push_back({kind, Severity::error, std::string(revision_),
                         position_at(script_.path, script_.text, offset), std::move(message),
                         std::move(advice), excerpt_at(script_.text, offset)});
  }

  const Script& script_;
  std::string_view revision_;
  SqlDialect dialect_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_script(const Script& script, std::string_view revision,
                                  SqlDialect dialect) {
  return ScriptCheck(script, revision, dialect).run();
}

}  // namespace sqlmig::sqltext

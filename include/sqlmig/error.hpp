// The one exception of sqlmig: what ended an operation, where, and what to do next.
#pragma once

#include <sqlmig/finding.hpp>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig {

/// What a caller can act on. docs/cli.md maps each to an exit code.
enum class ErrorCode {
  usage,                  // the request cannot be meant
  config,                 // sqlmig.toml, a flag or a variable is wrong, or there is no project
  unknown_revision,       // a name that no revision has
  ambiguous_revision,     // a name that fits several revisions
  findings,               // checks found problems; see Error::findings
  io,                     // a file or folder cannot be read or written
  connection,             // the database cannot be reached or opened
  sql,                    // the database refused a script or a statement
  conflict,               // another runner changed the version table in between
  locked,                 // another runner holds the lock
  version_table,          // the version table is of a newer format, or cannot be written
  version_table_damaged,  // something else than sqlmig has written to the version table
  plan_mismatch,          // the plan is not the one expected
  refused,                // the operation would lose something; nothing was done
  interrupted,            // it was asked to stop, as by Ctrl-C
  internal,               // a bug in sqlmig
};

/// The stable name of a code, such as `unknown-revision`.
[[nodiscard]] std::string_view to_string(ErrorCode code);

/// What the database said.
/// Shape: empty strings where it said nothing. `offset` counts bytes in the script from 0; it is
/// exact where the database named a position, else it is where the failing statement begins.
struct SqlDiagnostic {
  enum class Precision { exact, statement };
  std::string sqlstate;  // SQLSTATE of PostgreSQL, or SQLite's result code by name
  std::string detail;
  std::string hint;
  std::string context;
  std::optional<std::size_t> offset;
  Precision precision = Precision::exact;
  /// Whether the same script may succeed when it is run again: it met a lock, a deadlock or a
  /// serialization failure.
  enum class Repeat { pointless, may_help };
  Repeat repeat = Repeat::pointless;
  /// Who was seen holding what the statement waited for; empty if nobody was.
  std::string blocker = {};
};

/// Shape: `what()` is the bare message, lower case and without a final dot; everything else is
/// optional. No field ever holds a password.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }

  std::optional<SourcePosition> position;  // where the cause stands
  std::string excerpt;                     // that source line and a caret below it
  std::string advice;                      // what to do next
  std::optional<SqlDiagnostic> sql;        // what the database said
  std::vector<Finding> findings;           // with ErrorCode::findings
  std::vector<std::string> notes;          // what was being done, or what failed while cleaning up

  /// Returns itself, so that an error can be built and thrown in one expression.
  Error&& with_advice(std::string text) && {
    advice = std::move(text);
    return std::move(*this);
  }
  Error&& at(SourcePosition where) && {
    position = std::move(where);
    return std::move(*this);
  }

 private:
  ErrorCode code_;
};

}  // namespace sqlmig

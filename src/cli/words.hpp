// The words of a command line, before they are given their types.
#pragma once

#include "cli/options.hpp"

#include <string>
#include <vector>

namespace sqlmig::cli {

/// Shape: as they were typed; empty or false: not given.
struct Words {
  std::string project, environment, url, role, lock_wait, wait, color, ci;
  std::string targets, jobs;
  std::string lock_timeout, statement_timeout, retries, heartbeat, backup, timeout;
  bool version = false, json = false, quiet = false;
  std::string folder, message, head, id, expect, reason, last, revision, second, onto, against,
      against_folder, range, name, format, plan_file, signers, from, to, file;
  std::vector<std::string> revisions, depends_on, labels, tags, require_heads, outputs, accept,
      mark_applied, mark_reverted;
  bool yes = false, down = false, allow_empty_down = false, allow_modified = false,
       from_stored = false, batch = false, single_transaction = false, resume = false, sql = false,
       idempotent = false, force = false, rollback = false, purge = false, splice = false,
       edit = false, dry_run = false;
  bool database = false, exit_code = false, verbose = false, graph = false,
       resolve_dependencies = false, strict = false, require_applied = false;
};

/// What the words mean for the command of this name.
/// Errors: ErrorCode::usage for a word of the wrong type, or words that exclude each other.
[[nodiscard]] CommandLine to_command_line(const Words& words, const std::string& command);

}  // namespace sqlmig::cli

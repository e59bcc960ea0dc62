// sqlmig export
#pragma once

#include "commands/workspace.hpp"

#include <string>
#include <vector>

namespace sqlmig::commands {

struct ExportRequest {
  ProjectRequest project;
  std::vector<RevisionSpec> revisions;
};

/// Shape: in topological order; `files` relative to the folder of sqlmig.toml.
struct ExportResult {
  struct Exported {
    RevisionId id;
    std::vector<std::string> files;
  };
  std::string database;
  std::vector<Exported> exported;
};

/// Writes revisions that only the database knows back to files, from the texts in the version
/// table; with each, those that it stands on and that have no files either.
/// Errors: usage if one named has files here; version_table if its texts are not those that were
/// applied.
[[nodiscard]] ExportResult export_revisions(const ExportRequest& request);

}  // namespace sqlmig::commands

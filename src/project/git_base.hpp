// What a commit has of the migrations folder, beside what is there now.
#pragma once

#include <sqlmig/against.hpp>
#include <sqlmig/project.hpp>

#include <string>
#include <vector>

namespace sqlmig::project {

/// The base that `ref` names, with the revisions that are not the same at the merge base of `ref`
/// and HEAD, at `ref`, and in the files. Git's objects are read, no checkout; what has the same
/// object ids is not read at all. A manifest that cannot be read is no revision.
/// `ours` are the revisions of the files.
/// Errors: ErrorCode::config if there is no git, no repository, no such commit, or no merge base
/// in this clone; ErrorCode::io.
[[nodiscard]] Base read_git_base(const Config& config, const std::vector<Revision>& ours,
                                 const std::string& ref);

}  // namespace sqlmig::project

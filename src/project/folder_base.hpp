// What another checkout has, beside the files that are here.
#pragma once

#include <sqlmig/against.hpp>
#include <sqlmig/project.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace sqlmig::project {

/// The base that stands in `folder`: a project, or the revisions themselves. Where the two parted
/// is not known. `ours` are the revisions of the files here; `shown` is how messages name the
/// folder.
/// Errors: ErrorCode::config if there is no such folder or it holds no revisions and no project,
/// ErrorCode::findings if something in it cannot be read, ErrorCode::io.
[[nodiscard]] Base read_folder_base(const std::filesystem::path& folder, const std::string& shown,
                                    const Config& config, const std::vector<Revision>& ours);

}  // namespace sqlmig::project

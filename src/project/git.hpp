// What git knows of the migrations folder, asked by running git.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sqlmig::project {

/// The ids of the revisions below the folder `migrations` as the commit `ref` has them; none if
/// that commit has no such folder. A folder whose name is no id is left out.
/// Shape: sorted by bytes, each once.
/// Errors: ErrorCode::config if there is no git, `migrations` is in no repository, or `ref` names
/// no commit; ErrorCode::io.
[[nodiscard]] std::vector<std::string> revision_ids_at(const std::filesystem::path& migrations,
                                                       const std::string& ref);

/// What the main branch of `origin` is known as here, such as `origin/main`; nothing if there is no
/// git, no repository or no such name (only `git clone` and `git remote set-head` make it).
/// Errors: ErrorCode::io.
[[nodiscard]] std::optional<std::string> default_base(const std::filesystem::path& migrations);

/// What stands before the name of a file in `folder` to make it a path of the repository around it,
/// such as `services/shop/`; empty if there is no repository, or `folder` is its root. Git is not
/// asked.
[[nodiscard]] std::string path_in_repository(const std::filesystem::path& folder);

}  // namespace sqlmig::project

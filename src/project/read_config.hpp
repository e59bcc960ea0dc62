// sqlmig.toml from its text.
#pragma once

#include <sqlmig/project.hpp>

#include <filesystem>
#include <string>

namespace sqlmig::project {

/// `text` is that of the sqlmig.toml in `folder`, which is absolute; nothing is looked at there.
/// Errors: as load_config.
[[nodiscard]] Config read_config(std::string text, std::filesystem::path folder,
                                 const ConfigFlags& flags, const Environment& environment);

}  // namespace sqlmig::project

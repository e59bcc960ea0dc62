// What sqlmig.toml says of the revisions, in whatever commit it stands.
#pragma once

#include <sqlmig/revision.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// Shape: `migrations` as it is written, relative to the folder of sqlmig.toml.
struct BaseSettings {
  std::string migrations = "migrations";
  std::vector<NameLink> branches;
};

/// Reads what of `text` concerns the revisions. What is wrong with it is passed over: it is for the
/// commit that it stands in to be checked.
[[nodiscard]] BaseSettings read_base_settings(std::string_view text);

}  // namespace sqlmig::project

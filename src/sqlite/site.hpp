// Making and removing an SQLite file.
#pragma once

#include <sqlmig/site.hpp>

#include <memory>
#include <string_view>

namespace sqlmig::sqlite {

[[nodiscard]] std::unique_ptr<DatabaseSite> open_site(std::string_view url,
                                                      const ConnectOptions& options);

}  // namespace sqlmig::sqlite

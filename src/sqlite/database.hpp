// The Database port on SQLite.
#pragma once

#include <sqlmig/connect.hpp>

#include <memory>
#include <string_view>

namespace sqlmig::sqlite {

/// Opens the database that `url` names.
[[nodiscard]] std::unique_ptr<Database> open(std::string_view url, const ConnectOptions& options);

}  // namespace sqlmig::sqlite

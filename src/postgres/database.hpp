// The Database port on PostgreSQL.
#pragma once

#include <sqlmig/connect.hpp>

#include <memory>
#include <string>

namespace sqlmig::postgres {

/// Connects to what `url` names.
[[nodiscard]] std::unique_ptr<Database> open(const std::string& url, const ConnectOptions& options);

}  // namespace sqlmig::postgres

// Making and removing a database of a PostgreSQL server.
#pragma once

#include <sqlmig/site.hpp>

#include <memory>
#include <string>

namespace sqlmig::postgres {

[[nodiscard]] std::unique_ptr<DatabaseSite> open_site(const std::string& url,
                                                      const ConnectOptions& options);

}  // namespace sqlmig::postgres

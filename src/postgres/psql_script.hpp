// A script for psql.
#pragma once

#include <sqlmig/client_script.hpp>

#include <memory>

namespace sqlmig::postgres {

/// Needs psql 10 or newer to be run, for its conditions.
[[nodiscard]] std::unique_ptr<ClientScript> open_client_script(const ClientScriptOptions& options);

}  // namespace sqlmig::postgres

// A script for the sqlite3 shell.
#pragma once

#include <sqlmig/client_script.hpp>

#include <memory>

namespace sqlmig::sqlite {

/// Where a step is run only if it is missing, and where a script leaves something in its session,
/// the shell is made to write and read a file beside the working folder's others, since it knows
/// neither conditions nor the name of the database that it has open.
[[nodiscard]] std::unique_ptr<ClientScript> open_client_script(const ClientScriptOptions& options);

}  // namespace sqlmig::sqlite

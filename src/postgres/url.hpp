// PostgreSQL connection strings. They are libpq's, and libpq reads them.
#pragma once

#include <string_view>

namespace sqlmig::postgres {

/// Whether this is a `postgresql://` or `postgres://` URL, or a keyword string such as
/// `host=db dbname=app`.
[[nodiscard]] bool is_url(std::string_view url);

}  // namespace sqlmig::postgres

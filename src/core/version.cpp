#include <sqlmig/version.hpp>

namespace sqlmig {

std::string_view version() { return SQLMIG_VERSION; }

}  // namespace sqlmig

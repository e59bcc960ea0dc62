// Version tables as earlier versions of sqlmig left them.
#pragma once

#include "support/databases.hpp"
#include <sqlmig/revision.hpp>

#include <vector>

namespace sqlmig::test {

/// Makes a version table of format 1, by the DDL of its time (tests/data), in which these revisions
/// were applied in this order, by dana.
void write_format_1(const TestDatabase& database, const std::vector<Revision>& applied);

}  // namespace sqlmig::test

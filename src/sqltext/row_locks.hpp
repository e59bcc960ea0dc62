// The locks of statements about rows: INSERT, UPDATE, DELETE, MERGE, SELECT … FOR UPDATE.
#pragma once

#include "sqltext/lock_rules.hpp"
#include "sqltext/statement_words.hpp"

namespace sqlmig::sqltext {

/// `words` stand at the beginning of the statement. Finds them in WITH too, and nothing in other
/// statements. Of a subquery, FOR UPDATE is not looked for.
void add_row_locks(StatementWords& words, StatementLocks& found);

}  // namespace sqlmig::sqltext

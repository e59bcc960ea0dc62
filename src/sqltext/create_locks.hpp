// The locks of CREATE.
#pragma once

#include "sqltext/lock_rules.hpp"
#include "sqltext/statement_words.hpp"

namespace sqlmig::sqltext {

/// `words` stand behind CREATE.
void add_create(StatementWords& words, StatementLocks& found);

}  // namespace sqlmig::sqltext

// The locks of ALTER.
#pragma once

#include "sqltext/lock_rules.hpp"
#include "sqltext/statement_words.hpp"

namespace sqlmig::sqltext {

/// `words` stand behind ALTER.
[[nodiscard]] StatementLocks locks_of_alter(StatementWords& words);

/// The tables that the rest of a definition refers to by foreign keys, up to the end or, outside of
/// parentheses, the next comma.
void add_referenced(StatementWords& words, StatementLocks& found);

}  // namespace sqlmig::sqltext

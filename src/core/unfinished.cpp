#include "core/unfinished.hpp"

#include <fmt/core.h>

namespace sqlmig {

// Whoever ended by hand what a script had begun says which of the two it is now.
std::string ways_on(const RevisionId& id, RevisionState state) {
  const bool up = state == RevisionState::applying;
  return fmt::format(
      "mend the script from there on and say: sqlmig {0} --resume; or finish it by hand and say: "
      "sqlmig repair --mark-{2} {1} --reason \"...\"; or undo it by hand and say: sqlmig repair "
      "--mark-{3} {1} --reason \"...\"",
      up ? "upgrade" : "downgrade", id.text(), up ? "applied" : "reverted",
      up ? "reverted" : "applied");
}

}  // namespace sqlmig

// Looking a revision up by one of its names.
#pragma once

#include <sqlmig/history.hpp>

#include <string>

namespace sqlmig {

/// The revision with this id, label or tag, or the only one whose id starts so: of all revisions,
/// or else of those in `lineage`, if there is one. Errors: unknown_revision, with the nearest name;
/// ambiguous_revision, with the candidates.
[[nodiscard]] Graph::Index find_revision(const History& history, const std::string& name,
                                         const RevisionSet* lineage);

}  // namespace sqlmig

// Which revisions a name means, in a history and before a database.
#pragma once

#include <sqlmig/history.hpp>
#include <sqlmig/revision_spec.hpp>

#include <optional>
#include <vector>

namespace sqlmig {

// Wherever a name has more than one meaning it is refused, and the choices are listed.
// `applied` is what the database has, where there is one.
// Errors, of every function: unknown_revision; ambiguous_revision; usage for a form that is not
// allowed there, that needs a database where there is none, or that leads out of the history.

/// Where an upgrade, a downgrade or a stamp leads.
/// Shape: `revisions` ascending, unique; empty for the base, where nothing is applied, and for the
/// heads of an empty history. `branch` is a revision whose lineage the target is confined to: the
/// one that stood before `@`, or the one that steps back were taken from, if they start at what is
/// applied or reach the base.
struct RevisionTarget {
  std::vector<Graph::Index> revisions;
  std::optional<Graph::Index> branch;
};
[[nodiscard]] RevisionTarget resolve_target(const RevisionSpec& spec, const History& history,
                                            const RevisionSet* applied);
/// As resolve_target, where no revision means that revisions are given up: the base has to be
/// meant. Errors: also usage if `spec` names no revision for another reason.
[[nodiscard]] RevisionTarget resolve_downward(const RevisionSpec& spec, const History& history,
                                              const RevisionSet* applied);

/// The one revision that is named.
[[nodiscard]] Graph::Index resolve_one(const RevisionSpec& spec, const History& history,
                                       const RevisionSet* applied);

/// The members of a range: what is built on its lower end and leads to its upper one, with both.
/// Without a lower end, or from plain `base`, it holds all that the upper end stands on,
/// dependencies included. An open upper end means the heads, of the branch that the lower end names
/// if it does.
/// Errors: also usage if its upper end is not above the lower one.
[[nodiscard]] RevisionSet resolve_range(const RevisionSpec& spec, const History& history,
                                        const RevisionSet* applied);

}  // namespace sqlmig

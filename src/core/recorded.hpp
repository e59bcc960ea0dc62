// What a row of the version table keeps of a revision.
#pragma once

#include <sqlmig/applied.hpp>

#include <string>
#include <vector>

namespace sqlmig {

/// A checksum as people read it: a revision without a down script has been declared irreversible.
[[nodiscard]] std::string checksum_or_none(const std::optional<Checksum>& checksum);

/// One thing that a row says, and what it is to say instead.
/// Shape: `what` is a word or two for people and programs, such as `up` or `parents`.
struct RecordChange {
  std::string what;
  std::string before;
  std::string after;
};

/// Where the row says otherwise than the files do.
[[nodiscard]] std::vector<RecordChange> record_changes(const AppliedRevision& row,
                                                       const Revision& revision);

}  // namespace sqlmig

// What a change did to revisions that its base has.
#include "core/pointer_to.hpp"
#include "core/revisions_by_id.hpp"
#include "core/shell_word.hpp"
#include <sqlmig/against.hpp>

#include <fmt/core.h>

#include <string_view>

namespace sqlmig {
namespace {

std::string folder_of(const Revision& revision) {
  return revision.manifest.path.substr(0, revision.manifest.path.rfind('/'));
}

std::string checkout_advice(const Base& base, const std::string& path) {
  return base.kind == Base::Kind::git_ref ? fmt::format("restore it: git checkout {} -- {}",
                                                        shell_word(base.name), shell_word(path))
                                          : fmt::format("restore it from {}", base.name);
}

std::optional<Checksum> down_checksum(const Revision& revision) {
  return revision.down ? std::optional(revision.down->checksum) : std::nullopt;
}

// Findings of one revision that the base has in another way.
class Edits {
 public:
  // `tip` is null if the base has removed it since.
  Edits(const Base& base, const Revision& before, const Revision* tip, const Revision& mine)
      : base_(base),
        before_(before),
        mine_(mine),
        theirs_(tip == nullptr ? before : *tip),
        state_(tip == nullptr ? InBase::removed : InBase::present) {}

  void check(std::vector<Finding>& findings) const {
    if (before_.up.checksum != mine_.up.checksum) {
      findings.push_back(finding(FindingKind::base_edited_up, Severity::error, mine_.up.path,
                                 "up.sql was edited", restore(theirs_.up.path, mine_.up.path),
                                 "put the change into a new revision"));
    }
    if (down_checksum(before_) != down_checksum(mine_)) {
      findings.push_back(finding(FindingKind::base_edited_down, Severity::warning,
                                 mine_.down ? mine_.down->path : mine_.manifest.path,
                                 "down.sql was edited", restore_down(),
                                 "a downgrade may need the old one"));
    }
    if (parent_ids(before_.manifest) != parent_ids(mine_.manifest) ||
        dependency_ids(before_.manifest) != dependency_ids(mine_.manifest)) {
      findings.push_back(finding(FindingKind::base_parents_changed, Severity::error,
                                 mine_.manifest.path, "the parents or dependencies were changed",
                                 restore(theirs_.manifest.path, mine_.manifest.path),
                                 "only revisions that nobody else has can be moved"));
    }
  }

 private:
  enum class InBase { present, removed };

  // Once a reason is merged, it is no reason for the next edit.
  [[nodiscard]] bool is_meant() const {
    return mine_.manifest.edited && mine_.manifest.edited != before_.manifest.edited;
  }

  // How the file `mine` becomes what the base has in `theirs`: the folder may have been moved to
  // another group on one side.
  [[nodiscard]] std::string restore(const std::string& theirs, const std::string& mine) const {
    if (base_.kind == Base::Kind::git_ref && theirs != mine) {
      return fmt::format("restore it: git show {} > {}", shell_word(base_.name + ":./" + theirs),
                         shell_word(mine));
    }
    return checkout_advice(base_, mine);
  }

  // Where a down.sql came or went, the manifest was edited with it.
  [[nodiscard]] std::string restore_down() const {
    if (theirs_.down && mine_.down) return restore(theirs_.down->path, mine_.down->path);
    const std::string folder = folder_of(theirs_);
    if (folder != folder_of(mine_))
      return fmt::format("restore what {} has in {}", base_.name, folder);
    if (!mine_.down) return checkout_advice(base_, folder);
    return fmt::format("{}, and remove {}", checkout_advice(base_, mine_.manifest.path),
                       mine_.down->path);
  }

  [[nodiscard]] Finding finding(FindingKind kind, Severity severity, const std::string& path,
                                std::string_view what, std::string_view restored,
                                std::string_view advice) const {
    Finding result{kind,
                   severity,
                   mine_.id.text(),
                   SourcePosition{path, 0, 0},
                   fmt::format("{}, and {} has the revision already", what, base_.name),
                   fmt::format("{}; {}", restored, advice),
                   {}};
    if (state_ == InBase::removed) {
      result.message = fmt::format("{}, and {} had the revision already", what, base_.name);
      result.advice = fmt::format("{} has removed it since; remove it here too", base_.name);
    }
    if (kind != FindingKind::base_parents_changed && is_meant()) {
      result.severity = Severity::warning;
      result.message += ": " + *mine_.manifest.edited;
      result.advice = fmt::format(
          "databases that have it applied need: sqlmig repair --accept {} --reason \"...\"",
          mine_.id.text());
    }
    return result;
  }

  const Base& base_;
  const Revision& before_;
  const Revision& mine_;
  const Revision& theirs_;  // as the base has it now, or had it last
  InBase state_;
};

// A revision that only the change has and that runs the same script: a folder that was renamed.
const Revision* renamed_to(const Revision& before, const std::vector<Revision>& ours,
                           const Base& base) {
  if (before.up.content == Script::Content::blank) return nullptr;
  for (const Revision& revision : ours) {
    if (revision.up.checksum != before.up.checksum) continue;
    const ChangedRevision* known = base.find(revision.id);
    if (known != nullptr && !known->fork && !known->tip) return &revision;
  }
  return nullptr;
}

// `theirs` is the revision as the base has it now.
Finding deleted(const Base& base, const Revision& before, const Revision& theirs,
                const std::vector<Revision>& ours) {
  const std::string& id = before.id.text();
  const std::string folder = folder_of(theirs);
  Finding finding{FindingKind::base_deleted,
                  base.fork == Base::Fork::known ? Severity::error : Severity::warning,
                  id,
                  SourcePosition{theirs.manifest.path, 0, 0},
                  fmt::format("{} has {}, and it is not here", base.name, id),
                  checkout_advice(base, folder) + "; to undo what it does, write a new revision",
                  {}};
  if (const Revision* now = renamed_to(before, ours, base)) {
    finding.position = SourcePosition{now->manifest.path, 0, 0};
    finding.message =
        fmt::format("{}, which {} has, was renamed to {}", id, base.name, now->id.text());
    finding.advice = fmt::format("the folder's name is the id; rename it back: git mv {} {}",
                                 shell_word(folder_of(*now)), shell_word(folder));
  } else if (base.fork == Base::Fork::unknown) {
    finding.advice =
        fmt::format("take over what {} has; nothing is wrong if this is only older", base.name);
  }
  return finding;
}

Finding taken_id(const Base& base, const Revision& mine) {
  return {FindingKind::duplicate_id,
          Severity::error,
          mine.id.text(),
          SourcePosition{mine.manifest.path, 0, 0},
          fmt::format("merging this into {}: it has another revision with the id '{}' by now",
                      base.name, mine.id.text()),
          "rename the folder here",
          {}};
}

// Whether both added it, but not as one and the same.
bool added_twice(const Base& base, const ChangedRevision& changed, const Revision& mine) {
  if (base.fork == Base::Fork::unknown || changed.fork || !changed.tip) return false;
  return mine.digest != changed.tip->digest ||
         mine.manifest.path != changed.tip->manifest.path;  // git would keep both folders
}

}  // namespace

std::vector<Finding> check_kept(const std::vector<Revision>& ours, const Base& base) {
  const RevisionsById mine_by_id(ours);
  std::vector<Finding> findings;
  for (const ChangedRevision& changed : base.changed) {
    const Revision* mine = mine_by_id.find(changed.id);
    const Revision* tip = pointer_to(changed.tip);
    const Revision* before = base.fork == Base::Fork::known ? pointer_to(changed.fork) : tip;
    if (before == nullptr) {
      if (mine != nullptr && added_twice(base, changed, *mine))
        findings.push_back(taken_id(base, *mine));
    } else if (mine == nullptr) {
      if (tip != nullptr) findings.push_back(deleted(base, *before, *tip, ours));
    } else if (tip == nullptr || mine->digest != tip->digest) {
      Edits(base, *before, tip, *mine).check(findings);
    }
  }
  return findings;
}

}  // namespace sqlmig

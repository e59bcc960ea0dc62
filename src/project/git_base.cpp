#include "project/git_base.hpp"

#include "project/base_settings.hpp"
#include "project/files.hpp"
#include "project/git_command.hpp"
#include "project/git_output.hpp"
#include "project/read_revision.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sqlmig::project {
namespace {

constexpr std::array kFiles{kManifestFile, kUpFile, kDownFile};

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// A file of a revision, and none that is ignored because of a dot.
bool is_of_revision(std::string_view path) {
  if (path.starts_with('.') || path.find("/.") != std::string_view::npos) return false;
  return std::find(kFiles.begin(), kFiles.end(), file_name(path)) != kFiles.end() &&
         !folder_of(path).empty();
}

class BaseReader {
 public:
  BaseReader(const Config& config, const std::vector<Revision>& ours, std::string ref)
      : config_(config), ours_(ours), ref_(std::move(ref)) {}

  Base read() {
    require_repository(config_.migrations);
    const std::string tip = commit_of(config_.migrations, ref_);
    const std::vector<std::string> forks = merge_bases(tip);
    for (const std::string& fork : forks) {
      // Not diff-index: that takes every file for changed that was only touched.
      at_forks_.push_back(
          differences({"diff", "--raw", "--no-abbrev", "--no-ext-diff", fork}, DiffSide::before));
    }
    if (forks[0] != tip) at_tip_ = differences({"diff-tree", "-r", forks[0], tip}, DiffSide::after);
    read_objects();
    find_folders();
    Base base{ref_, Base::Kind::git_ref, Base::Fork::known, changed_revisions()};
    read_settings(base, forks[0], tip);
    require_same_place(base, tip);
    return base;
  }

 private:
  std::string ask(const std::vector<std::string>& arguments, std::string_view input = {}) {
    const auto output = git(config_.migrations, arguments, input);
    if (output && output->exit_code == 0) return output->out;
    throw Error(ErrorCode::io, fmt::format("cannot read what '{}' has: {}", ref_,
                                           output ? complaint(*output) : "git is gone"))
        .with_advice("see what 'git fsck' says of the clone");
  }

  // Where HEAD and the tip parted: one commit, or several where each was merged into the other.
  std::vector<std::string> merge_bases(const std::string& tip) {
    const auto output = git(config_.migrations, {"merge-base", "--all", tip, "HEAD"});
    if (output && output->exit_code == 0) {
      std::vector<std::string> commits;
      for (std::string_view rest = output->out; !rest.empty();) {
        commits.push_back(first_line(rest));
        rest.remove_prefix(std::min(rest.size(), commits.back().size() + 1));
      }
      return commits;
    }
    if (first_line(ask({"rev-parse", "--is-shallow-repository"})) == "true") {
      throw Error(ErrorCode::config,
                  fmt::format("this clone is too shallow: the commit where HEAD and '{}' parted is "
                              "not in it",
                              ref_))
          .with_advice(
              "git fetch --unshallow; in CI, clone with the whole history (GitHub: "
              "fetch-depth: 0, GitLab: GIT_DEPTH: 0)");
    }
    throw Error(ErrorCode::config, fmt::format("HEAD and '{}' have no commit in common", ref_))
        .with_advice("name the branch that this one is to be merged into");
  }

  // The files of revisions that differ, with the object on one side.
  Objects differences(std::vector<std::string> command, DiffSide side) {
    command.insert(command.begin() + 1, {"-z", "--relative", "--no-renames"});
    command.insert(command.end(), {"--", "."});
    Objects objects = objects_of_difference(ask(command), side);
    std::erase_if(objects, [](const auto& file) { return !is_of_revision(file.first); });
    return objects;
  }

  // All objects that are needed, in one go.
  void read_objects() {
    std::set<std::string_view> asked;
    std::string wanted;
    for (const Objects* objects : all_objects()) {
      for (const auto& [path, object] : *objects) {
        if (!object.empty() && asked.insert(object).second) wanted += object + "\n";
      }
    }
    if (wanted.empty()) return;
    texts_ = texts_of_batch(ask({"cat-file", "--batch"}, wanted));
  }

  // What git does not know at all appears in no difference.
  void find_folders() {
    tracked_text_ = ask({"ls-files", "-z", "--", "."});
    for (Records records(tracked_text_); !records.at_end();) {
      const std::string_view path = records.next();
      if (is_of_revision(path)) tracked_.push_back(path);
    }
    std::sort(tracked_.begin(), tracked_.end());
    for (const Revision& revision : ours_) {
      std::string folder = below_migrations(revision.manifest.path);
      if (!is_tracked(fmt::format("{}/{}", folder, kManifestFile)))
        folders_.insert(std::move(folder));
    }
    for (const Objects* objects : all_objects()) {
      for (const auto& [path, object] : *objects) folders_.insert(std::string(folder_of(path)));
    }
  }

  [[nodiscard]] bool is_tracked(std::string_view path) const {
    return std::binary_search(tracked_.begin(), tracked_.end(), path);
  }

  [[nodiscard]] std::string below_migrations(std::string_view path) const {
    path.remove_prefix(config_.migrations_name.size() + 1);
    return std::string(folder_of(path));
  }

  std::vector<ChangedRevision> changed_revisions() {
    std::map<RevisionId, ChangedRevision> changed;
    std::multimap<RevisionId, Revision> forks;
    for (const std::string& folder : folders_) {
      const std::string_view name = file_name(folder);
      if (RevisionId::problem_with(name)) continue;
      const RevisionId id{std::string(name)};
      ChangedRevision& revision =
          changed.try_emplace(id, ChangedRevision{id, std::nullopt, std::nullopt}).first->second;
      if (auto tip = revision_at(folder, tip_versions())) revision.tip = std::move(tip);
      for (const Objects& fork : at_forks_) {
        if (auto found = revision_at(folder, {&fork})) forks.emplace(id, std::move(*found));
      }
    }
    for (auto& [id, revision] : changed) revision.fork = known_at(forks, revision);
    std::vector<ChangedRevision> list;
    list.reserve(changed.size());
    for (auto& [id, revision] : changed) list.push_back(std::move(revision));
    return list;
  }

  // A base that has nothing here may have it elsewhere: the gate must not open because a folder was
  // moved.
  void require_same_place(const Base& base, const std::string& tip) {
    const bool has_none =
        std::none_of(base.changed.begin(), base.changed.end(),
                     [](const ChangedRevision& one) { return one.tip.has_value(); });
    const bool all_new = std::all_of(ours_.begin(), ours_.end(), [&](const Revision& revision) {
      return base.find(revision.id) != nullptr;
    });
    if (has_none && all_new) require_not_moved(base, tip);
  }

  void require_not_moved(const Base& base, const std::string& tip) {
    const std::filesystem::path root =
        config_.migrations / first_line(ask({"rev-parse", "--show-cdup"}));
    const std::string listed = ask({"ls-tree", "-r", "-z", "--name-only", "--full-tree", tip});
    for (Records records(listed); !records.at_end();) {
      const std::string_view path = records.next();
      if (file_name(path) != kManifestFile) continue;
      const std::string_view id = file_name(folder_of(path));
      if (RevisionId::problem_with(id) || base.find(RevisionId(std::string(id))) == nullptr)
        continue;
      // It is another project's if it is still there.
      if (!std::filesystem::exists(root / path))
        throw_elsewhere(fmt::format("{} in {}", id, folder_of(folder_of(path))));
    }
  }

  [[noreturn]] void throw_elsewhere(const std::string& what) const {
    throw Error(ErrorCode::config, fmt::format("'{}' has {}, and that cannot be compared with {}",
                                               ref_, what, config_.migrations_name))
        .with_advice("move the folder in a change of its own, and check that with --against-dir");
  }

  // What sqlmig.toml says in a commit; nothing if there is none.
  std::optional<BaseSettings> settings_at(const std::string& commit) {
    const auto output = git(config_.folder, {"show", commit + ":./sqlmig.toml"});
    if (!output || output->exit_code != 0) return std::nullopt;
    return read_base_settings(output->out);
  }

  void read_settings(Base& base, const std::string& fork, const std::string& tip) {
    const auto at_tip = settings_at(tip);
    if (!at_tip) return;  // the project is new, or was moved
    if ((config_.folder / at_tip->migrations / "").lexically_normal() !=
        (config_.migrations / "").lexically_normal()) {
      throw_elsewhere("its revisions in " + at_tip->migrations);
    }
    base.tip_branches = at_tip->branches;
    const auto at_fork = fork == tip ? at_tip : settings_at(fork);
    if (at_fork) base.fork_branches = at_fork->branches;
  }

  // As both sides knew it: a merge of several common commits has what any of them has. If they do
  // not agree, then what the base went on with.
  static std::optional<Revision> known_at(const std::multimap<RevisionId, Revision>& forks,
                                          const ChangedRevision& revision) {
    const auto [first, end] = forks.equal_range(revision.id);
    if (first == end) return std::nullopt;
    const auto same = std::find_if(first, end, [&](const auto& fork) {
      return revision.tip && is_alike(fork.second, *revision.tip);
    });
    return same == end ? first->second : same->second;
  }

  // Where to look for what a commit has: the first that names a file says it.
  using Versions = std::vector<const Objects*>;
  [[nodiscard]] Versions tip_versions() const { return {&at_tip_, &at_forks_.front()}; }
  [[nodiscard]] Versions all_objects() const {
    Versions all{&at_tip_};
    for (const Objects& fork : at_forks_) all.push_back(&fork);
    return all;
  }

  std::optional<Revision> revision_at(const std::string& folder, const Versions& versions) {
    RevisionFiles files{fmt::format("{}/{}", config_.migrations_name, folder),
                        text_at(folder, kManifestFile, versions),
                        text_at(folder, kUpFile, versions), text_at(folder, kDownFile, versions)};
    return read_revision(std::move(files)).revision;
  }

  // What differs nowhere is the file as it is here, if git knows it.
  std::optional<std::string> text_at(const std::string& folder, std::string_view file,
                                     const Versions& versions) {
    const std::string path = fmt::format("{}/{}", folder, file);
    for (const Objects* objects : versions) {
      if (const auto found = objects->find(path); found != objects->end())
        return text_of(found->second);
    }
    return present_text(path);
  }

  [[nodiscard]] std::optional<std::string> text_of(const ObjectId& object) const {
    return object.empty() ? std::nullopt : std::optional(texts_.at(object));
  }

  std::optional<std::string> present_text(const std::string& path) {
    // A file that only the index has is neither in the commit nor here.
    const std::filesystem::path file = config_.migrations / path;
    return is_tracked(path) && std::filesystem::exists(file) ? std::optional(read_file(file))
                                                             : std::nullopt;
  }

  const Config& config_;
  const std::vector<Revision>& ours_;
  std::string ref_;
  std::vector<Objects> at_forks_;  // of each commit where the two parted
  Objects at_tip_;
  std::unordered_map<ObjectId, std::string> texts_;
  std::string tracked_text_;
  std::vector<std::string_view> tracked_;  // the files of revisions that git knows, sorted
  std::set<std::string> folders_;          // of revisions that are not the same everywhere
};

}  // namespace

Base read_git_base(const Config& config, const std::vector<Revision>& ours,
                   const std::string& ref) {
  return BaseReader(config, ours, ref).read();
}

}  // namespace sqlmig::project

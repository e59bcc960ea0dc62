#include "support/histories.hpp"
#include <sqlmig/against.hpp>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

using test::Draft;
using test::revision_of;
using Texts = std::vector<std::string>;
using Revisions = std::vector<Revision>;

Revisions revisions_of(const std::vector<Draft>& drafts) {
  Revisions revisions;
  for (const Draft& draft : drafts) revisions.push_back(revision_of(draft));
  return revisions;
}

Revision moved_to(const std::string& group, Revision revision) {
  revision.manifest.path = fmt::format("migrations/{}/{}/manifest.toml", group, revision.id.text());
  return revision;
}

// `child` with the digest of `parent` as the pin of its only parent.
Revision pinned(Revision child, const Revision& parent) {
  child.manifest.parents.at(0).pin = parent.digest;
  return child;
}

Revision irreversible(const std::string& id) {
  Manifest manifest = revision_of({id}).manifest;
  manifest.irreversible = "drops data";
  return make_revision(RevisionId(id), std::move(manifest), revision_of({id}).up, std::nullopt);
}

struct Three {
  Revisions fork;
  Revisions ours;
  Revisions tip;
};

const Revision* find_in(const Revisions& revisions, const RevisionId& id) {
  const auto found = std::find_if(revisions.begin(), revisions.end(),
                                  [&](const Revision& revision) { return revision.id == id; });
  return found == revisions.end() ? nullptr : &*found;
}

bool same(const Revision* a, const Revision* b) {
  return a == nullptr || b == nullptr ? a == b : is_alike(*a, *b);
}

std::optional<Revision> copy_of(const Revision* revision) {
  return revision == nullptr ? std::nullopt : std::optional(*revision);
}

Base base_of(const Three& three, Base::Fork fork = Base::Fork::known) {
  std::map<RevisionId, ChangedRevision> changed;
  for (const Revisions* side : {&three.fork, &three.ours, &three.tip}) {
    for (const Revision& revision : *side) {
      const RevisionId& id = revision.id;
      const Revision* before = find_in(three.fork, id);
      const Revision* mine = find_in(three.ours, id);
      const Revision* tip = find_in(three.tip, id);
      if (same(mine, tip) && (fork == Base::Fork::unknown || same(mine, before))) continue;
      changed.insert_or_assign(id, ChangedRevision{id, copy_of(before), copy_of(tip)});
    }
  }
  Base base{"main", fork == Base::Fork::known ? Base::Kind::git_ref : Base::Kind::folder, fork, {}};
  for (auto& [id, revision] : changed) base.changed.push_back(std::move(revision));
  return base;
}

Base folder_of(const Revisions& ours, const Revisions& tip) {
  return base_of({{}, ours, tip}, Base::Fork::unknown);
}

// Each as "severity code revision".
Texts seen(const std::vector<Finding>& findings) {
  Texts texts;
  for (const Finding& finding : findings) {
    texts.push_back(fmt::format("{} {} {}", to_string(finding.severity), code_of(finding.kind),
                                finding.revision));
  }
  return texts;
}

Texts kept(const Three& three) { return seen(check_kept(three.ours, base_of(three))); }

std::vector<Finding> merged_findings(const Three& three, const Texts& branches = {}) {
  std::vector<NameLink> links;
  for (const std::string& branch : branches) links.push_back({branch, {}});
  const HistoryCheck alone = build_history(three.ours);
  return check_merged(three.ours, base_of(three), links, alone.findings);
}

Texts merged(const Three& three, const Texts& branches = {}) {
  return seen(merged_findings(three, branches));
}

Finding only(const std::vector<Finding>& findings) {
  EXPECT_EQ(findings.size(), 1U);
  return findings.empty() ? Finding{FindingKind::cycle, {}, {}, {}, {}, {}, {}} : findings.front();
}

// --- every combination ---

// A revision in one of four states: not there, or with one of three scripts.
constexpr std::string_view kStates = "-xyz";

std::optional<Revision> in_state(const std::string& id, char state) {
  if (state == '-') return std::nullopt;
  return revision_of({id, {}, fmt::format("SELECT '{}';\n", state)});
}

// How git merges a file, where it does.
char three_way(char fork, char ours, char tip) {
  if (ours == fork) return tip;
  if (tip == fork || ours == tip) return ours;
  return ours == '-' ? tip : ours;  // a conflict
}

std::string expected_of(char fork, char ours, char tip) {
  if (fork == '-') return ours != '-' && tip != '-' && ours != tip ? "error duplicate-id " : "";
  if (ours == '-') return tip != '-' ? "error base-deleted " : "";
  return ours != fork && ours != tip ? "error base-edited-up " : "";
}

// All combinations side by side, each a revision of its own that is named after it.
struct AllCombinations {
  Three three;
  std::map<std::string, char> merged;
  Texts expected;

  AllCombinations() {
    for (const char fork : kStates) {
      for (const char ours : kStates) {
        for (const char tip : kStates) add(fork, ours, tip);
      }
    }
    std::sort(expected.begin(), expected.end());
  }

 private:
  void add(char fork, char ours, char tip) {
    const auto name = [](char state) { return state == '-' ? '0' : state; };
    const std::string id = fmt::format("r_{}{}{}", name(fork), name(ours), name(tip));
    if (const auto revision = in_state(id, fork)) three.fork.push_back(*revision);
    if (const auto revision = in_state(id, ours)) three.ours.push_back(*revision);
    if (const auto revision = in_state(id, tip)) three.tip.push_back(*revision);
    if (const char state = three_way(fork, ours, tip); state != '-') merged[id] = state;
    if (std::string text = expected_of(fork, ours, tip); !text.empty())
      expected.push_back(text + id);
  }
};

std::map<std::string, char> states_of(const Revisions& revisions) {
  std::map<std::string, char> states;
  for (const Revision& revision : revisions) {
    EXPECT_FALSE(states.contains(revision.id.text())) << revision.id.text() << " is there twice";
    states[revision.id.text()] = revision.up.text.at(8);
  }
  return states;
}

TEST(Against, MergesEveryCombinationAsGitDoes) {
  const AllCombinations all;
  EXPECT_EQ(states_of(merged_revisions(all.three.ours, base_of(all.three))), all.merged);
}

TEST(Against, KnowsTheRevisionsOfTheBaseInEveryCombination) {
  const AllCombinations all;
  EXPECT_EQ(states_of(base_revisions(all.three.ours, base_of(all.three))),
            states_of(all.three.tip));
}

TEST(Against, FindsWhatWasNotKeptInEveryCombination) {
  const AllCombinations all;
  Texts found = kept(all.three);
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, all.expected);
}

TEST(Against, FindsNothingWhereNobodyChangedAnything) {
  const Revisions all = revisions_of({{"a"}, {"b", {"a"}}});
  EXPECT_EQ(kept({all, all, all}), Texts{});
  EXPECT_EQ(merged({all, all, all}), Texts{});
}

TEST(Against, PutsWhatTheBaseHasFirst) {
  const Three three{{}, revisions_of({{"a"}, {"n"}}), revisions_of({{"m"}, {"z"}})};
  Texts ids;
  for (const Revision& revision : merged_revisions(three.ours, base_of(three)))
    ids.push_back(revision.id.text());
  EXPECT_EQ(ids, (Texts{"m", "z", "a", "n"}));
}

// --- a folder: where the two parted is not known ---

TEST(AgainstAFolder, TakesTheUnionAndOursWhereBothHaveIt) {
  const Revisions ours = revisions_of({{"a", {}, "SELECT 'x';"}, {"b", {}, "SELECT 'x';"}});
  const Revisions tip = revisions_of({{"b", {}, "SELECT 'y';"}, {"c", {}, "SELECT 'y';"}});
  const Base base = folder_of(ours, tip);
  EXPECT_EQ(states_of(merged_revisions(ours, base)),
            (std::map<std::string, char>{{"a", 'x'}, {"b", 'x'}, {"c", 'y'}}));
  EXPECT_EQ(states_of(base_revisions(ours, base)),
            (std::map<std::string, char>{{"b", 'y'}, {"c", 'y'}}));
}

TEST(AgainstAFolder, WarnsOfWhatIsMissingAndFindsWhatDiffers) {
  const Revisions ours = revisions_of({{"a"}, {"b", {}, "SELECT 'x';"}});
  const Revisions tip = revisions_of({{"b", {}, "SELECT 'y';"}, {"c"}});
  EXPECT_EQ(seen(check_kept(ours, folder_of(ours, tip))),
            (Texts{"error base-edited-up b", "warning base-deleted c"}));
}

TEST(AgainstAFolder, DoesNotTellToAskGit) {
  const Revisions ours = revisions_of({{"b", {}, "SELECT 'x';"}});
  const Revisions tip = revisions_of({{"b", {}, "SELECT 'y';"}, {"c"}});
  for (const Finding& finding : check_kept(ours, folder_of(ours, tip)))
    EXPECT_EQ(finding.advice.find("git"), std::string::npos) << finding.advice;
}

TEST(AgainstAFolder, CountsTheHeadsOfBoth) {
  const Revisions ours = revisions_of({{"a"}, {"b", {"a"}}});
  const Revisions tip = revisions_of({{"a"}, {"c", {"a"}}});
  const Finding found = only(check_merged(ours, folder_of(ours, tip), {}, {}));
  EXPECT_EQ(found.message, "merging this into main makes 2 heads");
  EXPECT_EQ(found.advice, "take over what main has, then join them with: sqlmig merge b c");
}

// --- edits ---

TEST(CheckKept, FindsAnEditedDownAsAWarning) {
  const Revisions old = revisions_of({{"a"}});
  const Revisions now = revisions_of({{"a", {}, "SELECT 1;\n", "SELECT 2;\n"}});
  const Finding found = only(check_kept(now, base_of({old, now, old})));
  EXPECT_EQ(seen({found}), Texts{"warning base-edited-down a"});
  EXPECT_EQ(to_string(*found.position), "migrations/a/down.sql");
  EXPECT_EQ(found.message, "down.sql was edited, and main has the revision already");
  EXPECT_EQ(
      found.advice,
      "restore it: git checkout main -- migrations/a/down.sql; a downgrade may need the old one");
}

TEST(CheckKept, WarnsOfAnEditThatTheManifestGivesAReasonFor) {
  const Revisions old = revisions_of({{"a"}, {"b"}});
  Revisions now = revisions_of({{"a"}, {"b", {"a"}, "SELECT 3;"}});
  now[1].manifest.edited = "the new server refuses it";
  const auto found = check_kept(now, base_of({old, now, old}));
  EXPECT_EQ(seen(found), (Texts{"warning base-edited-up b", "error base-parents-changed b"}));
  EXPECT_EQ(found[0].message,
            "up.sql was edited, and main has the revision already: the new server refuses it");
  EXPECT_EQ(found[0].advice,
            "databases that have it applied need: sqlmig repair --accept b --reason \"...\"");
}

TEST(CheckKept, TakesNoReasonThatTheBaseHasAlready) {
  Revisions old = revisions_of({{"a"}});
  Revisions now = revisions_of({{"a", {}, "SELECT 3;"}});
  old[0].manifest.edited = now[0].manifest.edited = "the new server refuses it";
  EXPECT_EQ(kept({old, now, old}), Texts{"error base-edited-up a"});
}

TEST(CheckMerged, FindsATagThatTwoEditsOfTheSameManifestsBring) {
  const auto tagged = [](Revision revision, const char* tag) {
    revision.manifest.tags.push_back({tag, {revision.manifest.path, 1, 1}});
    return revision;
  };
  const auto labelled = [](Revision revision, const char* label) {
    revision.manifest.labels.push_back({label, {revision.manifest.path, 1, 1}});
    return revision;
  };
  const Revisions old = revisions_of({{"a"}, {"b", {"a"}}});
  const Revisions ours{labelled(old[0], "x"), tagged(old[1], "v1")};
  const Revisions tip{tagged(old[0], "v1"), old[1]};
  EXPECT_EQ(seen(check_merged(ours, base_of({old, ours, tip}), {}, {})),
            Texts{"error duplicate-tag b"});
}

TEST(CheckMerged, CountsTheHeadsOfTheBaseByItsOwnBranches) {
  Revision bill = revision_of({"bill"});
  bill.manifest.labels.push_back({"billing", {}});
  const Revisions all{bill, revision_of({"other"})};
  Base base = base_of({all, all, all});
  base.fork_branches = base.tip_branches = {{"billing", {}}};
  EXPECT_EQ(seen(check_merged(all, base, {{"billing", {}}}, {})), Texts{});
  // The change takes the branch out of sqlmig.toml.
  EXPECT_EQ(seen(check_merged(all, base, {}, {})), Texts{"error several-heads "});
  // The base declared it since.
  base.fork_branches = {};
  EXPECT_EQ(seen(check_merged(all, base, {}, {})), Texts{});
}

TEST(CheckKept, FindsADownThatCameOrWent) {
  const Revisions with = revisions_of({{"a"}});
  const Revisions without{irreversible("a")};
  EXPECT_EQ(kept({with, without, with}), Texts{"warning base-edited-down a"});
  EXPECT_EQ(kept({without, with, without}), Texts{"warning base-edited-down a"});
}

TEST(CheckKept, SaysHowADownThatCameOrWentIsPutBack) {
  const Revisions with = revisions_of({{"a"}});
  const Revisions without{irreversible("a")};
  EXPECT_EQ(only(check_kept(without, base_of({with, without, with}))).advice,
            "restore it: git checkout main -- migrations/a; a downgrade may need the old one");
  EXPECT_EQ(only(check_kept(with, base_of({without, with, without}))).advice,
            "restore it: git checkout main -- migrations/a/manifest.toml, and remove "
            "migrations/a/down.sql; a downgrade may need the old one");
}

TEST(CheckKept, FindsBothScriptsAndTheParents) {
  const Revisions old = revisions_of({{"a"}, {"b"}});
  const Revisions now = revisions_of({{"a"}, {"b", {"a"}, "SELECT 3;", "SELECT 4;"}});
  EXPECT_EQ(kept({old, now, old}), (Texts{"error base-edited-up b", "warning base-edited-down b",
                                          "error base-parents-changed b"}));
}

TEST(CheckKept, FindsParentsThatWereChanged) {
  const Revisions old = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}});
  const Revisions now = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}});
  const Finding found = only(check_kept(now, base_of({old, now, old})));
  EXPECT_EQ(seen({found}), Texts{"error base-parents-changed c"});
  EXPECT_EQ(to_string(*found.position), "migrations/c/manifest.toml");
}

TEST(CheckKept, FindsDependenciesThatWereChanged) {
  const Revisions old = revisions_of({{"a"}, {"b"}});
  const Revisions now = revisions_of({{"a"}, {"b", {}, "SELECT 1;\n", "SELECT 1;\n", {"a"}}});
  EXPECT_EQ(kept({old, now, old}), Texts{"error base-parents-changed b"});
}

TEST(CheckKept, DoesNotCareAboutTheOrderOfParents) {
  const Revisions old = revisions_of({{"a"}, {"b"}, {"c", {"a", "b"}}});
  const Revisions now = revisions_of({{"a"}, {"b"}, {"c", {"b", "a"}}});
  EXPECT_EQ(kept({old, now, old}), Texts{});
}

TEST(CheckKept, LetsMetadataBeEdited) {
  const Revisions old = revisions_of({{"a"}, {"b", {"a"}}});
  Revisions now = old;
  now[0].manifest.message = "another message";
  now[0].manifest.author = "another author";
  now[0].manifest.labels = {{"core", {}}};
  now[1].manifest.tags = {{"v1", {}}};
  now[1] = pinned(now[1], now[0]);
  EXPECT_EQ(kept({old, now, old}), Texts{});
  EXPECT_EQ(merged({old, now, old}), Texts{});
}

TEST(CheckKept, LetsARevisionBeMovedToAnotherSubFolder) {
  const Revisions old = revisions_of({{"a"}});
  const Revisions now{moved_to("core", revision_of({"a"}))};
  const Base base{"main", Base::Kind::git_ref, Base::Fork::known, {{old[0].id, old[0], old[0]}}};
  EXPECT_EQ(seen(check_kept(now, base)), Texts{});
  EXPECT_EQ(seen(check_merged(now, base, {}, {})), Texts{});
}

TEST(CheckKept, NamesWhereTheBaseHasWhatWasMovedAndEdited) {
  const Revisions old = revisions_of({{"a"}});
  Revision edited = moved_to("core", revision_of({"a", {}, "SELECT 2;\n"}));
  edited.up.path = "migrations/core/a/up.sql";
  const Finding found = only(check_kept({edited}, base_of({old, {edited}, old})));
  EXPECT_EQ(to_string(*found.position), "migrations/core/a/up.sql");
  EXPECT_EQ(found.advice,
            "restore it: git show main:./migrations/a/up.sql > migrations/core/a/up.sql; put the "
            "change into a new revision");
}

TEST(CheckKept, QuotesForTheShellWhatHasToBe) {
  const Revisions old{moved_to("two words", revision_of({"a"}))};
  EXPECT_EQ(only(check_kept({}, base_of({old, {}, old}))).advice,
            "restore it: git checkout main -- 'migrations/two words/a'; to undo what it does, "
            "write a new revision");
}

TEST(CheckKept, RestoresFromWhereTheBaseHasItNow) {
  const Revisions old = revisions_of({{"a"}});
  const Revisions now{moved_to("core", revision_of({"a"}))};
  EXPECT_EQ(only(check_kept({}, base_of({old, {}, now}))).advice.substr(0, 46),
            "restore it: git checkout main -- migrations/co");
}

TEST(CheckKept, DoesNotSendToTheBaseForWhatItHasRemoved) {
  const Revisions old = revisions_of({{"a"}});
  const Revisions now = revisions_of({{"a", {}, "SELECT 2;\n"}});
  const Finding found = only(check_kept(now, base_of({old, now, {}})));
  EXPECT_EQ(found.message, "up.sql was edited, and main had the revision already");
  EXPECT_EQ(found.advice, "main has removed it since; remove it here too");
}

TEST(CheckKept, SaysTheExactCommandForAnEdit) {
  const Revisions old = revisions_of({{"a"}});
  const Revisions now = revisions_of({{"a", {}, "SELECT 2;\n"}});
  const Finding found = only(check_kept(now, base_of({old, now, old})));
  EXPECT_EQ(to_string(*found.position), "migrations/a/up.sql");
  EXPECT_EQ(found.message, "up.sql was edited, and main has the revision already");
  EXPECT_EQ(found.advice,
            "restore it: git checkout main -- migrations/a/up.sql; put the change into a new "
            "revision");
}

// --- renamed, taken ---

TEST(CheckKept, RecognizesAFolderThatWasRenamed) {
  const Revisions old = revisions_of({{"a", {}, "CREATE TABLE t (i int);"}});
  const Revisions now = revisions_of({{"b", {}, "CREATE TABLE t (i int);"}});
  const Finding found = only(check_kept(now, base_of({old, now, old})));
  EXPECT_EQ(seen({found}), Texts{"error base-deleted a"});
  EXPECT_EQ(found.message, "a, which main has, was renamed to b");
  EXPECT_EQ(found.advice,
            "the folder's name is the id; rename it back: git mv migrations/b migrations/a");
}

TEST(CheckKept, TakesNoBlankScriptForARename) {
  const Revisions old = revisions_of({{"a", {}, ""}});
  const Revisions now = revisions_of({{"b", {}, ""}});
  EXPECT_EQ(only(check_kept(now, base_of({old, now, old}))).message,
            "main has a, and it is not here");
}

TEST(CheckKept, TakesNoRevisionOfTheBaseForARename) {
  const Revisions old = revisions_of({{"a", {}, "SELECT 7;"}, {"b", {}, "SELECT 7;"}});
  const Revisions now = revisions_of({{"b", {}, "SELECT 7;"}});
  EXPECT_EQ(only(check_kept(now, base_of({old, now, old}))).message,
            "main has a, and it is not here");
}

TEST(CheckKept, AcceptsThatBothAddedTheSame) {
  const Revisions both = revisions_of({{"a"}});
  EXPECT_EQ(kept({{}, both, both}), Texts{});
  EXPECT_EQ(merged({{}, both, both}), Texts{});
}

TEST(CheckKept, FindsThatBothAddedDifferentOnesWithOneId) {
  const Revisions ours = revisions_of({{"a", {}, "SELECT 1;"}});
  const Revisions tip = revisions_of({{"a", {}, "SELECT 2;"}});
  const Finding found = only(check_kept(ours, base_of({{}, ours, tip})));
  EXPECT_EQ(seen({found}), Texts{"error duplicate-id a"});
  EXPECT_EQ(found.message,
            "merging this into main: it has another revision with the id 'a' by now");
  EXPECT_EQ(merged({{}, ours, tip}), Texts{});
}

TEST(CheckKept, FindsThatBothAddedTheSameInTwoSubFolders) {
  const Revisions tip = revisions_of({{"a"}});
  const Revisions ours{moved_to("core", revision_of({"a"}))};
  const Base base{"main", Base::Kind::git_ref, Base::Fork::known, {{tip[0].id, {}, tip[0]}}};
  EXPECT_EQ(seen(check_kept(ours, base)), Texts{"error duplicate-id a"});
}

// --- the merge ---

TEST(CheckMerged, FindsTheSecondHeadWithTheCommandsToJoinThem) {
  const Revisions fork = revisions_of({{"a"}});
  const Revisions ours = revisions_of({{"a"}, {"c", {"a"}}});
  const Revisions tip = revisions_of({{"a"}, {"b", {"a"}}});
  const Finding found = only(merged_findings({fork, ours, tip}));
  EXPECT_EQ(seen({found}), Texts{"error several-heads "});
  EXPECT_EQ(to_string(*found.position), "migrations/c/manifest.toml");
  EXPECT_EQ(found.message, "merging this into main makes 2 heads");
  EXPECT_EQ(found.advice, "git merge main, then join them with: sqlmig merge b c");
  EXPECT_EQ(found.detail, "b  b\nc  c\nthey part after a\n");
}

TEST(CheckMerged, NeverFindsAStaleBranchWanting) {
  const Revisions fork = revisions_of({{"a"}, {"b", {"a"}}, {"old", {"a"}}, {"m", {"b", "old"}}});
  const Revisions tip = revisions_of({{"a", {}, "SELECT 'edited';"},
                                      {"b", {"a"}, "SELECT 1;", "SELECT 'edited';"},
                                      {"c", {"b"}},
                                      {"d", {"c"}}});
  EXPECT_EQ(kept({fork, fork, tip}), Texts{});
  EXPECT_EQ(merged({fork, fork, tip}), Texts{});
}

TEST(CheckMerged, LetsAStaleBranchGoOnWhereNobodyElseDid) {
  const Revisions fork = revisions_of({{"a"}, {"x"}, {"m", {"a", "x"}}});
  const Revisions ours = revisions_of({{"a"}, {"x"}, {"m", {"a", "x"}}, {"n", {"m"}}});
  Revisions tip = fork;
  tip[0].manifest.tags = {{"v1", {}}};
  EXPECT_EQ(kept({fork, ours, tip}), Texts{});
  EXPECT_EQ(merged({fork, ours, tip}), Texts{});
}

TEST(CheckMerged, IsGreenWhereTheBaseHasJoinedItsHeadsMeanwhile) {
  const Revisions fork = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}});
  const Revisions tip = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"m", {"b", "c"}}});
  EXPECT_EQ(merged({fork, fork, tip}), Texts{});
}

TEST(CheckMerged, WarnsOfHeadsThatTheBaseHasByItself) {
  const Revisions base = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}});
  const Revisions ours = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"c"}}});
  for (const Revisions& change : {base, ours}) {
    const Finding found = only(merged_findings({base, change, base}));
    EXPECT_EQ(found.severity, Severity::warning);
    EXPECT_EQ(found.message, "merging this into main makes 2 heads, as many as it has by itself");
  }
}

TEST(CheckMerged, FindsAThirdHeadWhereTheBaseHasTwo) {
  const Revisions base = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}});
  const Revisions ours = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"a"}}});
  EXPECT_EQ(merged({base, ours, base}), Texts{"error several-heads "});
}

TEST(CheckMerged, CountsTheHeadsOfDeclaredBranches) {
  const auto draft = [](const char* id, Texts parents, Texts labels = {}) {
    return revision_of({id, std::move(parents), "SELECT 1;", "SELECT 1;", {}, std::move(labels)});
  };
  const Revisions fork{draft("a", {}, {"core"}), draft("b", {}, {"billing"})};
  Revisions ours = fork;
  ours.push_back(draft("a1", {"a"}));
  Revisions tip = fork;
  tip.push_back(draft("b1", {"b"}));
  EXPECT_EQ(merged({fork, ours, tip}, {"core", "billing"}), Texts{});
  tip.push_back(draft("a2", {"a"}));
  const auto found = merged_findings({fork, ours, tip}, {"core", "billing"});
  EXPECT_EQ(only(found).message, "merging this into main makes 2 heads of branch 'core'");
}

TEST(CheckMerged, WarnsOfAHeadThatAStaleListOfBranchesDoesNotExplain) {
  const Revisions fork = revisions_of({{"a"}});
  const Revisions tip{fork[0], revision_of({"b", {}, "SELECT 1;", "SELECT 1;", {}, {"billing"}})};
  EXPECT_EQ(merged({fork, fork, tip}), Texts{"warning several-heads "});
}

TEST(CheckMerged, FindsANameThatBothSidesGave) {
  const auto named = [](const char* id, Texts labels, Texts tags) {
    return revision_of(
        {id, {"a"}, "SELECT 1;", "SELECT 1;", {}, std::move(labels), std::move(tags)});
  };
  const Revisions fork = revisions_of({{"a"}});
  for (const auto& [label, tag] : {std::pair<Texts, Texts>{{"v1"}, {}}, {{}, {"v1"}}}) {
    // The new one is found wanting, whatever its id.
    for (const char* mine : {"b", "z"}) {
      const Three three{
          fork, {fork[0], named(mine, label, tag)}, {fork[0], named("m", label, tag)}};
      const auto found = merged_findings(three);
      ASSERT_EQ(found.size(), 2U);
      EXPECT_EQ(found[0].revision, mine);
      EXPECT_TRUE(found[0].message.starts_with("merging this into main: ")) << found[0].message;
      EXPECT_EQ(code_of(found[1].kind), "several-heads");
    }
  }
}

TEST(CheckMerged, FindsIdsThatDifferOnlyByCase) {
  const Revisions fork = revisions_of({{"a"}});
  const Three three{fork, revisions_of({{"a"}, {"NEW", {"a"}}}),
                    revisions_of({{"a"}, {"new", {"a"}}})};
  EXPECT_EQ(merged(three), (Texts{"error case-collision NEW", "error several-heads "}));
}

TEST(CheckMerged, FindsAPinThatTheOtherSideBroke) {
  const Revisions fork = revisions_of({{"a"}});
  const Revisions ours{fork[0], pinned(revision_of({"b", {"a"}}), fork[0])};
  const Revisions tip = revisions_of({{"a", {}, "SELECT 'edited';"}});
  const Finding found = only(merged_findings({fork, ours, tip}));
  EXPECT_EQ(seen({found}), Texts{"error pin-mismatch b"});
  EXPECT_EQ(found.message, "merging this into main: a was edited after b was written on it");
  EXPECT_EQ(found.advice,
            "git merge main, then restore a, or accept the edit with: sqlmig repin a");
}

TEST(CheckMerged, FindsThatAParentWasRemovedFromTheBase) {
  const Revisions fork = revisions_of({{"a"}, {"b", {"a"}}});
  const Revisions ours = revisions_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}});
  const Revisions tip = revisions_of({{"a"}});
  EXPECT_EQ(kept({fork, ours, tip}), Texts{});
  const Finding found = only(merged_findings({fork, ours, tip}));
  EXPECT_EQ(seen({found}), Texts{"error unknown-parent c"});
  EXPECT_EQ(found.message.substr(0, 24), "merging this into main: ");
}

TEST(CheckMerged, LetsABranchFromBeforeARevertBe) {
  const Revisions fork = revisions_of({{"a"}, {"b", {"a"}}});
  EXPECT_EQ(kept({fork, fork, revisions_of({{"a"}})}), Texts{});
  EXPECT_EQ(merged({fork, fork, revisions_of({{"a"}})}), Texts{});
}

TEST(CheckMerged, FindsThatTheRevertRemovesWhatTheBaseHasBuiltOnMeanwhile) {
  const Revisions fork = revisions_of({{"a"}, {"b", {"a"}}});
  const Three three{fork, revisions_of({{"a"}}), revisions_of({{"a"}, {"b", {"a"}}, {"c", {"b"}}})};
  EXPECT_EQ(kept(three), Texts{"error base-deleted b"});
  EXPECT_EQ(merged(three), Texts{"error unknown-parent c"});
}

TEST(CheckMerged, WarnsOfWhatTheBaseHasBrokenByItself) {
  const Revisions fork = revisions_of({{"a"}});
  const Revisions ours = revisions_of({{"a"}, {"b", {"a"}}});
  const Three three{fork, ours, revisions_of({{"a"}, {"c", {"nowhere"}}})};
  const Finding found = only(merged_findings(three));
  EXPECT_EQ(seen({found}), Texts{"warning unknown-parent c"});
  EXPECT_TRUE(found.message.ends_with("; main has this by itself")) << found.message;
}

TEST(CheckMerged, DoesNotRepeatWhatIsWrongWithOursAlone) {
  const auto tagged = [](const char* id) {
    return revision_of({id, {"a"}, "SELECT 1;", "SELECT 1;", {}, {}, {"v1"}});
  };
  const Revisions fork = revisions_of({{"a"}});
  // Found of the one in the folder's order, and of the other in the order of the merge.
  const Three three{fork, {tagged("z"), tagged("b"), fork[0]}, fork};
  const Texts found = merged(three);
  EXPECT_EQ(std::count(found.begin(), found.end(), "error duplicate-tag z"), 0) << found[0];
  EXPECT_EQ(std::count(found.begin(), found.end(), "error duplicate-tag b"), 0) << found[0];
}

TEST(CheckMerged, DoesNotBlameWhatCouldNotBeRead) {
  const Revisions base = revisions_of({{"a"}, {"b", {"a"}}});
  const Revisions ours = revisions_of({{"b", {"a"}}});
  const Finding unread{FindingKind::manifest_syntax, Severity::error, "a", {}, "broken", {}, {}};
  EXPECT_EQ(seen(check_merged(ours, base_of({base, ours, base}), {}, {unread})), Texts{});
}

TEST(CheckMerged, DoesNotBlameWhatIsNewAndCouldNotBeRead) {
  const Revisions base = revisions_of({{"a"}});
  const Revisions ours = revisions_of({{"a"}, {"c", {"b"}}});
  const Finding unread{FindingKind::manifest_syntax, Severity::error, "b", {}, "broken", {}, {}};
  EXPECT_EQ(seen(check_merged(ours, base_of({base, ours, base}), {}, {unread})), Texts{});
}

TEST(CheckMerged, RepairsWhatTheBaseHasBroken) {
  const Revisions fork = revisions_of({{"a"}, {"c", {"nowhere"}}});
  const Revisions ours = revisions_of({{"a"}, {"c", {"a"}}});
  EXPECT_EQ(merged({fork, ours, fork}), Texts{});
}

}  // namespace
}  // namespace sqlmig

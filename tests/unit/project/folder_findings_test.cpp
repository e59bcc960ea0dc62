// What load_history has to say of a folder that is not as it should be.
#include "unit/project/migrations.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace sqlmig {
namespace {

using test::Migrations;
using Texts = std::vector<std::string>;

TEST(FolderFindings, NameAMissingUp) {
  const Migrations migrations;
  migrations.add("a");
  std::filesystem::remove(migrations.path("a/up.sql"));
  EXPECT_EQ(migrations.seen(), Texts{"missing-up at a/up.sql"});
}

TEST(FolderFindings, NameAMissingDown) {
  const Migrations migrations;
  migrations.add("a");
  std::filesystem::remove(migrations.path("a/down.sql"));
  EXPECT_EQ(migrations.seen(), Texts{"missing-down at a/down.sql"});
}

TEST(FolderFindings, NameADownOfAnIrreversibleRevision) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/manifest.toml", "irreversible = \"why\"\nparents = []\n");
  EXPECT_EQ(migrations.seen(), Texts{"unexpected-down at a/down.sql"});
}

TEST(FolderFindings, NameAFolderWithoutManifest) {
  const Migrations migrations;
  migrations.write("a/up.sql", "SELECT 1;\n");
  EXPECT_EQ(migrations.seen(), Texts{"folder-without-manifest at a"});
}

TEST(FolderFindings, NameSqlThatNothingRuns) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/extra.sql", "");
  migrations.write("group/loose.SQL", "");
  migrations.write("up.sql", "");
  EXPECT_EQ(migrations.seen(), (Texts{"orphan-file at a/extra.sql",
                                      "orphan-file at group/loose.SQL", "orphan-file at up.sql"}));
}

TEST(FolderFindings, NameAManifestOutsideOfAnyRevision) {
  const Migrations migrations;
  migrations.write("manifest.toml", "parents = []\n");
  EXPECT_EQ(migrations.seen(), Texts{"orphan-file at manifest.toml"});
}

TEST(FolderFindings, SuggestTheNameThatWasMeant) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/dwon.sql", "");
  const LoadedHistory loaded = migrations.load();
  ASSERT_EQ(loaded.findings.size(), 1U);
  EXPECT_EQ(loaded.findings[0].advice, "did you mean 'down.sql'?");
}

TEST(FolderFindings, NameALinkThatLeavesTheMigrations) {
  const Migrations migrations;
  migrations.add("a");
  std::ofstream(migrations.outside("secret.sql")) << "SELECT 1;\n";
  std::filesystem::remove(migrations.path("a/up.sql"));
  migrations.link("a/up.sql", migrations.outside("secret.sql"));
  EXPECT_EQ(migrations.seen(), (Texts{"path-escapes at a/up.sql", "missing-up at a/up.sql"}));
}

TEST(FolderFindings, NameALinkToANeighbourWithALongerName) {
  const Migrations migrations;
  std::filesystem::create_directory(migrations.outside("migrations_old"));
  std::ofstream(migrations.outside("migrations_old/up.sql")) << "SELECT 1;\n";
  migrations.link("up.sql", "../migrations_old/up.sql");
  EXPECT_EQ(migrations.seen(), Texts{"path-escapes at up.sql"});
}

TEST(FolderFindings, NameALinkThatLeadsNowhere) {
  const Migrations migrations;
  migrations.link("a", "b");
  migrations.link("loop", "loop");
  EXPECT_EQ(migrations.seen(), (Texts{"path-escapes at a", "path-escapes at loop"}));
}

TEST(FolderFindings, NameALinkToAFolderOfTheMigrations) {
  const Migrations migrations;
  migrations.add("group/a");
  migrations.link("again", "group");
  migrations.link("group/up", "..");
  EXPECT_EQ(migrations.seen(), (Texts{"path-escapes at again", "path-escapes at group/up"}));
}

TEST(FolderFindings, NameAPipe) {
  const Migrations migrations;
  ASSERT_EQ(::mkfifo(migrations.path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(migrations.seen(), Texts{"unreadable-file at pipe"});
}

TEST(FolderFindings, NameTheFirstByteThatIsNotUtf8) {
  const Migrations migrations;
  migrations.add("a", {}, "SELECT 1;\n-- é caf\xE9\n");
  EXPECT_EQ(migrations.seen(), Texts{"not-utf8 at a/up.sql:2:9"});
  EXPECT_EQ(migrations.load().findings.at(0).message, "the file is not UTF-8 (at byte 19)");
}

TEST(FolderFindings, NameTheFirstNulByte) {
  const Migrations migrations;
  migrations.add("a", {}, std::string("SELECT 1;\nSEL\0ECT 2;\n", 21));
  EXPECT_EQ(migrations.seen(), Texts{"nul-byte at a/up.sql:2:4"});
  EXPECT_EQ(migrations.load().findings.at(0).message, "the file holds a NUL byte (at byte 13)");
}

TEST(FolderFindings, NameAManifestThatIsNotUtf8) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/manifest.toml", "message = \"caf\xE9\"\nparents = []\n");
  EXPECT_EQ(migrations.seen(), Texts{"not-utf8 at a/manifest.toml:1:15"});
}

TEST(FolderFindings, NameConflictMarkersInSql) {
  const Migrations migrations;
  migrations.add("a", {}, "SELECT 1;\n<<<<<<< HEAD\nSELECT 2;\n=======\nSELECT 3;\n>>>>>>> main\n");
  EXPECT_EQ(migrations.seen(), Texts{"conflict-markers at a/up.sql:2:1"});
}

TEST(FolderFindings, NameConflictMarkersInAManifest) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/manifest.toml", "<<<<<<< HEAD\n=======\n>>>>>>> main\nparents = []\n");
  EXPECT_EQ(migrations.seen(), Texts{"conflict-markers at a/manifest.toml:1:1"});
}

TEST(FolderFindings, NameADirectiveThatIsNotKnown) {
  const Migrations migrations;
  migrations.add("a", {}, "-- first\n  -- sqlmig: no-transactoin\nSELECT 1;\n");
  EXPECT_EQ(migrations.seen(), Texts{"unknown-directive at a/up.sql:2:3"});
}

TEST(FolderFindings, NameAFolderThatCannotBeARevision) {
  const Migrations migrations;
  migrations.add("add-users");
  migrations.add("head");
  EXPECT_EQ(migrations.seen(),
            (Texts{"bad-id at add-users/manifest.toml", "bad-id at head/manifest.toml"}));
}

TEST(FolderFindings, NameMistakesInAManifestWithTheirRevision) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/manifest.toml", "parents = []\nmesage = \"x\"\n");
  EXPECT_EQ(migrations.seen(), Texts{"unknown-key at a/manifest.toml:2:1"});
  EXPECT_EQ(migrations.load().findings.at(0).revision, "a");
}

TEST(FolderFindings, NameAnIdThatIsTakenInAnotherGroup) {
  const Migrations migrations;
  migrations.add("one/a");
  migrations.add("two/a");
  EXPECT_EQ(migrations.seen(), Texts{"duplicate-id at two/a/manifest.toml"});
}

TEST(FolderFindings, NameAnUnknownParentAtItsPlace) {
  const Migrations migrations;
  migrations.add("a", {"nowhere"});
  EXPECT_EQ(migrations.seen(), Texts{"unknown-parent at a/manifest.toml:1:12"});
}

TEST(FolderFindings, DoNotBlameAChildForABrokenManifest) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("a/manifest.toml", "parents = \n");
  migrations.add("b", {"a"});
  ASSERT_EQ(migrations.load().findings.size(), 1U);
  EXPECT_EQ(migrations.load().findings[0].kind, FindingKind::manifest_syntax);
}

TEST(FolderFindings, NameAFileThatCannotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const Migrations migrations;
  migrations.add("a");
  std::filesystem::permissions(migrations.path("a/up.sql"), std::filesystem::perms::none);
  EXPECT_EQ(migrations.seen(), Texts{"unreadable-file at a/up.sql"});
}

TEST(FolderFindings, NameAFolderThatCannotBeRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const Migrations migrations;
  migrations.add("group/a");
  std::filesystem::permissions(migrations.path("group"), std::filesystem::perms::none);
  EXPECT_EQ(migrations.seen(), Texts{"unreadable-file at group"});
  std::filesystem::permissions(migrations.path("group"), std::filesystem::perms::owner_all);
}

TEST(FolderFindings, NameAFolderInThePlaceOfAFile) {
  const Migrations migrations;
  migrations.add("a");
  std::filesystem::remove(migrations.path("a/up.sql"));
  migrations.write("a/up.sql/notes.txt", "");
  EXPECT_EQ(migrations.seen(), Texts{"missing-up at a/up.sql"});
}

void write_everything_wrong(const Migrations& migrations) {
  migrations.write("a/manifest.toml", "mesage = \"x\"\nparents = []\n");
  migrations.write("a/up.sql", "SELECT '\xFF';\n");
  migrations.add("b", {"nowhere"}, "-- sqlmig: explode\nSELECT 1;\n");
  migrations.add("c", {"c"});
  migrations.add("d-e");
  migrations.link("f", "nowhere");
  migrations.write("g/down.sql", "");
  migrations.write("loose.sql", "");
}

TEST(FolderFindings, AreAllFoundInOneRunInTheOrderOfTheFiles) {
  const Migrations migrations;
  write_everything_wrong(migrations);
  EXPECT_EQ(migrations.seen(),
            (Texts{"missing-down at a/down.sql", "unknown-key at a/manifest.toml:1:1",
                   "not-utf8 at a/up.sql:1:9", "unknown-parent at b/manifest.toml:1:12",
                   "unknown-directive at b/up.sql:1:1", "self-parent at c/manifest.toml:1:12",
                   "bad-id at d-e/manifest.toml", "path-escapes at f",
                   "folder-without-manifest at g", "orphan-file at loose.sql"}));
}

}  // namespace
}  // namespace sqlmig

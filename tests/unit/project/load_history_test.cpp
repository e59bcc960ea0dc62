#include "support/caught.hpp"
#include "unit/project/migrations.hpp"
#include <sqlmig/project.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sqlmig {
namespace {

using test::Migrations;
using Texts = std::vector<std::string>;

TEST(LoadHistory, OfAnEmptyFolderIsEmpty) {
  const Migrations migrations;
  const LoadedHistory loaded = migrations.load();
  ASSERT_TRUE(loaded.history);
  EXPECT_TRUE(loaded.history->revisions.empty());
}

TEST(LoadHistory, NeedsTheFolder) {
  Config config;
  config.migrations = "/nowhere/at/all";
  EXPECT_EQ(test::caught([&] { (void)load_history(config); }).code(), ErrorCode::config);
}

TEST(LoadHistory, ReadsARevision) {
  const Migrations migrations;
  migrations.write("a/manifest.toml", "message = \"add t\"\n[parents]\n");
  migrations.write("a/up.sql", "CREATE TABLE t (a INT);\n");
  migrations.write("a/down.sql", "DROP TABLE t;\n");
  const LoadedHistory loaded = migrations.load();
  ASSERT_EQ(migrations.seen(), Texts{});
  const Revision& revision = loaded.history->at(0);
  EXPECT_EQ(revision.id.text(), "a");
  EXPECT_EQ(revision.manifest.message, "add t");
  EXPECT_EQ(revision.manifest.path, "migrations/a/manifest.toml");
  EXPECT_EQ(revision.up.text, "CREATE TABLE t (a INT);\n");
  EXPECT_EQ(revision.up.path, "migrations/a/up.sql");
  EXPECT_EQ(revision.down->text, "DROP TABLE t;\n");
}

TEST(LoadHistory, OfManyFoldersIsTheSameWhicheverIsReadFirst) {
  const Migrations migrations;
  for (int i = 0; i < 300; ++i) {
    const std::string id = "r" + std::to_string(i);
    migrations.add("team" + std::to_string(i % 7) + "/" + id, {}, "-- " + id + "\nSELECT 1;\n");
    if (i % 3 == 0) migrations.add(id, {}, "SELECT 2;\n");  // the same id, read by another thread
  }
  const Texts seen = migrations.seen();
  EXPECT_EQ(seen.size(), 100U);
  for (int round = 0; round < 10; ++round) {
    EXPECT_EQ(migrations.seen(), seen);
    for (const Revision& revision : migrations.load().unlinked)
      EXPECT_EQ(revision.up.text, "SELECT 2;\n") << revision.id.text();
  }
}

TEST(LoadHistory, ChecksumsEqualThoseOfTheFiles) {
  const Migrations migrations;
  migrations.add("a", {}, "CREATE TABLE t (a INT);\n");
  const LoadedHistory loaded = migrations.load();
  ASSERT_TRUE(loaded.history);
  EXPECT_EQ(loaded.history->at(0).up.checksum, sha256("CREATE TABLE t (a INT);\n"));
}

TEST(LoadHistory, ReadsTheSameFromEveryCheckout) {
  const Migrations unix_checkout;
  unix_checkout.add("a", {}, "SELECT 1;\nSELECT 2;\n");
  const Migrations windows_checkout;
  windows_checkout.write("a/manifest.toml", "\xEF\xBB\xBFmessage = \"a\"\r\nparents = []\r\n");
  windows_checkout.write("a/up.sql", "\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;");
  windows_checkout.write("a/down.sql", "SELECT 1;\r\n");
  ASSERT_EQ(windows_checkout.seen(), Texts{});
  EXPECT_EQ(windows_checkout.load().history->at(0).digest,
            unix_checkout.load().history->at(0).digest);
}

TEST(LoadHistory, ReadsTheDigestOfEveryIngredient) {
  const Migrations migrations;
  migrations.add("a");
  migrations.add("x");
  migrations.write("b/manifest.toml", "parents = [\"a\"]\ndepends_on = [\"x\"]\n");
  migrations.write("b/up.sql", "SELECT 1;\n");
  migrations.write("b/down.sql", "SELECT 2;\n");
  const LoadedHistory loaded = migrations.load();
  ASSERT_TRUE(loaded.history);
  EXPECT_EQ(loaded.history->find("b")->digest,
            revision_digest(RevisionId("b"), {RevisionId("a")}, {RevisionId("x")},
                            sha256("SELECT 1;\n"), sha256("SELECT 2;\n")));
}

TEST(LoadHistory, ReadsAnIrreversibleRevision) {
  const Migrations migrations;
  migrations.write("a/manifest.toml", "irreversible = \"why\"\n[parents]\n");
  migrations.write("a/up.sql", "SELECT 1;\n");
  ASSERT_EQ(migrations.seen(), Texts{});
  const LoadedHistory loaded = migrations.load();
  EXPECT_FALSE(loaded.history->at(0).down);
  EXPECT_EQ(loaded.history->at(0).digest,
            revision_digest(RevisionId("a"), {}, {}, sha256("SELECT 1;\n"), std::nullopt));
}

TEST(LoadHistory, ReadsDirectives) {
  const Migrations migrations;
  migrations.add("a", {}, "-- sqlmig: no-transaction\nVACUUM;\n");
  const LoadedHistory loaded = migrations.load();
  ASSERT_TRUE(loaded.history);
  EXPECT_EQ(loaded.history->at(0).up.directives.transaction, TransactionMode::none);
}

TEST(LoadHistory, TellsBlankScriptsFromStatements) {
  const Migrations migrations;
  migrations.add("a", {}, "");
  migrations.add("b", {"a"}, "-- only\n/* comments */\n;\n");
  migrations.add("c", {"b"}, "-- and\nSELECT 1;\n");
  const LoadedHistory loaded = migrations.load();
  ASSERT_EQ(migrations.seen(), Texts{});
  EXPECT_EQ(loaded.history->find("a")->up.content, Script::Content::blank);
  EXPECT_EQ(loaded.history->find("b")->up.content, Script::Content::blank);
  EXPECT_EQ(loaded.history->find("c")->up.content, Script::Content::statements);
}

TEST(LoadHistory, FindsRevisionsInNestedGroups) {
  const Migrations migrations;
  migrations.add("2025/q1/a");
  migrations.add("2026/b", {"a"});
  const LoadedHistory loaded = migrations.load();
  ASSERT_EQ(migrations.seen(), Texts{});
  EXPECT_EQ(loaded.history->find("a")->up.path, "migrations/2025/q1/a/up.sql");
}

TEST(LoadHistory, FindsARevisionInsideARevision) {
  const Migrations migrations;
  migrations.add("a");
  migrations.add("a/b", {"a"});
  EXPECT_EQ(migrations.seen(), Texts{});
  EXPECT_EQ(migrations.load().history->revisions.size(), 2U);
}

TEST(LoadHistory, PassesOverHiddenFilesAndFolders) {
  const Migrations migrations;
  migrations.write(".git/manifest.toml", "not toml");
  migrations.write(".git/up.sql", "");
  migrations.add("a");
  migrations.write("a/.up.sql.swp", "");
  migrations.write("a/.extra.sql", "");
  migrations.link("a/.#up.sql", "dana@box.1234");
  EXPECT_EQ(migrations.seen(), Texts{});
}

TEST(LoadHistory, PassesOverFilesThatAreNoSql) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("README.md", "");
  migrations.write("a/notes.txt", "");
  migrations.write("a/diagrams/er.svg", "");
  EXPECT_EQ(migrations.seen(), Texts{});
}

TEST(LoadHistory, FollowsALinkToAFileOfTheMigrations) {
  const Migrations migrations;
  migrations.add("a");
  migrations.write("b/manifest.toml", "parents = [\"a\"]\n");
  migrations.write("b/up.sql", "SELECT 1;\n");
  migrations.link("b/down.sql", "../a/down.sql");
  EXPECT_EQ(migrations.seen(), Texts{});
}

}  // namespace
}  // namespace sqlmig

#include "project/new_revision.hpp"

#include "project/manifest_toml.hpp"
#include "support/caught.hpp"
#include "support/temporary.hpp"
#include "unit/core/graphs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

using test::caught;
using test::graph_of;
using test::TemporaryFolder;

std::string slug_of(const std::string& message) {
  return make_revision_id("{timestamp}_{slug}", message, "20260101000000", Graph())
      .text()
      .substr(15);
}

TEST(NewRevisionId, HoldsWhatTheMessageSays) {
  struct Row {
    std::string message;
    std::string slug;
  };
  const std::vector<Row> rows{
      {"add users", "add_users"},
      {"Add Users", "add_users"},
      {"add  users --  now!", "add_users_now"},
      {"  add users  ", "add_users"},
      {"users' names", "users_names"},
      {"add_users", "add_users"},
      {"v1.2", "v1_2"},
      {"../../etc/passwd", "etc_passwd"},
      {"ändere Straße", "ndere_stra_e"},
      {"2", "2"},
      {std::string(61, 'x'), std::string(60, 'x')},
      {std::string(50, 'x') + " yyyyyyyyyyyyyyyyyyyy", std::string(50, 'x')},
      {std::string(60, 'x') + " y", std::string(60, 'x')},
  };
  for (const Row& row : rows) EXPECT_EQ(slug_of(row.message), row.slug) << row.message;
}

TEST(NewRevisionId, NeedsALetterOrADigit) {
  for (const char* message : {"", "  ", "!?", "é", "'"}) {
    EXPECT_EQ(caught([&] { (void)slug_of(message); }).code(), ErrorCode::usage) << message;
  }
}

TEST(NewRevisionId, FollowsThePattern) {
  const Graph graph = graph_of({{"0041_a"}, {"0007_b"}, {"c"}});
  struct Row {
    std::string pattern;
    std::string id;
  };
  const std::vector<Row> rows{
      {"{timestamp}_{slug}", "20261121093000_x"},
      {"{sequence}_{slug}", "0042_x"},
      {"{slug}.{timestamp}", "x.20261121093000"},
      {"team_{sequence}_{slug}", "team_0042_x"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(make_revision_id(row.pattern, "x", "20261121093000", graph).text(), row.id);
  }
}

TEST(NewRevisionId, StartsTheSequenceAtOne) {
  EXPECT_EQ(make_revision_id("{sequence}_{slug}", "x", "", Graph()).text(), "0001_x");
}

TEST(NewRevisionId, LetsTheSequenceOutgrowItsWidth) {
  EXPECT_EQ(make_revision_id("{sequence}_{slug}", "x", "", graph_of({{"9999_a"}})).text(),
            "10000_x");
}

TEST(IdPattern, IsRefusedIfItMakesNoIds) {
  struct Row {
    std::string pattern;
    std::string problem;
  };
  const std::string one = "must hold one of {timestamp} and {sequence}";
  const std::vector<Row> rows{
      {"{timestamp}_{slug}", "none"},
      {"{sequence}_{slug}", "none"},
      {"{slug}_{timestamp}", "none"},
      {"", one},
      {"{slug}", one},
      {"{timestamp}_{sequence}_{slug}", one},
      {"{timestamp}", "must hold {slug}"},
      {".{timestamp}_{slug}", "makes ids that are none: it starts with a dot"},
      {"{timestamp}-{slug}",
       "makes ids that are none: only the characters A-Z a-z 0-9 _ . are allowed"},
      {"{timestamp}_{slug}_{slug}",
       "makes ids that are none: only the characters A-Z a-z 0-9 _ . are allowed"},
      {"a/{timestamp}_{slug}",
       "makes ids that are none: only the characters A-Z a-z 0-9 _ . are allowed"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(problem_with_id_pattern(row.pattern).value_or("none"), row.problem) << row.pattern;
  }
}

NewRevision draft(const std::string& message) {
  return {RevisionId("c"), message,      "2026-11-21T09:30:00Z", "Dana <dana@example.org>", {},
          "SELECT 1;\n",   "SELECT 2;\n"};
}

TEST(RenderManifest, HasOneForm) {
  NewRevision revision = draft("add users");
  revision.parents = {{RevisionId("v1.2"), sha256("v")}, {RevisionId("a"), sha256("a")}};
  EXPECT_EQ(render_manifest(revision),
            "message = \"add users\"\n"
            "created = 2026-11-21T09:30:00Z\n"
            "author  = \"Dana <dana@example.org>\"\n"
            "\n"
            "[parents]\n"
            "a = \"" +
                sha256("a").text() + "\"\n\"v1.2\" = \"" + sha256("v").text() + "\"\n");
}

TEST(RenderManifest, LeavesOutWhatIsNotKnown) {
  NewRevision revision = draft("x");
  revision.created.clear();
  revision.author.clear();
  EXPECT_EQ(render_manifest(revision), "message = \"x\"\n\n[parents]\n");
}

TEST(RenderManifest, DoesNotDependOnTheOrderOfParents) {
  NewRevision one = draft("x");
  one.parents = {{RevisionId("a"), sha256("a")}, {RevisionId("b"), sha256("b")}};
  NewRevision other = one;
  std::reverse(other.parents.begin(), other.parents.end());
  EXPECT_EQ(render_manifest(one), render_manifest(other));
}

TEST(RenderManifest, IsReadBackAsItWasWritten) {
  NewRevision revision = draft("add users");
  revision.parents = {{RevisionId("v1.2"), sha256("v")}, {RevisionId("a"), sha256("a")}};
  const ManifestRead read = read_manifest(render_manifest(revision), "f");
  ASSERT_TRUE(read.findings.empty()) << read.findings[0].message;
  EXPECT_EQ(read.manifest->message, "add users");
  EXPECT_EQ(read.manifest->created, "2026-11-21T09:30:00Z");
  EXPECT_EQ(read.manifest->author, "Dana <dana@example.org>");
  ASSERT_EQ(read.manifest->parents.size(), 2U);
  EXPECT_EQ(read.manifest->parents[0].id.text(), "a");
  EXPECT_EQ(read.manifest->parents[0].pin, sha256("a"));
  EXPECT_EQ(read.manifest->parents[1].id.text(), "v1.2");
}

TEST(RenderManifest, EscapesWhatTomlCannotHold) {
  const std::vector<std::string> messages{
      "say \"hi\"",  "back\\slash", "two\nlines",         "tab\tand\rreturn", "\x01\x1F\x7F",
      "\"\"\"",      "é€😀",         "ends with \\",       "# no comment",     "${HOME}",
      "x\"\n[evil]", "\\u0041",     std::string(1, '\0'),
  };
  for (const std::string& message : messages) {
    const ManifestRead read = read_manifest(render_manifest(draft(message)), "f");
    ASSERT_TRUE(read.manifest) << message;
    EXPECT_EQ(read.manifest->message, message);
  }
}

Config config_in(const TemporaryFolder& folder) {
  Config config;
  config.folder = folder.path();
  config.migrations = folder / "db/changes";
  config.migrations_name = "db/changes";
  return config;
}

TEST(WriteRevision, WritesThreeFiles) {
  const TemporaryFolder folder;
  EXPECT_EQ(write_revision(config_in(folder), draft("x")),
            (std::vector<std::string>{"db/changes/c/manifest.toml", "db/changes/c/up.sql",
                                      "db/changes/c/down.sql"}));
  EXPECT_EQ(folder.read("db/changes/c/manifest.toml"), render_manifest(draft("x")));
  EXPECT_EQ(folder.read("db/changes/c/up.sql"), "SELECT 1;\n");
  EXPECT_EQ(folder.read("db/changes/c/down.sql"), "SELECT 2;\n");
}

TEST(WriteRevision, RefusesAFolderThatIsThere) {
  const TemporaryFolder folder;
  folder.write("db/changes/c/notes.txt", "mine");
  const Error error = caught([&] { (void)write_revision(config_in(folder), draft("x")); });
  EXPECT_EQ(error.code(), ErrorCode::io);
}

TEST(WriteRevision, LeavesAFolderThatIsThereAsItWas) {
  const TemporaryFolder folder;
  folder.write("db/changes/c/notes.txt", "mine");
  (void)caught([&] { (void)write_revision(config_in(folder), draft("x")); });
  EXPECT_EQ(folder.read("db/changes/c/notes.txt"), "mine");
  EXPECT_FALSE(std::filesystem::exists(folder / "db/changes/c/up.sql"));
}

TEST(WriteRevision, RefusesAFileInThePlaceOfItsFolder) {
  const TemporaryFolder folder;
  folder.write("db/changes/c", "a file");
  EXPECT_EQ(caught([&] { (void)write_revision(config_in(folder), draft("x")); }).code(),
            ErrorCode::io);
}

TEST(WriteRevision, RefusesAFileInThePlaceOfTheMigrations) {
  const TemporaryFolder folder;
  folder.write("db/changes", "a file");
  EXPECT_EQ(caught([&] { (void)write_revision(config_in(folder), draft("x")); }).code(),
            ErrorCode::io);
}

}  // namespace
}  // namespace sqlmig::project

#include "project/files.hpp"

#include "support/caught.hpp"
#include "support/temporary.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace sqlmig::project {
namespace {

using test::caught;
using test::TemporaryFolder;

std::vector<std::string> names_in(const std::filesystem::path& path) {
  std::vector<std::string> names;
  for (const Entry& entry : Folder(path).entries()) names.push_back(entry.name);
  return names;
}

TEST(ReadFile, GivesEveryByte) {
  const TemporaryFolder folder;
  // Around the size of the buffer, where a file may end with a full one.
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 200'000U}) {
    std::string bytes(size, 'x');
    if (size > 0) bytes.back() = '\0';
    folder.write("f", bytes);
    EXPECT_EQ(read_file(folder / "f"), bytes) << size;
    EXPECT_EQ(Folder(folder.path()).read_file("f"), bytes) << size;
  }
}

TEST(ReadFile, NamesAFileThatIsNotThere) {
  const TemporaryFolder folder;
  const Error error = caught([&] { (void)read_file(folder / "none"); });
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_NE(std::string(error.what()).find((folder / "none").string()), std::string::npos);
}

TEST(ReadFile, DoesNotReadAFolder) {
  const TemporaryFolder folder;
  EXPECT_EQ(caught([&] { (void)read_file(folder.path()); }).code(), ErrorCode::io);
}

TEST(CreateFile, WritesANewFile) {
  const TemporaryFolder folder;
  create_file(folder / "f", "bytes");
  EXPECT_EQ(folder.read("f"), "bytes");
}

TEST(CreateFile, NeverWritesOverAFile) {
  const TemporaryFolder folder;
  folder.write("f", "mine");
  EXPECT_EQ(caught([&] { create_file(folder / "f", "theirs"); }).code(), ErrorCode::io);
  EXPECT_EQ(folder.read("f"), "mine");
}

TEST(CreateFile, NeverWritesThroughALink) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("elsewhere", folder / "f");
  EXPECT_EQ(caught([&] { create_file(folder / "f", "theirs"); }).code(), ErrorCode::io);
  EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST(CreateFile, LetsWhoeverMayReadItRunIt) {
  using std::filesystem::perms;
  const TemporaryFolder folder;
  create_file(folder / "plain", "");
  create_file(folder / "run", "", FileMode::executable);
  const perms plain = std::filesystem::status(folder / "plain").permissions();
  const perms run = std::filesystem::status(folder / "run").permissions();
  EXPECT_EQ(plain & perms::owner_exec, perms::none);
  EXPECT_EQ(run & perms::owner_exec, perms::owner_exec);
  EXPECT_EQ((run & perms::others_exec) != perms::none, (plain & perms::others_read) != perms::none);
}

TEST(NearestFolderWith, LooksHereFirstAndThenAbove) {
  const TemporaryFolder folder;
  folder.write("mark", "");
  folder.write("a/mark", "");
  std::filesystem::create_directories(folder / "a/b");
  std::filesystem::create_directories(folder / "c");
  EXPECT_EQ(nearest_folder_with(folder / "a", "mark"), folder / "a");
  EXPECT_EQ(nearest_folder_with(folder / "a/b", "mark"), folder / "a");
  EXPECT_EQ(nearest_folder_with(folder / "c/not/there", "mark"), folder.path());
  EXPECT_EQ(nearest_folder_with(folder / "a", "no such file"), std::nullopt);
}

TEST(RealPath, IsAbsoluteThoughNothingIsThere) {
  EXPECT_EQ(real_path("not there"),
            std::filesystem::canonical(std::filesystem::current_path()) / "not there");
  EXPECT_EQ(real_path("not there/"), real_path("not there"));
}

TEST(RealPath, FollowsLinks) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "real");
  std::filesystem::create_directory_symlink("real", folder / "link");
  EXPECT_EQ(real_path(folder / "link/new"), std::filesystem::canonical(folder / "real") / "new");
}

TEST(ReplaceFile, PutsNewBytesInItsPlace) {
  const TemporaryFolder folder;
  folder.write("f", "old and longer");
  replace_file(folder / "f", "new");
  EXPECT_EQ(folder.read("f"), "new");
}

TEST(ReplaceFile, LeavesNothingElseBehind) {
  const TemporaryFolder folder;
  folder.write("f", "old");
  replace_file(folder / "f", "new");
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"f"});
}

TEST(ReplaceFile, KeepsThePermissions) {
  using std::filesystem::perms;
  const TemporaryFolder folder;
  folder.write("f", "old");
  std::filesystem::permissions(folder / "f", perms::owner_read | perms::owner_write);
  replace_file(folder / "f", "new");
  EXPECT_EQ(std::filesystem::status(folder / "f").permissions(),
            perms::owner_read | perms::owner_write);
}

TEST(ReplaceFile, NeedsTheFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(caught([&] { replace_file(folder / "f", "new"); }).code(), ErrorCode::io);
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{});
}

TEST(Folder, ListsItsEntriesByName) {
  const TemporaryFolder folder;
  for (const char* name : {"b", "a", "c", "B", ".h"}) folder.write(name, "");
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{".h", "B", "a", "b", "c"}));
}

TEST(Folder, TellsFilesFoldersAndLinksApart) {
  const TemporaryFolder folder;
  folder.write("a_file", "");
  folder.write("b_folder/f", "");
  std::filesystem::create_symlink("a_file", folder / "c_link");
  const std::vector<Entry> entries = Folder(folder.path()).entries();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].type, Entry::Type::file);
  EXPECT_EQ(entries[1].type, Entry::Type::folder);
  EXPECT_EQ(entries[2].type, Entry::Type::link);
}

TEST(Folder, ListsTheSameTwice) {
  const TemporaryFolder folder;
  folder.write("a", "");
  const Folder open(folder.path());
  EXPECT_EQ(open.entries().size(), 1U);
  EXPECT_EQ(open.entries().size(), 1U);
}

TEST(Folder, OpensWhatIsInIt) {
  const TemporaryFolder folder;
  folder.write("a/b/f", "bytes");
  EXPECT_EQ(Folder(folder.path()).open_folder("a").open_folder("b").read_file("f"), "bytes");
}

TEST(Folder, NamesThePathOfWhatIsNotThere) {
  const TemporaryFolder folder;
  folder.write("a/f", "");
  const Error error =
      caught([&] { (void)Folder(folder.path()).open_folder("a").read_file("none"); });
  EXPECT_NE(std::string(error.what()).find((folder / "a/none").string()), std::string::npos)
      << error.what();
}

TEST(LiesWithin, FollowsEveryLink) {
  const TemporaryFolder folder;
  folder.write("in/f", "");
  folder.write("in_too/f", "");
  std::filesystem::create_symlink("../in_too/f", folder / "in/out");
  std::filesystem::create_symlink("f", folder / "in/self");
  std::filesystem::create_symlink("in", folder / "alias");
  struct Row {
    const char* path;
    const char* root;
    bool within;
  };
  const std::vector<Row> rows{
      {"in/f", "in", true},       {"in/self", "in", true},  {"in/out", "in", false},
      {"in_too/f", "in", false},  {"in", "in", true},       {"in/f", "alias", true},
      {"alias/f", "in", true},    {"in/none", "in", false}, {"in/../in_too/f", "in", false},
      {"in/f", "nowhere", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(lies_within(folder / row.path, folder / row.root), row.within)
        << row.path << " in " << row.root;
  }
}

}  // namespace
}  // namespace sqlmig::project

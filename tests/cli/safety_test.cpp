// Requests that would do harm if they were taken at their word.
#include "cli/project.hpp"
#include "support/databases.hpp"

#include <gtest/gtest.h>

namespace sqlmig::test {
namespace {

class Safety : public ProjectTest {};

TEST_F(Safety, AMessageOfTwoLinesIsRefused) {
  EXPECT_TRUE(exits(sqlmig({"revision", "-m", "harmless\nDROP TABLE users;"}), 2));
}

TEST_F(Safety, AMessageThatReadsLikeADirectiveIsNone) {
  ASSERT_TRUE(exits(sqlmig({"revision", "-m", "sqlmig: no-transaction", "--id", "0001_a"}), 0));
  EXPECT_EQ(folder_.read("migrations/0001_a/up.sql"), "-- Does: sqlmig: no-transaction\n");
}

TEST_F(Safety, AnIdThatDiffersByCaseOnlyIsRefused) {
  write_revision(folder_, {"0001_a", {}});
  EXPECT_TRUE(exits(sqlmig({"revision", "-m", "x", "--id", "0001_A"}), 2));
}

TEST_F(Safety, StampingHeadsOfAnEmptyProjectForgetsNothing) {
  write_revision(folder_, {"0001_a", {}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  std::filesystem::remove_all(folder_ / "migrations/0001_a");
  EXPECT_TRUE(exits(sqlmig({"stamp", "heads"}), 2));
  EXPECT_TRUE(contains(sqlmig({"current"}).out, "0001_a"));
}

TEST_F(Safety, StampForgetsWhatNoFileKnowsByAPurgeOnly) {
  write_revision(folder_, {"0001_a", {}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  std::filesystem::remove_all(folder_ / "migrations/0001_a");
  EXPECT_TRUE(exits(sqlmig({"stamp", "base"}), 1));
  EXPECT_TRUE(contains(sqlmig({"current"}).out, "0001_a"));
  ASSERT_TRUE(exits(sqlmig({"stamp", "base", "--purge"}), 0));
  EXPECT_TRUE(contains(sqlmig({"current"}).out, "nothing is applied"));
}

TEST_F(Safety, ADowngradeAgainstChangedParentsIsRefused) {
  write_revision(folder_, {"0001_a", {}});
  write_revision(folder_, {"0002_b", {"0001_a"}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  folder_.write("migrations/0002_b/manifest.toml", "message = \"0002_b\"\nparents = []\n");
  const ProcessResult result = sqlmig({"downgrade", "base", "--yes"});
  EXPECT_TRUE(exits(result, 3));
  EXPECT_TRUE(contains(result.err, "parents-changed"));
}

TEST_F(Safety, ThePlanOfADowngradeHasTheChecksumThatDowngradeExpects) {
  write_revision(folder_, {"0001_a", {}});
  write_revision(folder_, {"0002_b", {"0001_a"}});
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const std::string plan = sqlmig({"plan", "--down", "0001_a"}).out;
  const std::string checksum = plan.substr(plan.find("sha256:"), 71);
  EXPECT_TRUE(exits(sqlmig({"downgrade", "0001_a", "--expect", checksum}), 0));
}

TEST_F(Safety, APasswordThatWasNotEncodedIsShownByNoMessage) {
  write_revision(folder_, {"0001_a", {}});
  for (const char* url :
       {"postgresql://u:hidden@secret@localhost/db", "postgresql://u:secret/x@localhost/db",
        "postgresql://u:a@s:secret@127.0.0.1/db", "postgresql://u:1/secret@localhost/db",
        "postgresql://u:%secret@localhost/db", "mysql://u:secret@localhost/db"}) {
    for (const Arguments& arguments : {Arguments{"status"}, Arguments{"upgrade", "--json"}}) {
      const ProcessResult result = sqlmig(arguments, {{"DATABASE_URL", url}});
      EXPECT_TRUE(exits(result, 2)) << url;
      EXPECT_EQ((result.out + result.err).find("secret"), std::string::npos) << url;
    }
  }
}

}  // namespace
}  // namespace sqlmig::test

// The same revisions from another checkout, and the projects that come with sqlmig.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class Checkout : public DatabaseProjectTest {
 protected:
  Checkout() {
    write_revision(folder_, {"0001_a", {}, kUp, "DROP TABLE a;\n"});
    EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  }
  static constexpr const char* kUp = "-- größe\nCREATE TABLE a (\n  i int\n);\n";
};

INSTANTIATE_TEST_SUITE_P(Databases, Checkout,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Checkout, WithCarriageReturnsVerifiesClean) {
  folder_.write("migrations/0001_a/up.sql", "-- größe\r\nCREATE TABLE a (\r\n  i int\r\n);\r\n");
  folder_.write("migrations/0001_a/down.sql", "DROP TABLE a;\r\n");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Checkout, WithAByteOrderMarkVerifiesClean) {
  folder_.write("migrations/0001_a/up.sql", std::string("\xEF\xBB\xBF") + kUp);
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Checkout, WithoutTheLastNewlineVerifiesClean) {
  folder_.write("migrations/0001_a/down.sql", "DROP TABLE a;");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Checkout, WithAnotherBlankIsFound) {
  folder_.write("migrations/0001_a/up.sql", std::string(kUp) + "\n");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 3));
}

TEST_P(Checkout, WithACommentAddedIsFound) {
  folder_.write("migrations/0001_a/up.sql", std::string("-- harmless\n") + kUp);
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 3));
}

TEST_P(Checkout, WithCarriageReturnsInTheManifestVerifiesClean) {
  folder_.write("migrations/0001_a/manifest.toml", "message = \"0001_a\"\r\nparents = []\r\n");
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(Checkout, WithoutARevisionThatIsAppliedIsFound) {
  std::filesystem::remove_all(folder_ / "migrations/0001_a");
  const ProcessResult result = sqlmig({"verify", "--database"});
  EXPECT_TRUE(exits(result, 3));
  EXPECT_TRUE(contains(result.out, "missing-revision"));
}

TEST_P(Checkout, WithoutARevisionThatIsAppliedCanStillBeLookedAt) {
  std::filesystem::remove_all(folder_ / "migrations/0001_a");
  EXPECT_TRUE(exits(sqlmig({"status"}), 0));
  EXPECT_TRUE(contains(sqlmig({"current"}).out, "0001_a"));
}

class Example : public testing::TestWithParam<DatabaseKind> {
 protected:
  Example() {
    std::filesystem::copy(std::filesystem::path(SQLMIG_TEST_SOURCE_DIR) / "sql/example" /
                              (GetParam() == DatabaseKind::sqlite ? "sqlite" : "postgres"),
                          folder_.path(), std::filesystem::copy_options::recursive);
  }
  [[nodiscard]] ProcessResult sqlmig(Arguments arguments) const {
    return run_sqlmig(arguments, {folder_.path(), {{"DATABASE_URL", database_->url()}}, {}});
  }
  [[nodiscard]] std::string count_user_tables() const {
    return database_->ask(
        GetParam() == DatabaseKind::postgres
            ? "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            : "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
              " 'sqlmig_%'");
  }

  TemporaryFolder folder_;
  std::unique_ptr<TestDatabase> database_ = make_database(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Databases, Example,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Example, GoesUpDownAndUpAgain) {
  EXPECT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_EQ(count_user_tables(), "6");
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  EXPECT_EQ(count_user_tables(), "0");
  EXPECT_TRUE(exits(sqlmig({"upgrade", "heads"}), 0));
  EXPECT_TRUE(exits(sqlmig({"status", "--exit-code"}), 0));
}

TEST_P(Example, HasTwoHeadsUntilTheyAreMerged) {
  const ProcessResult diverged = sqlmig({"verify"});
  EXPECT_TRUE(exits(diverged, 3));
  EXPECT_TRUE(contains(diverged.out, "several-heads"));
  EXPECT_TRUE(exits(sqlmig({"merge"}), 0));
  EXPECT_TRUE(exits(sqlmig({"verify"}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
}

}  // namespace
}  // namespace sqlmig::test

// A database whose version table is of format 1.
#include "support/old_version_table.hpp"

#include "cli/project.hpp"
#include "support/histories.hpp"
#include "support/postgres_role.hpp"

namespace sqlmig::test {
namespace {

class OldFormat : public DatabaseProjectTest {
 protected:
  OldFormat() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_bills", {"0001_users"});
    write_format_1(
        database(),
        {revision_of({"0001_users", {}, "CREATE TABLE users (i int);\n", "DROP TABLE users;\n"})});
    database().run("CREATE TABLE users (i int)");
  }
  [[nodiscard]] std::string format() const {
    return database().ask("SELECT version FROM " + version_table("format"));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, OldFormat,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

const std::vector<Arguments> kLooking{
    {"status"},
    {"current"},
    {"verify", "--database"},
    {"history", "-i"},
    {"plan"},
    {"show", "0001_users", "--database"},
    {"repair", "--accept", "0001_users", "--reason", "a look", "--dry-run"}};

TEST_P(OldFormat, IsReadAndLeftAsItIs) {
  for (const Arguments& look : kLooking) EXPECT_TRUE(refuses(look, 0, {})) << look[0];
  EXPECT_EQ(format(), "1");
  EXPECT_EQ(ids(json({"status"})["applied"]), Strings{"0001_users"});
}

TEST_P(OldFormat, IsLeftAsItIsWhereThereIsNothingToDo) {
  EXPECT_TRUE(exits(sqlmig({"upgrade", "0001_users"}), 0));
  EXPECT_TRUE(exits(sqlmig({"stamp", "0001_users"}), 0));
  EXPECT_EQ(format(), "1");
}

TEST_P(OldFormat, IsBroughtUpToDateByAnUpgrade) {
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(format(), "2");
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_bills"}));
  EXPECT_EQ(events(), (Strings{"upgrade 0001_users", "upgrade 0002_bills"}));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

TEST_P(OldFormat, IsBroughtUpToDateByADowngrade) {
  EXPECT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  EXPECT_EQ(format(), "2");
  EXPECT_EQ(events(), (Strings{"upgrade 0001_users", "downgrade 0001_users"}));
}

TEST_P(OldFormat, IsBroughtUpToDateByAStamp) {
  EXPECT_TRUE(exits(sqlmig({"stamp", "head"}), 0));
  EXPECT_EQ(format(), "2");
  EXPECT_EQ(events(), (Strings{"upgrade 0001_users", "stamp 0002_bills"}));
}

TEST_P(OldFormat, IsBroughtUpToDateByARepair) {
  folder_.write("migrations/0001_users/up.sql", "CREATE TABLE users (i int);\n-- of this shop\n");
  EXPECT_TRUE(exits(sqlmig({"repair", "--accept", "0001_users", "--reason", "a comment"}), 0));
  EXPECT_EQ(format(), "2");
  EXPECT_EQ(events(), (Strings{"upgrade 0001_users", "repair 0001_users"}));
  EXPECT_TRUE(exits(sqlmig({"verify", "--database"}), 0));
}

class PostgresOldFormat : public OldFormat {};

INSTANTIATE_TEST_SUITE_P(Databases, PostgresOldFormat, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresOldFormat, IsReadByWhoMayOnlyRead) {
  const PostgresRole role(database());
  database().run("GRANT USAGE ON SCHEMA sqlmig TO " + role.name());
  database().run("GRANT SELECT ON ALL TABLES IN SCHEMA sqlmig TO " + role.name());
  for (Arguments look : kLooking) {
    look.insert(look.end(), {"--url", role.url()});
    EXPECT_TRUE(exits(sqlmig(look), 0)) << look[0];
  }
  EXPECT_EQ(format(), "1");
}

}  // namespace
}  // namespace sqlmig::test

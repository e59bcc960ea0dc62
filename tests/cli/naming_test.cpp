// Every form in which a revision can be named, and what the commands make of it.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

struct Name {
  std::string text;
  std::string means;
};

// Five revisions in a row.
class Naming : public DatabaseProjectTest {
 protected:
  Naming() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_emails", {"0001_users"}, "tags = [\"v1\"]\n");
    write_table(folder_, "0003_bills", {"0002_emails"}, "labels = [\"billing\"]\n");
    write_table(folder_, "0004_taxes", {"0003_bills"});
    write_table(folder_, "0005_terms", {"0004_taxes"});
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Naming,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(Naming, TakesEveryForm) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "0003_bills"}), 0));
  for (const auto& [text, means] : std::vector<Name>{{"0004_taxes", "0004_taxes"},
                                                     {"0004", "0004_taxes"},
                                                     {"0004_t", "0004_taxes"},
                                                     {"billing", "0003_bills"},
                                                     {"v1", "0002_emails"},
                                                     {"head", "0005_terms"},
                                                     {"heads", "0005_terms"},
                                                     {"current", "0003_bills"},
                                                     {"+1", "0004_taxes"},
                                                     {"+2", "0005_terms"},
                                                     {"-1", "0002_emails"},
                                                     {"-2", "0001_users"},
                                                     {"current+1", "0004_taxes"},
                                                     {"current-1", "0002_emails"},
                                                     {"0002_emails+2", "0004_taxes"},
                                                     {"0004_taxes-3", "0001_users"},
                                                     {"0004-1", "0003_bills"},
                                                     {"v1+1", "0003_bills"},
                                                     {"v1-1", "0001_users"},
                                                     {"billing+1", "0004_taxes"},
                                                     {"head-1", "0004_taxes"},
                                                     {"head-4", "0001_users"},
                                                     {"base+1", "0001_users"},
                                                     {"billing@head", "0005_terms"},
                                                     {"billing@heads", "0005_terms"},
                                                     {"billing@+1", "0004_taxes"},
                                                     {"billing@-1", "0002_emails"},
                                                     {"billing@head-1", "0004_taxes"},
                                                     {"billing@base+2", "0002_emails"},
                                                     {"billing@v1", "0002_emails"},
                                                     {"0003_bills@head", "0005_terms"},
                                                     {"v1@head", "0005_terms"},
                                                     {"0002@0004_taxes-1", "0003_bills"},
                                                     {"billing@current", "0003_bills"}}) {
    EXPECT_EQ(json({"show", text})["revision"]["revision"], means) << text;
  }
}

TEST_P(Naming, SaysHowFarAnUpgradeGoes) {
  for (const auto& [text, means] : std::vector<Name>{{"0003_bills", "0003_bills"},
                                                     {"0004", "0004_taxes"},
                                                     {"v1", "0002_emails"},
                                                     {"billing", "0003_bills"},
                                                     {"head", "0005_terms"},
                                                     {"heads", "0005_terms"},
                                                     {"+1", "0002_emails"},
                                                     {"+3", "0004_taxes"},
                                                     {"head-2", "0003_bills"},
                                                     {"v1+1", "0003_bills"},
                                                     {"billing@head", "0005_terms"},
                                                     {"billing@+1", "0002_emails"},
                                                     {"0004@head-1", "0004_taxes"}}) {
    SCOPED_TRACE(text);
    ASSERT_TRUE(exits(sqlmig({"stamp", "base"}), 0));
    ASSERT_TRUE(exits(sqlmig({"upgrade", "0001_users"}), 0));
    ASSERT_TRUE(exits(sqlmig({"upgrade", text}), 0));
    EXPECT_EQ(recorded().back(), means);
    EXPECT_EQ(tables().size(), recorded().size());
    ASSERT_TRUE(exits(sqlmig({"downgrade", "base", "--yes"}), 0));
  }
}

TEST_P(Naming, SaysHowFarADowngradeGoes) {
  for (const auto& [text, means] : std::vector<Name>{{"0003_bills", "0003_bills"},
                                                     {"0002", "0002_emails"},
                                                     {"v1", "0002_emails"},
                                                     {"billing", "0003_bills"},
                                                     {"-1", "0004_taxes"},
                                                     {"-4", "0001_users"},
                                                     {"current-2", "0003_bills"},
                                                     {"head-3", "0002_emails"},
                                                     {"0004-1", "0003_bills"},
                                                     {"v1+1", "0003_bills"},
                                                     {"billing@-2", "0003_bills"}}) {
    SCOPED_TRACE(text);
    ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
    ASSERT_TRUE(exits(sqlmig({"downgrade", text}), 0));
    EXPECT_EQ(recorded().back(), means);
    EXPECT_EQ(tables().size(), recorded().size());
  }
}

TEST_P(Naming, SaysWhatAStampRecords) {
  ASSERT_TRUE(exits(sqlmig({"stamp", "0003_bills"}), 0));
  for (const auto& [text, means] : std::vector<Name>{{"+1", "0004_taxes"},
                                                     {"-2", "0002_emails"},
                                                     {"billing", "0003_bills"},
                                                     {"heads", "0005_terms"},
                                                     {"v1-1", "0001_users"},
                                                     {"billing@+1", "0002_emails"},
                                                     {"0002@head", "0005_terms"}}) {
    ASSERT_TRUE(exits(sqlmig({"stamp", text}), 0)) << text;
    EXPECT_EQ(recorded().back(), means) << text;
  }
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Naming, SaysWhatAPlanShows) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "v1"}), 0));
  EXPECT_EQ(ids(json({"plan", "+2"})["plan"]["steps"]), (Strings{"0003_bills", "0004_taxes"}));
  EXPECT_EQ(ids(json({"plan", "--down", "-1"})["plan"]["steps"]), Strings{"0002_emails"});
}

TEST_P(Naming, CountsFromTheBaseWhereNothingIsApplied) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "+2"}), 0));
  EXPECT_EQ(tables(), (Strings{"emails", "users"}));
}

TEST_P(Naming, TakesSeveralTargetsForAnUpgrade) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "v1", "billing"}), 0));
  EXPECT_EQ(recorded(), (Strings{"0001_users", "0002_emails", "0003_bills"}));
}

TEST_P(Naming, ReachesTheBaseByStepsBack) {
  ASSERT_TRUE(exits(sqlmig({"upgrade", "v1"}), 0));
  ASSERT_TRUE(exits(sqlmig({"downgrade", "-2", "--yes"}), 0));
  EXPECT_EQ(tables(), Strings{});
}

TEST_P(Naming, OfWhatIsAppliedAlreadyLeavesNothingToDo) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_TRUE(contains(sqlmig({"upgrade", "v1"}).out, "nothing to do"));
  EXPECT_TRUE(contains(sqlmig({"downgrade", "head"}).out, "nothing to do"));
  EXPECT_EQ(tables().size(), 5U);
}

TEST_P(Naming, NeedsNoDatabaseForWhatIsNotRelative) {
  folder_.write("sqlmig.toml", "migrations = \"migrations\"\n");
  for (const char* text : {"0003", "billing", "v1", "head", "head-1", "v1+1", "billing@head"})
    EXPECT_TRUE(exits(sqlmig({"show", text}), 0)) << text;
}

}  // namespace
}  // namespace sqlmig::test

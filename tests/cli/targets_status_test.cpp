// How many databases stand against the files.
#include "cli/targets_project.hpp"

#include <gmock/gmock.h>

namespace sqlmig::test {
namespace {

const Arguments kStatus{"status", "--targets", "targets.txt"};

class TargetsStatus : public TargetsProject {
 protected:
  // t0 to t4 at 0001_users, t5 a revision further; t6 has nothing.
  TargetsStatus() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_bills", {"0001_users"});
    add_databases(DatabaseKind::sqlite, 7);
    for (std::size_t i = 0; i < 6; ++i) upgrade(i, i == 5 ? "head" : "0001_users");
  }
  void upgrade(std::size_t number, const std::string& to) const {
    EXPECT_TRUE(exits(sqlmig({"upgrade", to, "-q", "--url", database(number).url()}), 0));
  }
  [[nodiscard]] std::string text(const Arguments& more = {}, int code = 0) const {
    Arguments arguments = kStatus;
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(exits(result, code));
    return result.out;
  }
};

TEST_F(TargetsStatus, IsAMatrixOfRevisionsByGroupsThatStandAlike) {
  EXPECT_EQ(text(),
            "databases 7 in targets.txt\n"
            "heads     0002_bills\n"
            "  A  5 databases: t0, t1, t2 and 2 more\n"
            "  B  1 database: t5\n"
            "  C  1 database: t6\n"
            "0 revisions are applied everywhere\n"
            "              A        B        C\n"
            "  0001_users  applied  applied  pending\n"
            "  0002_bills  pending  applied  pending\n"
            "7 databases: 1 up to date, 6 pending\n");
  EXPECT_TRUE(contains(text({"-v"}), "A  5 databases: t0, t1, t2, t3, t4\n"));
}

TEST_F(TargetsStatus, LeavesOutWhatIsAppliedEverywhere) {
  upgrade(6, "0001_users");
  EXPECT_TRUE(contains(text(),
                       "1 revision is applied everywhere\n"
                       "              A        B\n"
                       "  0002_bills  pending  applied\n"));
  for (std::size_t i = 0; i < count(); ++i) upgrade(i, "head");
  EXPECT_EQ(text({"--exit-code"}),
            "databases 7 in targets.txt\n"
            "heads     0002_bills\n"
            "  A  7 databases: t0, t1, t2 and 4 more\n"
            "2 revisions are applied everywhere\n"
            "7 databases: 7 up to date\n");
}

TEST_F(TargetsStatus, ShowsEditedAndUnknownRevisions) {
  write_table(folder_, "0003_taxes", {"0002_bills"});
  upgrade(5, "head");
  std::filesystem::remove_all(folder_ / "migrations/0003_taxes");
  folder_.write("migrations/0002_bills/up.sql", "CREATE TABLE bills (j int);\n");
  const std::string said = text();
  EXPECT_TRUE(contains(said,
                       "              A        B        C\n"
                       "  0001_users  applied  applied  pending\n"
                       "  0002_bills  pending  edited   pending\n"
                       "  0003_taxes  -        unknown  -\n"));
  EXPECT_TRUE(contains(said, "on B, from t5:\nmigrations/0002_bills/up.sql: error[edited-up]: "));
  EXPECT_TRUE(contains(said, "7 databases: 6 pending, 1 problems\n"));
}

TEST_F(TargetsStatus, PartsDatabasesThatHaveAnotherTextOfARevision) {
  folder_.write("migrations/0001_users/up.sql", "CREATE TABLE users (j int);\n");
  upgrade(6, "0001_users");
  EXPECT_TRUE(contains(text(),
                       "              A        B        C\n"
                       "  0001_users  edited   edited   applied\n"
                       "  0002_bills  pending  applied  pending\n"));
}

TEST_F(TargetsStatus, ShowsARevisionThatStoppedHalfWay) {
  write_revision(folder_,
                 {"0003_half",
                  {"0002_bills"},
                  "-- sqlmig: no-transaction\nCREATE TABLE half (i int);\nSELECT nope;\n"});
  EXPECT_TRUE(exits(sqlmig({"upgrade", "--url", database(5).url()}), 1));
  EXPECT_TRUE(contains(text(), "  0003_half   pending  half-way  pending\n"));
}

TEST_F(TargetsStatus, ListsThoseThatCannotBeReachedApart) {
  list("gone sqlite:nowhere/gone.db");
  const std::string said = text({"--exit-code"}, 6);
  EXPECT_TRUE(contains(said,
                       "could not be looked at:\n"
                       "  gone: there is no folder "));
  EXPECT_TRUE(contains(said, "8 databases: 1 up to date, 6 pending, 1 cannot connect\n"));
}

TEST_F(TargetsStatus, EndsWithFourIfRevisionsArePending) {
  (void)text({}, 0);
  (void)text({"--exit-code"}, 4);
}

TEST_F(TargetsStatus, TellsOfEachDatabaseAsOfOneAlone) {
  list("gone sqlite:nowhere/gone.db");
  const nlohmann::json object = json(kStatus);
  EXPECT_EQ(object["exit_code"], 6);
  ASSERT_EQ(object["targets"].size(), 8U);
  nlohmann::json fifth = object["targets"][5];
  EXPECT_EQ(fifth["name"], "t5");
  EXPECT_EQ(fifth["status"], "up-to-date");
  EXPECT_EQ(fifth["url_source"], "targets.txt");
  const nlohmann::json alone = json({"status", "--url", database(5).url()});
  for (const char* field : {"applied", "pending", "unknown", "heads", "findings", "database"})
    EXPECT_EQ(fifth[field], alone[field]) << field;
  EXPECT_EQ(ids(object["targets"][6]["pending"]), (Strings{"0001_users", "0002_bills"}));
  EXPECT_EQ(object["targets"][7]["status"], "cannot-connect");
  EXPECT_EQ(object["targets"][7]["error"]["code"], "connection");
  EXPECT_EQ(
      object["summary"],
      (nlohmann::json{{"databases", 8}, {"up-to-date", 1}, {"pending", 6}, {"cannot-connect", 1}}));
}

TEST_F(TargetsStatus, ChangesNothing) {
  add_databases(DatabaseKind::postgres, 1);
  (void)text();
  EXPECT_EQ(recorded(7), Strings{"(absent)"});
  EXPECT_EQ(recorded(5), (Strings{"0001_users", "0002_bills"}));
}

}  // namespace
}  // namespace sqlmig::test

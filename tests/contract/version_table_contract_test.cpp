#include "contract/contract.hpp"

#include <fmt/core.h>

#include <regex>

namespace sqlmig::test {
namespace {

using Table = AppliedRevisions::Table;

class VersionTableContract : public ContractTest {
 protected:
  // Writes the row of a revision with its event, as an upgrade does.
  void add(const Revision& revision, std::int64_t event) {
    const engine::VersionTableWriter writer(port().dialect(), who_);
    port().transact(
        {{writer.add_event({event, engine::EventKind::upgrade, revision.id, {}})},
         nullptr,
         {writer.finish_event(event), writer.add_row(revision, Origin::upgrade, event, {})}});
  }
  // A version table with one row.
  void add_one() {
    create_version_table(port());
    add(revision_of({"a", {}}), 1);
  }
  void damage(const std::string& assignment) {
    database().run(fmt::format("UPDATE {} SET {}", port().dialect().revisions, assignment));
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, VersionTableContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(VersionTableContract, IsAbsentFromAnEmptyDatabase) {
  EXPECT_EQ(engine::read_applied(port()).table, Table::absent);
}

TEST_P(VersionTableContract, IsEmptyWhenItWasCreated) {
  create_version_table(port());
  const AppliedRevisions applied = engine::read_applied(port());
  EXPECT_EQ(applied.table, Table::present);
  EXPECT_TRUE(applied.rows.empty());
  EXPECT_EQ(applied.last_event, 0);
}

TEST_P(VersionTableContract, KeepsItsRowsWhenItIsCreatedAgain) {
  add_one();
  create_version_table(port());
  EXPECT_EQ(engine::read_applied(port()).rows.size(), 1U);
}

TEST_P(VersionTableContract, GivesBackWhatWasWritten) {
  create_version_table(port());
  const Revision revision = revision_of(
      {"20260105_b.1", {"z", "a"}, "CREATE TABLE t (i int);\n", "DROP TABLE t;\n", {"q", "c"}});
  add(revision, 1);
  const AppliedRevision row = engine::read_applied(port()).rows.at(0);
  EXPECT_EQ(row.id, revision.id);
  EXPECT_EQ(row.parents, (std::vector<RevisionId>{RevisionId("a"), RevisionId("z")}));
  EXPECT_EQ(row.depends_on, (std::vector<RevisionId>{RevisionId("c"), RevisionId("q")}));
  EXPECT_EQ(row.up, revision.up.checksum);
  EXPECT_EQ(row.down, revision.down->checksum);
  EXPECT_EQ(row.digest, revision.digest);
  EXPECT_EQ(row.state, RevisionState::applied);
  EXPECT_EQ(row.origin, Origin::upgrade);
  EXPECT_EQ(row.os_user, "dana");
  EXPECT_EQ(row.host, "workstation");
}

TEST_P(VersionTableContract, GivesBackAMessageWithQuotesAndUtf8) {
  create_version_table(port());
  Revision revision = revision_of({"a", {}});
  revision.manifest.message = "añade 'users' \\ \"表\" $1 🐘\n";
  add(revision, 1);
  EXPECT_EQ(engine::read_applied(port()).rows.at(0).message, "añade 'users' \\ \"表\" $1 🐘\n");
}

TEST_P(VersionTableContract, KnowsAnIrreversibleRevision) {
  create_version_table(port());
  Revision revision = revision_of({"a", {}});
  revision.down.reset();
  add(revision, 1);
  EXPECT_EQ(engine::read_applied(port()).rows.at(0).down, std::nullopt);
  EXPECT_EQ(engine::read_stored_scripts(port(), revision.id)->down, std::nullopt);
}

TEST_P(VersionTableContract, StoresTheScripts) {
  create_version_table(port());
  const Revision revision =
      revision_of({"a", {}, "-- it's \\ $1 'größe'\nSELECT $$x$$;\n", "SELECT 'E''\\n';\n"});
  add(revision, 1);
  const auto stored = engine::read_stored_scripts(port(), revision.id);
  EXPECT_EQ(stored->up, revision.up.text);
  EXPECT_EQ(stored->down, revision.down->text);
}

TEST_P(VersionTableContract, StoresNoScriptsOfARevisionThatIsNotApplied) {
  create_version_table(port());
  EXPECT_FALSE(engine::read_stored_scripts(port(), RevisionId("never")));
}

TEST_P(VersionTableContract, OrdersRowsBySequence) {
  create_version_table(port());
  add(revision_of({"zebra", {}}), 1);
  add(revision_of({"aardvark", {}}), 2);
  const AppliedRevisions applied = engine::read_applied(port());
  EXPECT_EQ(applied.rows.at(0).id.text(), "zebra");
  EXPECT_EQ(applied.rows.at(1).sequence, 2);
  EXPECT_EQ(applied.last_event, 2);
}

TEST_P(VersionTableContract, RefusesAnEventWhoseNumberIsTaken) {
  add_one();
  const Error error = caught([&] { add(revision_of({"b", {}}), 1); });
  EXPECT_EQ(error.code(), ErrorCode::conflict);
  EXPECT_EQ(engine::read_applied(port()).rows.size(), 1U);
}

TEST_P(VersionTableContract, TakesOverWhatTheFilesSay) {
  add_one();
  const AppliedRevision before = engine::read_applied(port()).rows.at(0);
  Revision revision = revision_of({"a", {"z", "x"}, "SELECT 'new';\n", "", {"q"}});
  revision.down.reset();
  const engine::VersionTableWriter writer(port().dialect(), who_);
  port().transact({{}, nullptr, {writer.update_row(revision)}});
  const AppliedRevision row = engine::read_applied(port()).rows.at(0);
  EXPECT_EQ(row.parents, (std::vector<RevisionId>{RevisionId("x"), RevisionId("z")}));
  EXPECT_EQ(row.depends_on, std::vector<RevisionId>{RevisionId("q")});
  EXPECT_EQ(row.up, revision.up.checksum);
  EXPECT_EQ(row.down, std::nullopt);
  EXPECT_EQ(row.digest, revision.digest);
  EXPECT_EQ(engine::read_stored_scripts(port(), revision.id)->up, "SELECT 'new';\n");
  EXPECT_EQ(row.sequence, before.sequence);
  EXPECT_EQ(row.applied_at, before.applied_at);
}

TEST_P(VersionTableContract, RefusesAChangeOfARowThatIsFurtherThanItWas) {
  add_one();
  const engine::VersionTableWriter writer(port().dialect(), who_);
  const RevisionId id("a");
  const auto change_from = [&](const engine::VersionTableWriter::Progress& seen) {
    return caught([&] {
      port().transact({{writer.add_event({2, engine::EventKind::repair, id, {}, "state"}),
                        writer.require_progress(id, seen, 2)},
                       nullptr,
                       {writer.remove_row(id)}});
    });
  };
  EXPECT_EQ(change_from({RevisionState::applying, 0, 0}).code(), ErrorCode::conflict);
  EXPECT_EQ(change_from({RevisionState::applied, 1, 1}).code(), ErrorCode::conflict);
  const AppliedRevisions applied = engine::read_applied(port());
  EXPECT_EQ(applied.rows.size(), 1U);
  EXPECT_EQ(applied.last_event, 1);
}

TEST_P(VersionTableContract, TellsTheTimeByTheDatabase) {
  add_one();
  const std::string seconds =
      is_postgres()
          ? "SELECT abs(extract(epoch FROM now() - applied_at)) < 60 FROM sqlmig.revisions"
          : "SELECT abs(julianday('now') - julianday(applied_at)) * 86400 < 60"
            " FROM sqlmig_revisions";
  EXPECT_EQ(database().ask(seconds), is_postgres() ? "t" : "1");
}

TEST_P(VersionTableContract, WritesTimeStampsInUtcWithMilliseconds) {
  add_one();
  EXPECT_TRUE(std::regex_match(engine::read_applied(port()).rows.at(0).applied_at,
                               std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")));
}

TEST_P(VersionTableContract, RefusesRowsThatMakeNoSense) {
  add_one();
  for (const char* assignment :
       {"state = 'done'", "origin = 'magic'", "statements_done = 3", "statements_done = -1",
        "up_checksum = 'md5:12'", "digest = ''", "down_text = NULL", "down_checksum = NULL",
        "id = ''", "duration_ms = -1", "message = NULL"}) {
    SCOPED_TRACE(assignment);
    EXPECT_EQ(caught([&] { damage(assignment); }).code(), ErrorCode::sql);
  }
}

TEST_P(VersionTableContract, RefusesEventsThatMakeNoSense) {
  add_one();
  for (const char* assignment : {"id = 0", "event = 'party'", "event = 'failure'", "error = 'x'",
                                 "duration_ms = -1", "revision = NULL"}) {
    SCOPED_TRACE(assignment);
    EXPECT_EQ(
        caught([&] {
          database().run(fmt::format("UPDATE {} SET {}", port().dialect().events, assignment));
        }).code(),
        ErrorCode::sql);
  }
}

TEST_P(VersionTableContract, RefusesASecondFormat) {
  create_version_table(port());
  const std::string sql = fmt::format("INSERT INTO {} (only_row, version) VALUES ({}, 2)",
                                      port().dialect().format, is_postgres() ? "false" : "2");
  EXPECT_EQ(caught([&] { database().run(sql); }).code(), ErrorCode::sql);
}

TEST_P(VersionTableContract, StopsAtANewerFormat) {
  add_one();
  database().run(fmt::format("UPDATE {} SET version = 3", port().dialect().format));
  const Error error = caught([&] { static_cast<void>(engine::read_applied(port())); });
  EXPECT_EQ(error.code(), ErrorCode::version_table);
  EXPECT_NE(std::string(error.what()).find("format 3"), std::string::npos) << error.what();
}

TEST_P(VersionTableContract, SaysWhichRowIsDamaged) {
  add_one();
  damage("parents = 'not/an/id'");
  const Error error = caught([&] { static_cast<void>(engine::read_applied(port())); });
  EXPECT_EQ(error.code(), ErrorCode::version_table_damaged);
  EXPECT_NE(std::string(error.what()).find("'a'"), std::string::npos) << error.what();
}

TEST_P(VersionTableContract, SaysThatItsFormatIsMissing) {
  add_one();
  database().run(fmt::format("DELETE FROM {}", port().dialect().format));
  EXPECT_EQ(caught([&] { static_cast<void>(engine::read_applied(port())); }).code(),
            ErrorCode::version_table_damaged);
}

TEST_P(VersionTableContract, StandsWhereVersionSchemaSays) {
  for (const std::string name : {"other", "MyMig", "select"}) {
    SCOPED_TRACE(name);
    ConnectOptions options;
    options.version_schema = name;
    const auto connection = connect(database().url(), options);
    create_version_table(*connection);
    EXPECT_EQ(engine::read_applied(*connection).table, Table::present);
    EXPECT_EQ(database().ask(
                  is_postgres()
                      ? "SELECT count(*) FROM pg_namespace WHERE nspname = '" + name + "'"
                      : "SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "_format'"),
              "1");
  }
  EXPECT_EQ(engine::read_applied(port()).table, Table::absent);
}

}  // namespace
}  // namespace sqlmig::test

// All ways to say where a PostgreSQL server is and what the password is.
#include "cli/project.hpp"
#include "support/postgres_role.hpp"

#include <fmt/core.h>

#include <chrono>

namespace sqlmig::test {
namespace {

using std::filesystem::perms;

constexpr perms kPrivate = perms::owner_read | perms::owner_write;

// A role that has to give its password, which is full of characters that mean something somewhere.
class Connection : public DatabaseProjectTest {
 protected:
  Connection() {
    role_.set_password(kPassword);
    folder_.write("sqlmig.toml", "");
  }

  static constexpr const char* kPassword = "p#%40@/ :?&='\\x";
  static constexpr const char* kEncoded = "p%23%2540%40%2F%20%3A%3F%26%3D%27%5Cx";
  static constexpr const char* kQuoted = "'p#%40@/ :?&=\\'\\\\x'";  // in a keyword string
  static constexpr const char* kEscaped = "p#%40@/ \\:?&='\\\\x";   // in .pgpass

  // A URL of the role, with `password` behind a colon if there is one.
  [[nodiscard]] std::string url(const std::string& password = {}) const {
    return fmt::format("postgresql://{}{}{}@127.0.0.1:{}/{}", role_.name(),
                       password.empty() ? "" : ":", password, port_, name_);
  }
  [[nodiscard]] std::string keywords(const std::string& more = {}) const {
    return fmt::format("host=127.0.0.1 port={} user={} dbname={}{}", port_, role_.name(), name_,
                       more);
  }
  void write_private(const std::string& name, const std::string& text) const {
    folder_.write(name, text);
    std::filesystem::permissions(folder_ / name, kPrivate);
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }
  // Whether `status` finds the database.
  [[nodiscard]] testing::AssertionResult connects(const Variables& variables) const {
    const ProcessResult result = sqlmig({"status"}, variables);
    if (const auto ended = exits(result, 0); !ended) return ended;
    return contains(result.out,
                    fmt::format("postgresql://{}@127.0.0.1:{}/{}", role_.name(), port_, name_));
  }

  PostgresRole role_{database()};
  std::string port_ = PostgresRole::tcp_port();
  std::string name_ = database().ask("SELECT current_database()");
};

INSTANTIATE_TEST_SUITE_P(Databases, Connection, testing::Values(DatabaseKind::postgres), kind_name);

TEST_P(Connection, TakesAnEncodedPasswordFromTheUrl) {
  EXPECT_TRUE(connects({{"SQLMIG_URL", url(kEncoded)}}));
}

TEST_P(Connection, TakesAKeywordString) {
  EXPECT_TRUE(connects({{"SQLMIG_URL", keywords(std::string(" password=") + kQuoted)}}));
}

TEST_P(Connection, TakesTheVariablesOfLibpq) {
  EXPECT_TRUE(connects({{"SQLMIG_URL", "postgresql://"},
                        {"PGHOST", "127.0.0.1"},
                        {"PGPORT", port_},
                        {"PGUSER", role_.name()},
                        {"PGDATABASE", name_},
                        {"PGPASSWORD", kPassword}}));
}

TEST_P(Connection, TakesTheVariableAsItIsBeforeThePasswordOfTheUrl) {
  for (const std::string& from : {url(), url("wrong"), keywords(), keywords(" password=wrong")})
    EXPECT_TRUE(connects({{"SQLMIG_URL", from}, {"SQLMIG_PASSWORD", kPassword}}));
  EXPECT_TRUE(
      connects({{"SQLMIG_URL", url()}, {"SQLMIG_PASSWORD", kPassword}, {"PGPASSWORD", "wrong"}}));
}

TEST_P(Connection, TakesAPasswordFile) {
  write_private("secrets/db", std::string(kPassword) + "\n");
  for (const std::string& from : {url(), url("wrong")}) {
    folder_.write("sqlmig.toml", "url = \"" + from + "\"\npassword_file = \"${DIR}/db\"\n");
    EXPECT_TRUE(connects({{"DIR", "secrets"}}));
  }
}

TEST_P(Connection, TakesThePasswordFileForAUrlFromElsewhereThatHasNoPassword) {
  write_private("db", "wrong");
  folder_.write("sqlmig.toml", "password_file = \"db\"\n");
  EXPECT_TRUE(exits(sqlmig({"status"}, {{"SQLMIG_URL", url()}}), 6));
  EXPECT_TRUE(connects({{"SQLMIG_URL", url(kEncoded)}}));
  write_private("db", kPassword);
  EXPECT_TRUE(connects({{"SQLMIG_URL", url()}}));
}

TEST_P(Connection, RefusesAPasswordFileThatOthersMayWriteTo) {
  folder_.write("db", kPassword);
  std::filesystem::permissions(folder_ / "db", kPrivate | perms::group_write);
  folder_.write("sqlmig.toml", "url = \"" + url() + "\"\npassword_file = \"db\"\n");
  EXPECT_TRUE(refuses({"status"}, 2, {"others than its owner", "chmod go-w "}));
}

TEST_P(Connection, TakesThePassfileOfLibpq) {
  write_private("pgpass", fmt::format("127.0.0.1:{}:*:{}:{}\n", port_, role_.name(), kEscaped));
  EXPECT_TRUE(connects({{"SQLMIG_URL", url()}, {"PGPASSFILE", file("pgpass")}}));
}

TEST_P(Connection, TakesAServiceFile) {
  folder_.write("services", fmt::format("[shop]\nhost=127.0.0.1\nport={}\nuser={}\ndbname={}\n"
                                        "password={}\n",
                                        port_, role_.name(), name_, kPassword));
  const std::string services = file("services");
  for (const char* from : {"postgresql://?service=shop", "service=shop"})
    EXPECT_TRUE(connects({{"SQLMIG_URL", from}, {"PGSERVICEFILE", services}}));
  EXPECT_TRUE(connects(
      {{"SQLMIG_URL", "postgresql://"}, {"PGSERVICE", "shop"}, {"PGSERVICEFILE", services}}));
}

// 10.255.255.1 answers nobody. Where there is no way to it at all, that is said at once.
TEST_P(Connection, LeavesTheTimeoutOfAServiceFile) {
  folder_.write("services", "[far]\nhost=10.255.255.1\nuser=u\ndbname=x\nconnect_timeout=2\n");
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(exits(
      sqlmig({"status"}, {{"SQLMIG_URL", "service=far"}, {"PGSERVICEFILE", file("services")}}), 6));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(8));
}

TEST_P(Connection, WithoutAPasswordSaysWhereOneCanBeGiven) {
  const ProcessResult result = sqlmig({"status"}, {{"SQLMIG_URL", url()}});
  EXPECT_TRUE(exits(result, 6));
  EXPECT_TRUE(contains(result.err, "next: set SQLMIG_PASSWORD"));
}

TEST_P(Connection, ProbesWhetherTheOtherSideIsStillThere) {
  // PostgreSQL shows its own side only, so this asks what the URL may say: it is left alone.
  EXPECT_TRUE(connects({{"SQLMIG_URL", url(kEncoded) + "?keepalives=0"}}));
  EXPECT_TRUE(connects({{"SQLMIG_URL", url(kEncoded) + "?keepalives_idle=5&keepalives_count=1"}}));
}

TEST_P(Connection, WarnsOfAPasswordOnTheCommandLine) {
  for (const Arguments& arguments :
       {Arguments{"status", "--url", url(kEncoded)},
        Arguments{"status", "--url", keywords(std::string(" password=") + kQuoted)},
        Arguments{"status", "--json", "-q", "--url", url(kEncoded)}}) {
    const ProcessResult result = sqlmig(arguments);
    EXPECT_TRUE(exits(result, 0));
    EXPECT_TRUE(contains(result.err, "warning: the password in --url"));
    EXPECT_TRUE(contains(result.err, "next: set SQLMIG_PASSWORD"));
  }
}

TEST_P(Connection, WarnsOfNothingElse) {
  const Variables password{{"SQLMIG_PASSWORD", kPassword}};
  EXPECT_EQ(sqlmig({"status", "--url", url()}, password).err, "");
  EXPECT_EQ(sqlmig({"status"}, {{"SQLMIG_URL", url(kEncoded)}}).err, "");
}

TEST_P(Connection, IsSaidToBeEncryptedOrNot) {
  const Variables variables{{"SQLMIG_URL", url()}, {"SQLMIG_PASSWORD", kPassword}};
  EXPECT_TRUE(contains(sqlmig({"status", "-v"}, variables).out, "\nencrypted none\n"));
  EXPECT_EQ(json({"status"}, variables)["encryption"], "none");
  EXPECT_EQ(sqlmig({"status"}, variables).out.find("encrypted"), std::string::npos);
  EXPECT_EQ(json({"status", "--url", database().url()})["encryption"], "none, over a Unix socket");
}

class SqliteConnection : public ProjectTest {};

TEST_F(SqliteConnection, HasNoPasswordAndNoEncryption) {
  folder_.write("sqlmig.toml", "url = \"sqlite:app.db\"\npassword_file = \"missing\"\n");
  EXPECT_TRUE(exits(sqlmig({"status", "-v"}, {{"SQLMIG_PASSWORD", "x"}}), 0));
  EXPECT_TRUE(exits(sqlmig({"upgrade"}), 0));
  EXPECT_EQ(json({"status"})["encryption"], nullptr);
}

}  // namespace
}  // namespace sqlmig::test

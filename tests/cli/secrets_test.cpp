// A password is shown nowhere, whichever way it was given and whatever becomes of the command.
#include "cli/project.hpp"
#include "support/postgres_role.hpp"
#include "support/variable.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <functional>

namespace sqlmig::test {
namespace {

using std::filesystem::perms;

// It begins and ends with a word that stands nowhere else, so that a part of it is found as well.
constexpr const char* kPassword = "Zq7Xk#%@/ :?&'Wv9Jp";
constexpr const char* kEncoded = "Zq7Xk%23%25%40%2F%20%3A%3F%26%27Wv9Jp";
constexpr const char* kQuoted = "'Zq7Xk#%@/ :?&\\'Wv9Jp'";  // in a keyword string
constexpr const char* kEscaped = "Zq7Xk#%@/ \\:?&'Wv9Jp";   // in .pgpass
constexpr const char* kMarks[] = {"Zq7Xk", "Wv9Jp"};

testing::AssertionResult keeps_it(const std::string& text) {
  for (const char* mark : kMarks) {
    if (text.find(mark) != std::string::npos)
      return testing::AssertionFailure() << "the password is shown in:\n" << text;
  }
  return testing::AssertionSuccess();
}

struct Server {
  std::string host, port, user, database;
};

// What a command is given so that it knows the password.
struct Given {
  Variables variables;
  Arguments arguments;
};

enum class Way {
  url_variable,
  url_argument,
  url_of_the_file,
  keywords,
  libpq_variable,
  passfile,
  service,
  password_file,
  password_variable
};

class Secret : public testing::TestWithParam<Way> {
 protected:
  Secret() {
    role_.set_password(kPassword);
    const std::string name = database_->ask("SELECT current_database()");
    database_->run("ALTER DATABASE " + name + " OWNER TO " + role_.name());
    there_ = {"127.0.0.1", PostgresRole::tcp_port(), role_.name(), name};
    write_table(project_, "0001_users");
    write_table(project_, "0002_bills", {"0001_users"});
  }

  static std::string url(const Server& to, const std::string& password = {}) {
    return fmt::format("postgresql://{}{}{}@{}:{}/{}", to.user, password.empty() ? "" : ":",
                       password, to.host, to.port, to.database);
  }
  static std::string keywords(const Server& to) {
    return fmt::format("host={} port={} user={} dbname={}", to.host, to.port, to.user, to.database);
  }
  // A file beside the project, which nobody else may read.
  std::string secret_file(const std::string& name, const std::string& text) const {
    secrets_.write(name, text);
    std::filesystem::permissions(secrets_ / name, perms::owner_read | perms::owner_write);
    return (secrets_ / name).string();
  }

  // Sets the project up for a server.
  [[nodiscard]] Given give(const Server& to) const {
    const std::string bare = "url = \"" + url(to) + "\"\n";
    project_.write("sqlmig.toml", "");
    switch (GetParam()) {
      case Way::url_variable:
        return {{{"SQLMIG_URL", url(to, kEncoded)}}, {}};
      case Way::url_argument:
        return {{}, {"--url", url(to, kEncoded)}};
      case Way::url_of_the_file:
        project_.write("sqlmig.toml", "url = \"" + url(to, "${SHOP}") + "\"\n");
        return {{{"SHOP", kEncoded}}, {}};
      case Way::keywords:
        return {{{"DATABASE_URL", keywords(to) + " password=" + kQuoted}}, {}};
      case Way::libpq_variable:
        project_.write("sqlmig.toml", bare);
        return {{{"PGPASSWORD", kPassword}}, {}};
      case Way::passfile:
        project_.write("sqlmig.toml", bare);
        return {{{"PGPASSFILE", secret_file("pgpass", fmt::format("*:*:*:*:{}\n", kEscaped))}}, {}};
      case Way::service:
        project_.write("sqlmig.toml", "url = \"service=shop\"\n");
        return {{{"PGSERVICEFILE",
                  secret_file("services",
                              fmt::format("[shop]\nhost={}\nport={}\nuser={}\ndbname={}\n"
                                          "password={}\n",
                                          to.host, to.port, to.user, to.database, kPassword))}},
                {}};
      case Way::password_file:
        project_.write("sqlmig.toml",
                       bare + "password_file = \"" + secret_file("db", kPassword) + "\"\n");
        return {};
      case Way::password_variable:
        project_.write("sqlmig.toml", bare);
        return {{{"SQLMIG_PASSWORD", kPassword}}, {}};
    }
    return {};
  }

  // Runs a command as text and as JSON, and ends with the exit code of the first.
  int run(Arguments arguments, const Given& given) const {
    arguments.insert(arguments.end(), given.arguments.begin(), given.arguments.end());
    const ProcessResult text = run_sqlmig(arguments, {project_.path(), given.variables, {}});
    EXPECT_TRUE(keeps_it(text.out + text.err)) << arguments.front();
    arguments.emplace_back("--json");
    const ProcessResult json = run_sqlmig(arguments, {project_.path(), given.variables, {}});
    EXPECT_TRUE(keeps_it(json.out + json.err)) << arguments.front();
    return text.exit_code;
  }
  // Every command that opens a database, expected to end so.
  void run_all(const Given& given, int code) const {
    for (const Arguments& arguments :
         std::vector<Arguments>{{"status", "-v"},
                                {"current"},
                                {"plan"},
                                {"verify", "--database", "--output", "sarif=sarif.json", "--output",
                                 "junit=junit.xml"},
                                {"history", "-i"},
                                {"upgrade"},
                                {"downgrade", "base", "--yes"},
                                {"redo"},
                                {"stamp", "heads"},
                                {"repair", "--accept", "0001_users", "--reason", "x"},
                                {"create"},
                                {"drop", "--yes"},
                                {"wait", "--timeout", "0"}}) {
      EXPECT_EQ(run(arguments, given), code) << arguments.front();
    }
  }
  // What commands have written.
  [[nodiscard]] testing::AssertionResult files_keep_it() const {
    for (const auto& [name, bytes] : files_of(project_.path())) {
      if (auto kept = keeps_it(bytes); !kept) return kept << name;
    }
    return testing::AssertionSuccess();
  }
  [[nodiscard]] testing::AssertionResult version_table_keeps_it() const {
    std::string all;
    for (const char* table : {"revisions", "events", "format"})
      all += database_->ask(
          fmt::format("SELECT coalesce(string_agg(t::text, ' '), '') FROM sqlmig.{} t", table));
    return keeps_it(all);
  }

  std::unique_ptr<TestDatabase> database_ = make_database(DatabaseKind::postgres);
  PostgresRole role_{*database_};
  Server there_;
  TemporaryFolder project_;
  TemporaryFolder secrets_;
};

std::string way_name(const testing::TestParamInfo<Way>& info) {
  constexpr const char* kNames[] = {"url_variable", "url_argument",   "url_of_the_file",
                                    "keywords",     "libpq_variable", "passfile",
                                    "service",      "password_file",  "password_variable"};
  return kNames[static_cast<std::size_t>(info.param)];
}

INSTANTIATE_TEST_SUITE_P(Ways, Secret,
                         testing::Values(Way::url_variable, Way::url_argument, Way::url_of_the_file,
                                         Way::keywords, Way::libpq_variable, Way::passfile,
                                         Way::service, Way::password_file, Way::password_variable),
                         way_name);

TEST_P(Secret, IsKeptByCommandsThatSucceed) {
  const Given given = give(there_);
  for (const Arguments& arguments : std::vector<Arguments>{
           {"wait"},
           {"create"},
           {"plan"},
           {"upgrade", "--reason", "x"},
           {"status", "-v"},
           {"verify", "--database", "--output", "sarif=sarif.json", "--output", "gitlab=g.json"},
           {"history", "-i", "-v"},
           {"redo"},
           {"downgrade", "base", "--yes"},
           {"stamp", "heads"},
           {"current"}}) {
    EXPECT_EQ(run(arguments, given), 0) << arguments.front();
  }
  EXPECT_TRUE(version_table_keeps_it());
  EXPECT_TRUE(GetParam() == Way::url_of_the_file || files_keep_it());
  EXPECT_EQ(run({"drop", "--yes"}, given), 0);
}

TEST_P(Secret, IsKeptWhereItIsWrong) {
  role_.set_password("another");
  run_all(give(there_), 6);
  EXPECT_TRUE(files_keep_it());
}

TEST_P(Secret, IsKeptWhereThereIsNoServer) {
  for (const Server& to :
       {Server{"nowhere.invalid", "5432", "u", "x"}, Server{"127.0.0.1", "1", "u", "x"}}) {
    run_all(give(to), 6);
  }
  EXPECT_TRUE(files_keep_it());
}

TEST_P(Secret, IsKeptWhereThePortIsNone) {
  const Given given = give({"127.0.0.1", "99999", "u", "x"});
  EXPECT_EQ(run({"status"}, given), 6);
  EXPECT_NE(run({"upgrade"}, give({"127.0.0.1", "http", "u", "x"})), 0);
}

TEST_P(Secret, IsKeptWhereThereIsNoSuchDatabase) {
  Server to = there_;
  to.database += "_none";
  const Given given = give(to);
  for (const char* command : {"status", "upgrade", "plan", "wait"})
    EXPECT_EQ(run({command}, given), 6);
  EXPECT_EQ(run({"create"}, given), 1);
  EXPECT_EQ(run({"drop", "--yes"}, given), 0);
}

TEST_P(Secret, IsKeptWhereAScriptFails) {
  project_.write("migrations/0002_bills/up.sql", "SELECT nope;\n");
  const Given given = give(there_);
  EXPECT_EQ(run({"upgrade"}, given), 1);
  project_.write("migrations/0001_users/down.sql", "DROP TABLE nope;\n");
  EXPECT_EQ(run({"downgrade", "base", "--yes", "--allow-modified"}, given), 1);
  EXPECT_EQ(run({"verify", "--database", "--strict"}, given), 3);
  EXPECT_TRUE(version_table_keeps_it());
}

TEST_P(Secret, IsKeptWhereTheLockIsTaken) {
  const Given given = give(there_);
  const auto other = database_->open();
  ASSERT_EQ(other->try_lock(), std::nullopt);
  for (const Arguments& arguments : std::vector<Arguments>{
           {"upgrade", "--lock-wait", "0"}, {"stamp", "heads", "--lock-wait", "0"}}) {
    EXPECT_EQ(run(arguments, given), 5) << arguments.front();
  }
}

TEST_P(Secret, IsKeptFromOtherPrograms) {
  // The variable of sqlmig.toml may have any name, so it cannot be told from others.
  if (GetParam() == Way::url_of_the_file) return;
  const TemporaryFolder tools;
  // Stands in for git and for the editor.
  tools.write("git", fmt::format("#!/bin/sh\n"
                                 "{{ tr '\\0' '\\n' </proc/$$/cmdline; tr '\\0' '\\n' "
                                 "</proc/$$/environ; }} >>{0}/seen\n",
                                 tools.path().string()));
  std::filesystem::permissions(tools / "git", perms::owner_all);
  const Variable path("PATH", tools.path().string() + ":" + std::getenv("PATH"));
  Given given = give(there_);
  given.variables["EDITOR"] = (tools / "git").string();
  run({"revision", "-m", "more", "--edit"}, given);
  run({"rebase", "0002_bills", "--onto", "0001_users"}, given);
  run({"verify", "--database", "--against", "HEAD"}, given);
  const std::string seen = tools.read("seen");
  EXPECT_TRUE(contains(seen, "user.name"));
  EXPECT_TRUE(contains(seen, "up.sql"));
  EXPECT_TRUE(contains(seen, "rev-parse"));
  EXPECT_TRUE(keeps_it(seen));
}

// What is wrong about a URL that was put together by hand.
class MistakenUrl : public ProjectTest {};

TEST_F(MistakenUrl, ShowsNoPassword) {
  write_table(folder_, "0001_users");
  for (const std::string& url :
       Strings{std::string("postgresql://u:") + kPassword + "@127.0.0.1:1/x",
               std::string("postgresql://u:") + kEncoded + "@[127.0.0.1:1/x",
               std::string("postgresql://u:") + kEncoded + "@127.0.0.1:port/x",
               std::string("postgresql://u:") + kEncoded + "@127.0.0.1:1/x?no_such_setting=1",
               std::string("postgresql://u:") + kEncoded + "%zz@127.0.0.1:1/x",
               std::string("host=127.0.0.1 port=1 password=") + kPassword,
               std::string("host=127.0.0.1 password='") + kEncoded,
               std::string("host=127.0.0.1 no_such_setting=1 password=") + kEncoded,
               std::string("mysql://u:") + kPassword + "@127.0.0.1/x"}) {
    for (const Arguments& arguments :
         std::vector<Arguments>{{"status"},
                                {"upgrade", "--json"},
                                {"create"},
                                {"drop", "--yes"},
                                {"wait", "--timeout", "0", "--json"}}) {
      const ProcessResult variable = sqlmig(arguments, {{"SQLMIG_URL", url}});
      EXPECT_TRUE(exits(variable, 2)) << url;
      EXPECT_TRUE(keeps_it(variable.out + variable.err)) << url;
      Arguments with = arguments;
      with.insert(with.end(), {"--url", url});
      const ProcessResult argument = sqlmig(with);
      EXPECT_TRUE(keeps_it(argument.out + argument.err)) << url;
    }
  }
}

}  // namespace
}  // namespace sqlmig::test

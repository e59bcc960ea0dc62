// A project in a temporary folder, and the sqlmig that was just built to work on it.
#pragma once

#include "support/databases.hpp"
#include "support/process.hpp"
#include "support/temporary.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig::test {

using Arguments = std::vector<std::string>;
using Strings = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;

/// Every file below `folder`, by its relative path.
[[nodiscard]] std::map<std::string, std::string> files_of(const std::filesystem::path& folder);

/// A project whose database is an SQLite file, `app.db`, that is not there yet.
class ProjectTest : public testing::Test {
 protected:
  ProjectTest();

  [[nodiscard]] ProcessResult sqlmig(const Arguments& arguments,
                                     const Variables& variables = {}) const;
  /// As `sqlmig`, with --json; the object that it prints.
  [[nodiscard]] nlohmann::json json(Arguments arguments, const Variables& variables = {}) const;
  [[nodiscard]] std::map<std::string, std::string> files() const {
    return files_of(folder_.path());
  }
  /// Whether this run is refused as `DatabaseProjectTest::refuses` says; app.db is one of the
  /// files.
  [[nodiscard]] testing::AssertionResult refuses(const Arguments& arguments, int code,
                                                 const Strings& said,
                                                 const Variables& variables = {}) const;
  /// The first column of the first row of a query on app.db.
  [[nodiscard]] std::string ask(const std::string& sql) const;

  TemporaryFolder folder_;
};

/// A project that works on a database of the kind that the parameter names.
class DatabaseProjectTest : public testing::TestWithParam<DatabaseKind> {
 protected:
  DatabaseProjectTest();

  [[nodiscard]] ProcessResult sqlmig(const Arguments& arguments,
                                     const Variables& variables = {}) const;
  [[nodiscard]] nlohmann::json json(Arguments arguments, const Variables& variables = {}) const;
  /// Whether the run ends with `code`, says all of `said` on standard error, and leaves the files
  /// and the database as they were.
  [[nodiscard]] testing::AssertionResult refuses(const Arguments& arguments, int code,
                                                 const Strings& said) const;
  /// Whether the run ends with `code` and leaves the files and the database as they were.
  [[nodiscard]] testing::AssertionResult changes_nothing(const Arguments& arguments,
                                                         int code) const {
    return refuses(arguments, code, {});
  }
  [[nodiscard]] const TestDatabase& database() const { return *database_; }
  [[nodiscard]] static bool is_postgres() { return GetParam() == DatabaseKind::postgres; }
  /// The applied revisions in order of application; "(absent)" if there is no version table.
  [[nodiscard]] std::vector<std::string> recorded() const;
  [[nodiscard]] std::vector<std::string> events() const;
  /// The user's tables and views by name.
  [[nodiscard]] std::vector<std::string> tables() const;
  /// A table of sqlmig's, as SQL names it: `revisions` or `events`.
  [[nodiscard]] static std::string version_table(const std::string& name) {
    return (is_postgres() ? "sqlmig." : "sqlmig_") + name;
  }

  TemporaryFolder folder_;

 private:
  [[nodiscard]] bool has_version_table() const;
  /// All that a command could change.
  [[nodiscard]] std::pair<std::map<std::string, std::string>, std::vector<Strings>> state() const;

  std::unique_ptr<TestDatabase> database_ = make_database(GetParam());
};

/// Writes a revision that makes a table, and drops it on the way down. The table is called what
/// follows the number in the id: 0001_users makes users. `more` are lines of its manifest.
void write_table(const TemporaryFolder& folder, const std::string& id, const Strings& parents = {},
                 const std::string& more = {});
/// Writes two branches on one trunk, and a base of its own, of such revisions:
///
///     0001_users --+-- 0002_bills (label billing) -- 0003_taxes
///                  +-- 0002_terms (label search) --- 0003_ranks
///     0009_nets (label net)
void write_fork(const TemporaryFolder& folder);
/// The commands that look at a database and change nothing, for one in which the only head, `head`,
/// is applied.
[[nodiscard]] std::vector<Arguments> looks_at(const std::string& head);
/// The ids in a JSON list of revisions, in its order; of a list of texts, these.
[[nodiscard]] Strings ids(const nlohmann::json& list);

/// Whether `text` holds `part`, with both in the message if not.
[[nodiscard]] testing::AssertionResult contains(const std::string& text, const std::string& part);
/// Whether the run ended with `code`; if not, with what it said.
[[nodiscard]] testing::AssertionResult exits(const ProcessResult& result, int code);

}  // namespace sqlmig::test

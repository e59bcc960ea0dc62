#include "support/databases.hpp"

#include "support/temporary.hpp"

#include <fmt/core.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace sqlmig::test {
namespace {

class SqliteFile final : public TestDatabase {
 public:
  [[nodiscard]] std::string url() const override {
    return "sqlite://" + (folder_ / "test.db").string();
  }

 private:
  TemporaryFolder folder_;
};

std::string server_url() {
  const char* url = std::getenv("SQLMIG_TEST_POSTGRES_URL");
  if (url == nullptr)
    throw std::runtime_error("SQLMIG_TEST_POSTGRES_URL is not set; run scripts/test");
  return url;
}

class PostgresDatabase final : public TestDatabase {
 public:
  PostgresDatabase() {
    static std::atomic<int> counter{0};
    name_ = fmt::format("sqlmig_test_{}_{}", ::getpid(), ++counter);
    on_server("CREATE DATABASE " + name_);
  }
  ~PostgresDatabase() override {
    try {
      on_server("DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {
      // The server goes away with the tests.
    }
  }
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  [[nodiscard]] std::string url() const override {
    const std::string server = server_url();
    const std::size_t slash = server.find('/', server.find("//") + 2);
    const std::size_t end = server.find('?', slash);
    return server.substr(0, slash + 1) + name_ +
           (end == std::string::npos ? "" : server.substr(end));
  }

 private:
  static void on_server(const std::string& sql) { connect(server_url(), {})->run_alone(sql); }

  std::string name_;
};

class DatabaseAt final : public TestDatabase {
 public:
  explicit DatabaseAt(std::string url) : url_(std::move(url)) {}
  [[nodiscard]] std::string url() const override { return url_; }

 private:
  std::string url_;
};

}  // namespace

std::unique_ptr<Database> TestDatabase::open(Access access) const {
  ConnectOptions options;
  options.access = access;
  options.lock_wait = std::chrono::seconds(20);
  return connect(url(), options);
}

void TestDatabase::run(const std::string& sql) const { open()->run_alone(sql); }

std::vector<std::string> TestDatabase::list(const std::string& sql) const {
  std::vector<std::string> values;
  open()->query({sql, {}}, [&](Row row) { values.emplace_back(row[0].value_or("(null)")); });
  return values;
}

std::string TestDatabase::ask(const std::string& sql) const {
  const std::vector<std::string> values = list(sql);
  return values.empty() ? "(no row)" : values.front();
}

std::unique_ptr<TestDatabase> make_database(DatabaseKind kind) {
  if (kind == DatabaseKind::sqlite) return std::make_unique<SqliteFile>();
  return std::make_unique<PostgresDatabase>();
}

std::unique_ptr<TestDatabase> database_at(std::string url) {
  return std::make_unique<DatabaseAt>(std::move(url));
}

std::string kind_name(const testing::TestParamInfo<DatabaseKind>& info) {
  return info.param == DatabaseKind::sqlite ? "sqlite" : "postgres";
}

}  // namespace sqlmig::test

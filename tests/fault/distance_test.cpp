// A server that is far away: what a run costs is how often it waits for an answer.
#include "support/databases.hpp"
#include "support/process.hpp"
#include "support/proxy.hpp"
#include "support/temporary.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sqlmig::test {
namespace {

class Distance : public testing::TestWithParam<DatabaseKind> {
 protected:
  // How many round trips a run takes that has so many revisions to apply, of three statements each.
  [[nodiscard]] static std::size_t round_trips_of_upgrade(int revisions) {
    const TemporaryFolder folder;
    folder.write("sqlmig.toml", "");
    for (int i = 1; i <= revisions; ++i) {
      RevisionFiles files{fmt::format("{:04}_r", i)};
      if (i > 1) files.parents.push_back(fmt::format("{:04}_r", i - 1));
      files.up = fmt::format("CREATE TABLE t{0} (i int);\nINSERT INTO t{0} VALUES (1), (2);\n", i);
      write_revision(folder, files);
    }
    const std::unique_ptr<TestDatabase> database = make_database(GetParam());
    const Proxy proxy(*database);
    const ProcessResult result =
        run_sqlmig({"upgrade", "--url", proxy.url()}, {folder.path(), {}, {}});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return proxy.traffic().round_trips;
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, Distance, testing::Values(DatabaseKind::postgres), kind_name);

TEST_P(Distance, ARevisionCostsOneRoundTrip) {
  EXPECT_EQ(round_trips_of_upgrade(30) - round_trips_of_upgrade(10), 20);
}

TEST_P(Distance, IsMadeByTheProxyOfTheTest) {
  const std::unique_ptr<TestDatabase> database = make_database(GetParam());
  Proxy proxy(*database);
  constexpr std::chrono::milliseconds kEachWay{20};
  proxy.delay(kEachWay);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(database_at(proxy.url())->ask("SELECT 1"), "1");
  EXPECT_EQ(proxy.traffic().round_trips, 2) << "one to log in, and one for the query";
  EXPECT_GE(std::chrono::steady_clock::now() - start, 4 * kEachWay);
}

}  // namespace
}  // namespace sqlmig::test

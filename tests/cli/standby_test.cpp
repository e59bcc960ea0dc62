// A PostgreSQL server that nothing can be written to.
#include "support/standby.hpp"

#include "cli/project.hpp"

#include <chrono>
#include <thread>

namespace sqlmig::test {
namespace {

class HotStandby : public DatabaseProjectTest {
 protected:
  HotStandby() {
    write_table(folder_, "0001_users");
    write_table(folder_, "0002_bills", {"0001_users"});
  }
  [[nodiscard]] ProcessResult sqlmig_on(const Standby& standby, Arguments arguments) const {
    arguments.insert(arguments.end(), {"--url", standby.database().url()});
    return sqlmig(arguments);
  }
};

INSTANTIATE_TEST_SUITE_P(Databases, HotStandby, testing::Values(DatabaseKind::postgres), kind_name);

TEST_P(HotStandby, IsLookedAtAsItsPrimaryIs) {
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const Standby standby(database());
  ASSERT_EQ(standby.database().ask("SELECT pg_is_in_recovery()"), "t");
  for (const Arguments& look : looks_at("0002_bills"))
    EXPECT_TRUE(exits(sqlmig_on(standby, look), 0));
  write_table(folder_, "0003_taxes", {"0002_bills"});
  EXPECT_TRUE(exits(sqlmig_on(standby, {"verify", "--require-applied"}), 4));
  ASSERT_TRUE(exits(sqlmig({"upgrade"}), 0));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (standby.database().ask("SELECT count(*) FROM sqlmig.revisions") != "3") {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(exits(sqlmig_on(standby, {"verify", "--require-applied"}), 0));
}

TEST_P(HotStandby, IsNotWrittenTo) {
  const Standby standby(database());
  ASSERT_EQ(standby.database().ask("SELECT pg_is_in_recovery()"), "t");
  EXPECT_TRUE(exits(sqlmig_on(standby, {"current"}), 0));
  EXPECT_TRUE(exits(sqlmig_on(standby, {"status", "--exit-code"}), 4));
  for (const Arguments& change : {Arguments{"upgrade"}, Arguments{"stamp", "head"}}) {
    const ProcessResult result = sqlmig_on(standby, change);
    EXPECT_TRUE(exits(result, 1));
    EXPECT_TRUE(contains(result.err, "read-only"));
    EXPECT_TRUE(contains(result.err, "connect to the primary"));
  }
}

}  // namespace
}  // namespace sqlmig::test

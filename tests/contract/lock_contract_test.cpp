#include "contract/contract.hpp"
#include "engine/lock.hpp"

namespace sqlmig::test {
namespace {

class LockContract : public ContractTest {};

INSTANTIATE_TEST_SUITE_P(Databases, LockContract,
                         testing::Values(DatabaseKind::sqlite, DatabaseKind::postgres), kind_name);

TEST_P(LockContract, IsTakenWithoutWaitingWhereItIsFree) {
  EXPECT_EQ(port().try_lock(), std::nullopt);
}

TEST_P(LockContract, CanBeTakenAgainAfterItWasGivenBack) {
  EXPECT_EQ(port().try_lock(), std::nullopt);
  port().unlock();
  EXPECT_EQ(port().try_lock(), std::nullopt);
}

class PostgresLock : public ContractTest {
 protected:
  std::unique_ptr<Database> second_ = database().open();
};

INSTANTIATE_TEST_SUITE_P(OnPostgres, PostgresLock, testing::Values(DatabaseKind::postgres),
                         kind_name);

TEST_P(PostgresLock, IsRefusedToASecondConnection) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  EXPECT_TRUE(second_->try_lock());
}

TEST_P(PostgresLock, NamesTheProcessOfItsHolder) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  std::string pid;
  port().query({"SELECT pg_backend_pid()", {}},
               [&](Row row) { pid = std::string(row[0].value()); });
  EXPECT_NE(second_->try_lock().value().find("process " + pid), std::string::npos);
}

TEST_P(PostgresLock, NamesTheApplicationOfItsHolder) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  EXPECT_NE(second_->try_lock().value().find("(sqlmig)"), std::string::npos);
}

TEST_P(PostgresLock, IsFreeForOthersAfterUnlock) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  port().unlock();
  EXPECT_EQ(second_->try_lock(), std::nullopt);
}

TEST_P(PostgresLock, IsFreeForOthersAfterADisconnect) {
  ASSERT_EQ(second_->try_lock(), std::nullopt);
  second_.reset();
  // The server notices the end of a connection a little later.
  const engine::Lock lock(port(), std::chrono::seconds(10), observer_);
}

TEST_P(PostgresLock, OutlivesAScriptThatFails) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  caught([&] { run_script("SELECT * FROM no_such_table;"); });
  EXPECT_TRUE(second_->try_lock());
}

TEST_P(PostgresLock, IsNotTheSameForAnotherVersionTable) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  ConnectOptions other;
  other.version_schema = "other";
  EXPECT_EQ(connect(database().url(), other)->try_lock(), std::nullopt);
}

TEST_P(PostgresLock, IsNotTheSameInAnotherDatabase) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  EXPECT_EQ(make_database(DatabaseKind::postgres)->open()->try_lock(), std::nullopt);
}

TEST_P(PostgresLock, CannotBeGivenBackByOneWhoHasItNot) {
  EXPECT_EQ(caught([&] { port().unlock(); }).code(), ErrorCode::internal);
}

TEST_P(PostgresLock, IsGivenUpAfterTheTimeToWait) {
  ASSERT_EQ(port().try_lock(), std::nullopt);
  const Error error =
      caught([&] { const engine::Lock lock(*second_, std::chrono::milliseconds(150), observer_); });
  EXPECT_EQ(error.code(), ErrorCode::locked);
}

}  // namespace
}  // namespace sqlmig::test

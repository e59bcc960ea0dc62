#include "fault/mixed_project.hpp"

#include "support/process.hpp"

#include <utility>

namespace sqlmig::test {

using Strings = std::vector<std::string>;

namespace {

// CREATE INDEX CONCURRENTLY leaves one if the server broke it off, and IF NOT EXISTS would take it
// for the right one.
void drop_invalid_indexes(const TestDatabase& database) {
  if (database.open()->kind() == DatabaseKind::sqlite) return;
  for (const std::string& index :
       database.list("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
    database.run("DROP INDEX " + index);
}

}  // namespace

MixedProject::MixedProject(DatabaseKind kind, int length, Mix mix)
    : MixedProject(make_database(kind), kind, length, mix) {}

MixedProject::MixedProject(std::unique_ptr<TestDatabase> database, DatabaseKind kind, int length,
                           Mix mix)
    : history_(kind, length, mix), database_(std::move(database)) {
  folder_.write("sqlmig.toml", "url = \"" + database_->url() + "\"\n");
  history_.write(folder_);
}

Strings MixedProject::all_the_way(Way way) {
  return way == Way::up ? Strings{"upgrade"} : Strings{"downgrade", "base", "--yes"};
}

std::chrono::microseconds MixedProject::time_all_the_way() const {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(succeeds(all_the_way(Way::up)));
  const auto time = std::chrono::steady_clock::now() - start;
  EXPECT_TRUE(succeeds(all_the_way(Way::down)));
  return std::chrono::duration_cast<std::chrono::microseconds>(time);
}

MixedHistory::Observed MixedProject::observe() const {
  wait_until_quiet(*database_);
  return history_.observe(*database_);
}

void MixedProject::settle(const MixedHistory::Unfinished& half) const {
  drop_invalid_indexes(*database_);
  const std::string name = MixedHistory::name(half.number);
  ASSERT_TRUE(succeeds(half.way == Way::up ? Strings{"upgrade", name, "--resume"}
                                           : Strings{"downgrade", "--resume", "--yes"}));
  const MixedHistory::Observed seen = observe();
  EXPECT_EQ(seen.breach, "");
  EXPECT_FALSE(seen.unfinished);
  EXPECT_EQ(seen.applied, half.way == Way::up ? half.number : half.number - 1);
}

testing::AssertionResult MixedProject::can_go(Way way) const {
  const testing::AssertionResult went = succeeds(all_the_way(way));
  if (!went) return went;
  const MixedHistory::Observed seen = observe();
  const int wanted = way == Way::up ? length() : 0;
  if (!seen.breach.empty() || seen.applied != wanted)
    return testing::AssertionFailure() << seen.breach << seen.applied << " are applied";
  return testing::AssertionSuccess();
}

Way MixedProject::next(Way way, const MixedHistory::Observed& seen) const {
  if (seen.applied == length()) return Way::down;
  return seen.applied == 0 ? Way::up : way;
}

testing::AssertionResult MixedProject::succeeds(const Strings& arguments) const {
  const ProcessResult result = run_sqlmig(arguments, {folder_.path(), {}, {}});
  if (result.exit_code == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << arguments.front() << " ended with " << result.exit_code << ": " << result.err;
}

}  // namespace sqlmig::test

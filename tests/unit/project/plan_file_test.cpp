#include "project/plan_file.hpp"

#include "support/caught.hpp"
#include "support/histories.hpp"
#include <sqlmig/error.hpp>

#include <gtest/gtest.h>

#include <string>

namespace sqlmig::project {
namespace {

using test::caught;

FrozenPlan sample() {
  return {DatabaseKind::postgres,
          Direction::up,
          {{RevisionId("1.a"), sha256("1")}, {RevisionId("b"), sha256("2")}},
          {{Direction::up, RevisionId("c"), sha256("3"), sha256("4"),
            TransactionMode::transactional, "migrations/c/up.sql", "an ancestor of \"d\""},
           {Direction::up, RevisionId("d"), sha256("5"), sha256("6"), TransactionMode::none,
            "migrations/d/up.sql", "the target"}}};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(PlanFile, IsReadBackAsItWasWritten) {
  const std::string text = plan_file_text(sample());
  const FrozenPlan plan = parse_plan_file(text, "plan.toml");
  EXPECT_EQ(plan_file_text(plan), text);
  EXPECT_EQ(plan_checksum(plan), plan_checksum(sample()));
  ASSERT_EQ(plan.steps.size(), 2U);
  EXPECT_EQ(plan.steps[0].reason, "an ancestor of \"d\"");
  EXPECT_EQ(plan.steps[1].script, sha256("6"));
  EXPECT_EQ(plan.steps[1].transaction, TransactionMode::none);
}

TEST(PlanFile, OfNothingToDoIsReadBackToo) {
  const FrozenPlan nothing{DatabaseKind::sqlite, Direction::down, {}, {}};
  const FrozenPlan plan = parse_plan_file(plan_file_text(nothing), "plan.toml");
  EXPECT_EQ(plan.direction, Direction::down);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan_checksum(plan), plan_checksum(nothing));
}

TEST(PlanFile, LooksLikeThis) {
  const FrozenPlan plan{
      DatabaseKind::sqlite,
      Direction::down,
      {{RevisionId("0001_users"), sha256("1")}},
      {{Direction::down, RevisionId("0001_users"), sha256("2"), sha256("3"),
        TransactionMode::transactional, "migrations/0001_users/down.sql", "everything goes"}}};
  EXPECT_EQ(plan_file_text(plan),
            "# A plan of sqlmig. It is run as it stands here, or not at all:\n"
            "#   sqlmig downgrade --plan FILE\n"
            "format = 1\n"
            "checksum = \"" +
                plan_checksum(plan).text() +
                "\"\n"
                "database = \"sqlite\"\n"
                "direction = \"down\"\n"
                "\n"
                "# Where the database stands before: the applied heads, and what their histories "
                "are.\n"
                "[from]\n"
                "0001_users = \"" +
                sha256("1").text() +
                "\"\n"
                "\n"
                "[[step]]\n"
                "revision = \"0001_users\"\n"
                "script = \"migrations/0001_users/down.sql\"\n"
                "script_checksum = \"" +
                sha256("3").text() + "\"\ndigest = \"" + sha256("2").text() +
                "\"\n"
                "transaction = \"transaction\"\n"
                "reason = \"everything goes\"\n");
}

TEST(PlanFile, ThatWasChangedIsAnotherPlan) {
  const std::string text = plan_file_text(sample());
  for (const auto& [what, by] :
       {std::pair(sha256("1").text(), sha256("9").text()),
        std::pair(sha256("3").text(), sha256("9").text()),
        std::pair(std::string("\"no-transaction\""), std::string("\"transaction\"")),
        std::pair(std::string("postgresql"), std::string("sqlite")),
        std::pair(std::string("direction = \"up\""), std::string("direction = \"down\""))}) {
    const Error error =
        caught([&] { (void)parse_plan_file(replaced(text, what, by), "plan.toml"); });
    EXPECT_EQ(error.code(), ErrorCode::plan_mismatch) << what;
  }
}

TEST(PlanFile, HasAllItsProblemsNamedAtOnce) {
  std::string text = plan_file_text(sample());
  text = replaced(text, "format = 1", "format = 2");
  text = replaced(text, "database = \"postgresql\"", "database = \"oracle\"\nowner = \"me\"");
  text = replaced(text, "revision = \"d\"", "revision = \"../d\"");
  text = replaced(text, "reason = \"the target\"\n", "");
  text = replaced(text, sha256("6").text(), "sha256:12");
  const Error error = caught([&] { (void)parse_plan_file(text, "plan.toml"); });
  EXPECT_EQ(error.code(), ErrorCode::config);
  EXPECT_EQ(error.findings.size(), 6U);
  for (const Finding& finding : error.findings) {
    ASSERT_TRUE(finding.position);
    EXPECT_EQ(finding.position->file, "plan.toml");
    EXPECT_GT(finding.position->line, 0U);
  }
}

TEST(PlanFile, ThatIsSomethingElseIsRefused) {
  for (const char* text : {"", "SELECT 1;\n", "format = 1\n", "[[step]]\n", "step = 1\n",
                           "from = []\n", "format = \"1\"\nstep = [1]\n"}) {
    EXPECT_EQ(caught([&] { (void)parse_plan_file(text, "plan.toml"); }).code(), ErrorCode::config)
        << text;
  }
}

TEST(PlanFile, MayHaveWindowsLineEnds) {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : plan_file_text(sample())) text += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(plan_checksum(parse_plan_file(text, "plan.toml")), plan_checksum(sample()));
}

}  // namespace
}  // namespace sqlmig::project

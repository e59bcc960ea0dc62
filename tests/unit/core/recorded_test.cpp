#include "core/recorded.hpp"

#include "support/histories.hpp"

#include <gtest/gtest.h>

namespace sqlmig::test {
namespace {

using Texts = std::vector<std::string>;

AppliedRevision row_of(const Draft& draft) {
  return applied_of(history_of({{"z"}, {"y"}, draft}), {draft.id}).rows.at(0);
}

Texts texts_of(const std::vector<RecordChange>& changes) {
  Texts texts;
  for (const RecordChange& change : changes)
    texts.push_back(change.what + " " + change.before + " -> " + change.after);
  return texts;
}

TEST(RecordChanges, AreNoneWhereTheFilesAreAsTheyWere) {
  const Draft draft{"a", {"z", "y"}};
  EXPECT_EQ(texts_of(record_changes(row_of(draft), revision_of(draft))), Texts{});
}

TEST(RecordChanges, NameBothChecksumsOfAnEditAndTheDigests) {
  const AppliedRevision row = row_of({"a"});
  const Revision revision = revision_of({"a", {}, "SELECT 2;\n"});
  EXPECT_EQ(texts_of(record_changes(row, revision)),
            (Texts{"up " + row.up.text() + " -> " + revision.up.checksum.text(),
                   "digest " + row.digest.text() + " -> " + revision.digest.text()}));
}

TEST(RecordChanges, NameTheOldAndTheNewParents) {
  const std::vector<RecordChange> changes =
      record_changes(row_of({"a", {"z", "y"}}), revision_of({"a", {}}));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(texts_of(changes)[0], "parents y, z -> none");
  EXPECT_EQ(changes[1].what, "digest");
}

TEST(RecordChanges, NameDependencies) {
  Draft draft{"a"};
  const AppliedRevision row = row_of(draft);
  draft.depends_on = {"z", "y"};
  EXPECT_EQ(texts_of(record_changes(row, revision_of(draft)))[0], "depends_on none -> y, z");
}

TEST(RecordChanges, KnowARevisionThatBecameIrreversible) {
  const AppliedRevision row = row_of({"a"});
  Revision revision = revision_of({"a"});
  revision.down.reset();
  EXPECT_EQ(texts_of(record_changes(row, revision))[0],
            "down " + row.down.value().text() + " -> none (irreversible)");
}

TEST(RecordChanges, KnowTheMessage) {
  const AppliedRevision row = row_of({"a"});
  Revision revision = revision_of({"a"});
  revision.manifest.message = "add it";
  EXPECT_EQ(texts_of(record_changes(row, revision)), Texts{"message a -> add it"});
}

}  // namespace
}  // namespace sqlmig::test

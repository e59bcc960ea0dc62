#include <sqlmig/revision.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sqlmig {
namespace {

const Checksum& up() {
  static const Checksum kUp = sha256("CREATE TABLE t (a INT);\n");
  return kUp;
}
const Checksum& down() {
  static const Checksum kDown = sha256("DROP TABLE t;\n");
  return kDown;
}

std::vector<RevisionId> ids(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

TEST(RevisionDigest, IsTheChecksumOfItsDocumentedText) {
  EXPECT_EQ(revision_digest(RevisionId("c"), ids({"a", "b"}), ids({"x"}), up(), down()),
            sha256("sqlmig revision 1\n"
                   "id c\n"
                   "parent a\n"
                   "parent b\n"
                   "depends-on x\n"
                   "up " +
                   up().text() + "\ndown " + down().text() + "\n"));
}

TEST(RevisionDigest, SaysIrreversibleInPlaceOfTheDownChecksum) {
  EXPECT_EQ(revision_digest(RevisionId("a"), {}, {}, up(), std::nullopt),
            sha256("sqlmig revision 1\nid a\nup " + up().text() + "\nirreversible\n"));
}

TEST(RevisionDigest, StaysTheSameForEver) {
  EXPECT_EQ(revision_digest(RevisionId("20260101_users"), ids({"20260100_init"}), {}, sha256("1"),
                            sha256("2"))
                .text(),
            "sha256:7b9ef32cdc8831b768036f042c224e18297ff8ae0b178d0c0be31d1564d17eba");
}

TEST(RevisionDigest, DoesNotDependOnTheOrderOfParents) {
  EXPECT_EQ(revision_digest(RevisionId("c"), ids({"a", "b"}), {}, up(), down()),
            revision_digest(RevisionId("c"), ids({"b", "a"}), {}, up(), down()));
}

TEST(RevisionDigest, DoesNotDependOnTheOrderOfDependencies) {
  EXPECT_EQ(revision_digest(RevisionId("c"), {}, ids({"a", "b"}), up(), down()),
            revision_digest(RevisionId("c"), {}, ids({"b", "a"}), up(), down()));
}

TEST(RevisionDigest, ChangesWithEveryIngredient) {
  const Checksum empty = sha256("");
  const std::set<Checksum> digests{
      revision_digest(RevisionId("c"), ids({"a"}), {}, up(), down()),
      revision_digest(RevisionId("d"), ids({"a"}), {}, up(), down()),
      revision_digest(RevisionId("c"), ids({"b"}), {}, up(), down()),
      revision_digest(RevisionId("c"), {}, {}, up(), down()),
      revision_digest(RevisionId("c"), ids({"a", "b"}), {}, up(), down()),
      revision_digest(RevisionId("c"), {}, ids({"a"}), up(), down()),
      revision_digest(RevisionId("c"), ids({"a"}), ids({"b"}), up(), down()),
      revision_digest(RevisionId("c"), ids({"a"}), {}, down(), down()),
      revision_digest(RevisionId("c"), ids({"a"}), {}, up(), up()),
      revision_digest(RevisionId("c"), ids({"a"}), {}, up(), empty),
      revision_digest(RevisionId("c"), ids({"a"}), {}, up(), std::nullopt),
  };
  EXPECT_EQ(digests.size(), 11U);
}

Script script(const std::string& path, const Checksum& checksum) {
  return {path, "", checksum, {}, Script::Content::statements};
}

// On `b` and `a`, and depending on `x`.
Manifest manifest() {
  Manifest manifest;
  manifest.parents = {{RevisionId("b"), std::nullopt, {}}, {RevisionId("a"), sha256("pin"), {}}};
  manifest.depends_on = {{RevisionId("x"), {}}};
  return manifest;
}

TEST(MakeRevision, MakesTheDigestFromTheRest) {
  const Revision revision = make_revision(RevisionId("c"), manifest(), script("up.sql", up()),
                                          script("down.sql", down()));
  EXPECT_EQ(revision.digest,
            revision_digest(RevisionId("c"), ids({"a", "b"}), ids({"x"}), up(), down()));
}

TEST(MakeRevision, KnowsNoDownOfAnIrreversibleRevision) {
  const Revision revision =
      make_revision(RevisionId("c"), manifest(), script("up.sql", up()), std::nullopt);
  EXPECT_EQ(revision.digest,
            revision_digest(RevisionId("c"), ids({"a", "b"}), ids({"x"}), up(), std::nullopt));
  EXPECT_FALSE(revision.down);
}

TEST(MakeRevision, KeepsWhatItIsGiven) {
  Manifest said = manifest();
  said.message = "add orders";
  said.labels = {{"billing", {}}};
  const Revision revision = make_revision(RevisionId("c"), std::move(said),
                                          script("c/up.sql", up()), script("c/down.sql", down()));
  EXPECT_EQ(revision.id.text(), "c");
  EXPECT_EQ(revision.manifest.message, "add orders");
  EXPECT_EQ(revision.manifest.labels.at(0).name, "billing");
  EXPECT_EQ(revision.up.path, "c/up.sql");
  EXPECT_EQ(revision.down->path, "c/down.sql");
}

TEST(HistoryChecksum, IsTheChecksumOfItsDocumentedText) {
  const Checksum digest = sha256("digest");
  const Checksum low = sha256("abc");  // ba78…
  const Checksum high = sha256("");    // e3b0…
  EXPECT_EQ(history_checksum(digest, {low, high}),
            sha256("sqlmig history 1\ndigest " + digest.text() + "\nparent " + low.text() +
                   "\nparent " + high.text() + "\n"));
}

TEST(HistoryChecksum, OfABaseHoldsItsDigestOnly) {
  const Checksum digest = sha256("digest");
  EXPECT_EQ(history_checksum(digest, {}),
            sha256("sqlmig history 1\ndigest " + digest.text() + "\n"));
}

TEST(HistoryChecksum, DoesNotDependOnTheOrderOfParents) {
  const Checksum digest = sha256("digest");
  EXPECT_EQ(history_checksum(digest, {up(), down()}), history_checksum(digest, {down(), up()}));
}

TEST(HistoryChecksum, ChangesWithTheDigest) {
  EXPECT_NE(history_checksum(up(), {}), history_checksum(down(), {}));
}

TEST(HistoryChecksum, ChangesWithAParent) {
  EXPECT_NE(history_checksum(up(), {up()}), history_checksum(up(), {down()}));
}

}  // namespace
}  // namespace sqlmig

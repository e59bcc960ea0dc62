#include "project/manifest_toml.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {
namespace {

using Texts = std::vector<std::string>;

const std::string& pin() {
  static const std::string kPin = sha256("parent").text();
  return kPin;
}

// The manifest of a text that is fine; fails the test if it is not.
Manifest manifest_of(std::string_view text) {
  ManifestRead read = read_manifest(text, "manifest.toml");
  for (const Finding& finding : read.findings) ADD_FAILURE() << finding.message;
  return read.manifest.value_or(Manifest());
}

// Each finding as "line:column code: message".
Texts findings_of(std::string_view text) {
  Texts result;
  for (const Finding& finding : read_manifest(text, "f").findings) {
    result.push_back(to_string(finding.position.value()).substr(1) + " " +
                     std::string(code_of(finding.kind)) + ": " + finding.message);
  }
  return result;
}

Texts advice_of(std::string_view text) {
  Texts result;
  for (const Finding& finding : read_manifest(text, "f").findings) {
    result.push_back(finding.advice);
  }
  return result;
}

template <typename Links>
Texts ids_of(const Links& links) {
  Texts result;
  for (const auto& link : links) result.push_back(link.id.text());
  return result;
}

TEST(Manifest, HoldsEveryKey) {
  const Manifest manifest = manifest_of(
      "message = \"add users\"\n"
      "created = 2026-11-21T09:30:00Z\n"
      "author = \"Dana <dana@example.org>\"\n"
      "depends_on = [\"20260101_a\"]\n"
      "labels = [\"billing\"]\n"
      "tags = [\"v1.2\"]\n"
      "irreversible = \"drops the trail\"\n"
      "[parents]\n");
  EXPECT_EQ(manifest.path, "manifest.toml");
  EXPECT_EQ(manifest.message, "add users");
  EXPECT_EQ(manifest.created, "2026-11-21T09:30:00Z");
  EXPECT_EQ(manifest.author, "Dana <dana@example.org>");
  EXPECT_EQ(ids_of(manifest.depends_on), Texts{"20260101_a"});
  EXPECT_EQ(manifest.labels.at(0).name, "billing");
  EXPECT_EQ(manifest.tags.at(0).name, "v1.2");
  EXPECT_EQ(manifest.irreversible, "drops the trail");
}

TEST(Manifest, NeedsParentsOnly) {
  EXPECT_EQ(findings_of("[parents]\n"), Texts{});
  EXPECT_EQ(findings_of("parents = []\n"), Texts{});
}

TEST(Manifest, IsReversibleUnlessItSaysOtherwise) {
  EXPECT_EQ(manifest_of("[parents]\n").irreversible, std::nullopt);
}

TEST(Manifest, HoldsPinnedParents) {
  const Manifest manifest = manifest_of("[parents]\n20260101_a = \"" + pin() + "\"\n");
  ASSERT_EQ(ids_of(manifest.parents), Texts{"20260101_a"});
  EXPECT_EQ(manifest.parents[0].pin, sha256("parent"));
  EXPECT_EQ(to_string(manifest.parents[0].position), "manifest.toml:2:1");
}

TEST(Manifest, HoldsParentsWithoutPins) {
  const Manifest manifest = manifest_of("parents = [\"b\", \"a\"]\n");
  ASSERT_EQ(ids_of(manifest.parents), (Texts{"b", "a"}));
  EXPECT_EQ(manifest.parents[0].pin, std::nullopt);
  EXPECT_EQ(to_string(manifest.parents[1].position), "manifest.toml:1:17");
}

TEST(Manifest, TakesParentsInEveryWayOfToml) {
  const Texts rows{
      "parents = { a = \"" + pin() + "\" }\n",
      "parents.a = \"" + pin() + "\"\n",
      "[parents]\n\"a\" = \"" + pin() + "\"\n",
      "[parents]\na = '" + pin() + "'\n",
      "[parents]\n# why\n  a=\"" + pin() + "\" # pinned\n",
      "[parents]\r\na = \"" + pin() + "\"\r\n",
  };
  for (const std::string& row : rows) {
    const Manifest manifest = manifest_of(row);
    ASSERT_EQ(ids_of(manifest.parents), Texts{"a"}) << row;
    EXPECT_EQ(manifest.parents[0].pin, sha256("parent")) << row;
  }
}

TEST(Manifest, HoldsAnIdWithADotInQuotes) {
  EXPECT_EQ(ids_of(manifest_of("[parents]\n\"v1.2\" = \"" + pin() + "\"\n").parents),
            Texts{"v1.2"});
}

TEST(Manifest, KeepsTimesAsTheyAreWritten) {
  for (const std::string time :
       {"2026-11-21T09:30:00Z", "2026-11-21T09:30:00+01:00", "2026-01-02T03:04:05-05:30",
        "2026-11-21T09:30:00.5Z", "2026-11-21T09:30:00.123456Z"}) {
    EXPECT_EQ(manifest_of("created = " + time + "\nparents = []\n").created, time);
  }
}

TEST(Manifest, PlacesWhatItNames) {
  const Manifest manifest =
      manifest_of("depends_on = [\n  \"a\",\n  \"b\",\n]\ntags = [\"x\", \"y\"]\nparents = []\n");
  EXPECT_EQ(to_string(manifest.depends_on.at(1).position), "manifest.toml:3:3");
  EXPECT_EQ(to_string(manifest.tags.at(1).position), "manifest.toml:5:14");
}

struct BadManifest {
  std::string text;
  std::string finding;
};

TEST(ManifestFindings, NameEveryMistakeAndItsPlace) {
  const std::vector<BadManifest> rows{
      {"", " bad-value: the manifest names no parents"},
      {"message = 1\nparents = []\n", ":1:11 bad-value: 'message' must be a string"},
      {"author = true\nparents = []\n", ":1:10 bad-value: 'author' must be a string"},
      {"parents = []\n\nauthr = \"x\"\n", ":3:1 unknown-key: unknown key 'authr'"},
      {"parents = []\n[extra]\na = 1\n", ":2:2 unknown-key: unknown key 'extra'"},
      {"parents = []\ncreated = \"today\"\n",
       ":2:11 bad-value: 'created' must be a time with an offset"},
      {"parents = []\ncreated = 2026-11-21\n",
       ":2:11 bad-value: 'created' must be a time with an offset"},
      {"parents = []\ncreated = 2026-11-21T09:30:00\n",
       ":2:11 bad-value: 'created' must be a time with an offset"},
      {"parents = []\nirreversible = \"\"\n", ":2:16 bad-value: 'irreversible' gives no reason"},
      {"parents = []\nirreversible = true\n", ":2:16 bad-value: 'irreversible' must be a string"},
      {"parents = \"a\"\n", ":1:11 bad-value: 'parents' must be a table"},
      {"parents = [1]\n", ":1:12 bad-value: 'parents' must be a string"},
      {"parents = [\"a-b\"]\n",
       ":1:12 bad-value: 'a-b' is not a revision id: only the characters A-Z a-z 0-9 _ . are "
       "allowed"},
      {"[parents]\na = 1\n", ":2:5 bad-value: 'a' must be a string"},
      {"[parents]\na = \"\"\n", ":2:5 bad-value: the pin of 'a' is not a checksum"},
      {"[parents]\na = \"sha256:12\"\n", ":2:5 bad-value: the pin of 'a' is not a checksum"},
      {"[parents]\nv1.2 = \"x\"\n",
       ":2:1 bad-value: the parent id at 'v1' holds a dot and is not quoted"},
      {"parents = []\ndepends_on = \"a\"\n",
       ":2:14 bad-value: 'depends_on' must be an array of strings"},
      {"parents = []\ndepends_on = [\"a\", 1]\n", ":2:20 bad-value: 'depends_on' must be a string"},
      {"parents = []\ndepends_on = [\"\"]\n",
       ":2:15 bad-value: '' is not a revision id: it is empty"},
      {"parents = []\nlabels = [\"head\"]\n",
       ":2:11 bad-value: 'head' cannot be among the labels: the word 'head' names something else"},
      {"parents = []\ntags = [\"a b\"]\n",
       ":2:9 bad-value: 'a b' cannot be among the tags: only the characters A-Z a-z 0-9 _ . are "
       "allowed"},
  };
  for (const BadManifest& row : rows) {
    EXPECT_EQ(findings_of(row.text), Texts{row.finding}) << row.text;
  }
}

TEST(ManifestFindings, CountCharactersAndNotBytes) {
  EXPECT_EQ(
      findings_of("parents = { \"é\" = 1, a = 2 }\n"),
      (Texts{":1:26 bad-value: 'a' must be a string", ":1:19 bad-value: 'é' must be a string"}));
}

TEST(ManifestFindings, HintAtTheNearestKey) {
  EXPECT_EQ(advice_of("parents = []\nauthr = \"x\"\n"), Texts{"did you mean 'author'?"});
}

TEST(ManifestFindings, ListTheKeysWhereNoneIsNear) {
  EXPECT_EQ(advice_of("parents = []\nowner_of_this = 1\n"),
            Texts{"known are: message, created, author, depends_on, labels, tags, irreversible, "
                  "edited, parents"});
}

TEST(ManifestFindings, KeepAParentWhosePinIsBroken) {
  const ManifestRead read = read_manifest("[parents]\na = \"\"\n", "f");
  ASSERT_TRUE(read.manifest);
  EXPECT_EQ(ids_of(read.manifest->parents), Texts{"a"});
}

TEST(ManifestFindings, AreAllFoundInOneRun) {
  EXPECT_EQ(findings_of("mesage = \"x\"\nauthor = 1\nlabels = [\"-\", \"+\"]\n").size(), 5U);
}

TEST(ManifestFindings, PointAtTheConflictMarker) {
  EXPECT_EQ(findings_of("message = \"x\"\n<<<<<<< HEAD\n[parents]\n=======\n>>>>>>> main\n"),
            Texts{":2:1 conflict-markers: git left conflict markers in this file"});
}

TEST(ManifestFindings, PointAtTheSyntaxError) {
  const Texts findings = findings_of("message = \"x\"\nparents = ]\n");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].starts_with(":2:11 manifest-syntax: this is not TOML: ")) << findings[0];
}

TEST(ManifestFindings, LeaveNoManifestOfWhatIsNotToml) {
  EXPECT_FALSE(read_manifest("message = \n", "f").manifest);
}

TEST(ManifestFindings, RefuseAKeyThatIsGivenTwice) {
  const Texts findings = findings_of("[parents]\na = \"" + pin() + "\"\na = \"" + pin() + "\"\n");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].find("manifest-syntax"), std::string::npos) << findings[0];
}

}  // namespace
}  // namespace sqlmig::project

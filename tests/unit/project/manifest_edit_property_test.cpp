// Every edit of every way to write a manifest: what it says afterwards, and what it left alone.
#include "project/manifest_edit.hpp"
#include "project/manifest_toml.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {
namespace {

constexpr const char* kNewParent = "2.new";
constexpr const char* kNewTag = "new_tag";

const Checksum& new_pin() {
  static const Checksum kPin = sha256("new");
  return kPin;
}

std::vector<std::string> manifests() {
  const std::string pin = "\"" + sha256("old").text() + "\"";
  std::vector<std::string> texts{
      // Bases.
      "[parents]\n",
      "[parents]",
      "# top\nmessage = \"m\"\n\n# none\n[parents] # none\n# really\n\n",
      "parents = {}\nmessage = \"m\"\n",
      "parents = { } # none\ntags = []\n",
      "message = \"m\"\nparents = []",
      "parents = [\n]\ntags = [\n  # none\n]\n",
      "tags = [\"x\"]\nlabels = [\"l\"]\n\n  [ parents ]\n\n\n",
      // Pins.
      "[parents]\na = " + pin,
      "message = \"é€😀\"\nauthor = 'é'\ncreated = 2026-11-21T13:25:51Z\n\n[parents]\na = " + pin +
          " # é\n\"1.b\" = " + pin + "\n'c' = " + pin + "\n",
      "tags = [\n  \"x\", # x\n  \"y\" # y\n]\n[parents]\n\ta\t=\t" + pin + "\t\n",
      "tags = [\n  \"x\",\n  \"y\",\n]\nirreversible = \"\"\"\n[parents]\n# "
      "no\n\"\"\"\n[\"parents\"]\n"
      "a=" +
          pin + "\n",
      "tags = [\"x\",\"y\",]\nparents = {a=" + pin + ",\"1.b\"=" + pin + "}\n",
      "parents = { a = " + pin + " } # { }\n# end",
      "parents.a = " + pin + "\ntags = [ 'x' ]\nparents.\"1.b\" = " + pin + "\n",
      "  parents . a = " + pin + "\n  message = \"\"\"x\\\n   y\"\"\"",
      // No pins.
      "parents = [\"a\"]\n",
      "parents = [\n  'a', # a\n  '1.b', # b, ]\n] # end\ndepends_on = [\"d\"]\n",
      "depends_on = [\n  \"d\"\n, \"e\"\n]\nparents = [ \"a\", ]\ntags = [\n  \"x\"\n, \"y\"\n]\n",
      "tags = [\n  \"x\"]\nparents = [\n  \"a\"\n  , # a\n  ]",
  };
  const std::size_t plain = texts.size();
  for (std::size_t i = 0; i < plain; ++i) {
    std::string crlf;
    for (const char c : texts[i]) crlf += c == '\n' ? "\r\n" : std::string(1, c);
    texts.push_back("\xEF\xBB\xBF" + texts[i]);
    texts.push_back(crlf);
  }
  return texts;
}

// What a manifest says, in a form to compare.
struct Said {
  std::vector<std::string> parents;  // with pins
  std::vector<std::string> tags;
  std::vector<std::string> others;

  friend bool operator==(const Said&, const Said&) = default;
};

std::string said_of(const RevisionId& parent, const std::optional<Checksum>& pin) {
  return parent.text() + " " + (pin ? pin->text() : "without a pin");
}

Manifest manifest_of(const std::string& text) {
  const ManifestRead read = read_manifest(text, "f");
  EXPECT_TRUE(read.manifest && read.findings.empty()) << text;
  return read.manifest.value_or(Manifest{});
}

Said read_back(const std::string& text) {
  const Manifest manifest = manifest_of(text);
  Said said;
  for (const ParentLink& link : manifest.parents)
    said.parents.push_back(said_of(link.id, link.pin));
  // A table has no order of its own, and an array of parents means none.
  std::sort(said.parents.begin(), said.parents.end());
  for (const NameLink& link : manifest.tags) said.tags.push_back(link.name);
  said.others = {manifest.message, manifest.author, manifest.created,
                 manifest.irreversible.value_or("reversible")};
  for (const NameLink& link : manifest.labels) said.others.push_back("label " + link.name);
  for (const RevisionLink& link : manifest.depends_on) said.others.push_back(link.id.text());
  return said;
}

// Line ends that are not those of the rest of the file.
std::size_t bare_line_feeds(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) ++count;
  }
  return count;
}

// What differs lies within one line of the text from before; whole lines are only added.
void expect_small_change(const std::string& before, const std::string& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - tail - 1] == after[after.size() - tail - 1])
    ++tail;
  const std::string gone = before.substr(head, before.size() - tail - head);
  EXPECT_EQ(gone.find('\n'), std::string::npos) << before << "\n--- became\n" << after;
  if (before.find("\r\n") != std::string::npos) {
    EXPECT_EQ(bare_line_feeds(after), 0U) << after;
  }
  EXPECT_EQ(before.ends_with('\n'), after.ends_with('\n')) << after;
}

// All bytes from before, in their order, with others in between.
bool only_adds(std::string_view before, std::string_view after) {
  std::size_t at = 0;
  for (const char c : after) {
    if (at < before.size() && before[at] == c) ++at;
  }
  return at == before.size();
}

bool has_pins(const std::string& text) { return text.find("parents = [") == std::string::npos; }

std::string new_parent_in(const std::string& text) {
  return said_of(RevisionId(kNewParent), has_pins(text) ? std::optional(new_pin()) : std::nullopt);
}

void expect_edit(const std::string& before, const std::optional<std::string>& after,
                 const Said& expected) {
  ASSERT_TRUE(after.has_value()) << before;
  EXPECT_EQ(read_back(*after), expected) << before << "\n--- became\n" << *after;
  expect_small_change(before, *after);
}

TEST(ManifestEditProperty, ATagMoreIsAllThatANewTagChanges) {
  for (const std::string& text : manifests()) {
    Said expected = read_back(text);
    expected.tags.emplace_back(kNewTag);
    const auto edited = with_tag(text, kNewTag);
    expect_edit(text, edited, expected);
    EXPECT_TRUE(only_adds(text, *edited)) << text;
  }
}

TEST(ManifestEditProperty, ManyTagsStayInTheirOrder) {
  for (const std::string& text : manifests()) {
    Said expected = read_back(text);
    std::string edited = text;
    for (const char* tag : {"t3", "t1", "t2"}) {
      expected.tags.emplace_back(tag);
      edited = with_tag(edited, tag).value_or("not possible");
    }
    EXPECT_EQ(read_back(edited), expected) << text;
  }
}

TEST(ManifestEditProperty, ANewParentTakesThePlaceOfEachInTurn) {
  for (const std::string& text : manifests()) {
    const Said before = read_back(text);
    for (const ParentLink& link : manifest_of(text).parents) {
      Said expected = before;
      std::erase(expected.parents, said_of(link.id, link.pin));
      expected.parents.push_back(new_parent_in(text));
      std::sort(expected.parents.begin(), expected.parents.end());
      expect_edit(text, with_parent(text, link.id, RevisionId(kNewParent), new_pin()), expected);
    }
  }
}

TEST(ManifestEditProperty, ABaseGetsAParent) {
  for (const std::string& text : manifests()) {
    Said expected = read_back(text);
    const auto edited = with_parent(text, std::nullopt, RevisionId(kNewParent), new_pin());
    EXPECT_EQ(edited.has_value(), expected.parents.empty()) << text;
    if (!edited) continue;
    expected.parents.push_back(new_parent_in(text));
    expect_edit(text, edited, expected);
  }
}

TEST(ManifestEditProperty, AParentGoesAndComesBack) {
  for (const std::string& text : manifests()) {
    const RevisionId parent(kNewParent);
    for (const ParentLink& link : manifest_of(text).parents) {
      const auto there = with_parent(text, link.id, parent, new_pin());
      ASSERT_TRUE(there) << text;
      const auto back = with_parent(*there, parent, link.id, link.pin.value_or(new_pin()));
      ASSERT_TRUE(back) << *there;
      EXPECT_EQ(read_back(*back), read_back(text));
    }
  }
}

TEST(ManifestEditProperty, EveryEditLeavesRoomForTheOthers) {
  const RevisionId parent(kNewParent);
  for (const std::string& text : manifests()) {
    const std::vector<ParentLink> parents = manifest_of(text).parents;
    const auto old = parents.empty() ? std::nullopt : std::optional(parents.front().id);
    const auto one = with_parent(with_tag(text, kNewTag).value(), old, parent, sha256("other"));
    const auto other = with_tag(with_parent(text, old, parent, sha256("other")).value(), kNewTag);
    ASSERT_TRUE(one && other) << text;
    EXPECT_EQ(read_back(*one), read_back(*other)) << text;
    if (!has_pins(text)) continue;
    for (const std::string& edited : {*one, *other}) {
      const auto repinned = with_pin(edited, parent, new_pin());
      ASSERT_TRUE(repinned) << edited;
      const std::vector<std::string> said = read_back(*repinned).parents;
      EXPECT_EQ(std::count(said.begin(), said.end(), said_of(parent, new_pin())), 1) << *repinned;
    }
  }
}

}  // namespace
}  // namespace sqlmig::project

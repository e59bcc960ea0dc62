// Manifests and what becomes of them.
#pragma once

#include "project/manifest_toml.hpp"
#include <sqlmig/checksum.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sqlmig::test {

inline const std::string& before() {
  static const std::string kPin = sha256("before").text();
  return kPin;
}
inline const std::string& after() {
  static const std::string kPin = sha256("after").text();
  return kPin;
}

// One manifest and what becomes of it. In both, BEFORE and AFTER stand for the two pins.
struct Change {
  const char* why;
  std::string text;
  std::string expected;
};

inline std::string with_pins_in(std::string text) {
  const std::vector<std::pair<std::string_view, std::string>> pins{{"BEFORE", before()},
                                                                   {"AFTER", after()}};
  for (const auto& [word, pin] : pins) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) {
      text.replace(at, word.size(), pin);
    }
  }
  return text;
}

inline void expect_read_back(const Change& row, const std::string& edited) {
  const project::ManifestRead read = project::read_manifest(edited, "f");
  EXPECT_TRUE(read.manifest && read.findings.empty()) << row.why << "\n" << edited;
}

}  // namespace sqlmig::test

#include "support/temporary.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sqlmig::test {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sqlmig-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("cannot make a folder for the test");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::string& name, std::string_view bytes) const {
  const std::filesystem::path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << bytes;
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string TemporaryFolder::read(const std::string& name) const {
  std::ifstream stream(path_ / name, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + name);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

void write_revision(const TemporaryFolder& folder, const RevisionFiles& revision) {
  std::string parents;
  for (const std::string& parent : revision.parents) {
    parents += fmt::format("{}\"{}\"", parents.empty() ? "" : ", ", parent);
  }
  const std::string where = "migrations/" + revision.id + "/";
  folder.write(where + "manifest.toml", fmt::format("message = \"{}\"\nparents = [{}]\n{}",
                                                    revision.id, parents, revision.more));
  folder.write(where + "up.sql", revision.up);
  folder.write(where + "down.sql", revision.down);
}

}  // namespace sqlmig::test

// A folder of migrations that lasts as long as a test.
#pragma once

#include "support/temporary.hpp"
#include <sqlmig/project.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::test {

class Migrations {
 public:
  Migrations() {
    config_.folder = folder_.path();
    config_.migrations = folder_ / "migrations";
    config_.migrations_name = "migrations";
    std::filesystem::create_directory(config_.migrations);
  }

  /// Names are relative to the folder of migrations.
  void write(const std::string& name, std::string_view bytes) const {
    folder_.write("migrations/" + name, bytes);
  }
  void link(const std::string& name, const std::filesystem::path& target) const {
    std::filesystem::create_symlink(target, path(name));
  }
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return config_.migrations / name;
  }
  /// A file beside the folder of migrations.
  [[nodiscard]] std::filesystem::path outside(const std::string& name) const {
    return folder_ / name;
  }

  /// A revision that is fine.
  void add(const std::string& path, const std::vector<std::string>& parents = {},
           const std::string& up = "SELECT 1;\n") const {
    std::string list;
    for (const std::string& parent : parents) list += "\"" + parent + "\", ";
    write(path + "/manifest.toml", "parents = [" + list + "]\n");
    write(path + "/up.sql", up);
    write(path + "/down.sql", "SELECT 1;\n");
  }

  [[nodiscard]] LoadedHistory load() const { return load_history(config_); }

  /// Each finding as "code at file:line:column", files relative to the folder of migrations.
  [[nodiscard]] std::vector<std::string> seen() const {
    std::vector<std::string> result;
    for (const Finding& finding : load().findings) {
      const std::string place = finding.position ? to_string(*finding.position) : "nowhere";
      result.push_back(std::string(code_of(finding.kind)) + " at " +
                       (place.starts_with("migrations/") ? place.substr(11) : place));
    }
    return result;
  }

 private:
  TemporaryFolder folder_;
  Config config_;
};

}  // namespace sqlmig::test

#include "commands/ci.hpp"

#include "core/shell_word.hpp"
#include "project/files.hpp"
#include <embedded_ci.hpp>
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace sqlmig::commands {
namespace {

constexpr std::string_view kGitlabJob = ".gitlab/sqlmig.gitlab-ci.yml";

// Where the project is, from the root of the repository; `.` for the root itself.
struct Place {
  std::filesystem::path root;
  std::filesystem::path folder;
  std::string migrations;
};

Place place_of(const std::filesystem::path& folder, const std::string& migrations) {
  // Git knows a folder by its real path, whatever links lead to it.
  const std::filesystem::path real = project::real_path(folder);
  const std::filesystem::path root = project::nearest_folder_with(real, ".git").value_or(real);
  const std::filesystem::path inside = real.lexically_relative(root);
  const std::string text = inside.generic_string();
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (control || text.starts_with('-') || text.find("${{") != std::string::npos) {
    throw Error(ErrorCode::config, fmt::format("the path '{}' cannot stand in such a file", text))
        .with_advice("give the folder of the project a plainer name");
  }
  return {root, inside, migrations};
}

void replace_all(std::string& text, std::string_view old, std::string_view replacement) {
  for (std::size_t at = text.find(old); at != std::string::npos;
       at = text.find(old, at + replacement.size())) {
    text.replace(at, old.size(), replacement);
  }
}

// The template with the place of the project put in.
std::string filled_in(std::string_view form, const Place& place) {
  std::string text(form);
  // At the root there is nothing to say.
  if (place.folder == ".") replace_all(text, " -C PROJECT_FOLDER", "");
  replace_all(text, "PROJECT_FOLDER", shell_word(place.folder.generic_string()));
  const auto inside = [&](std::string_view name) {
    return shell_word((place.folder / name).lexically_normal().generic_string());
  };
  replace_all(text, "PROJECT_CONFIG", inside("sqlmig.toml"));
  replace_all(text, "PROJECT_MIGRATIONS", inside(place.migrations));
  return text;
}

class Writer {
 public:
  explicit Writer(Place place) : place_(std::move(place)) {}

  void write(std::string_view name, std::string_view form,
             project::FileMode mode = project::FileMode::plain) {
    const std::filesystem::path file = place_.root / name;
    std::error_code failure;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, failure))) {
      files_.kept.push_back(file);
      return;
    }
    project::create_folders(file.parent_path());
    project::create_file(file, filled_in(form, place_), mode);
    files_.created.push_back(file);
  }

  // Whether the file is there and has this text in it.
  [[nodiscard]] bool mentions(std::string_view name, std::string_view text) const {
    const std::filesystem::path file = place_.root / name;
    std::error_code failure;
    return std::filesystem::is_regular_file(file, failure) &&
           project::read_file(file).find(text) != std::string::npos;
  }

  void leave_by_hand(std::string what, std::vector<std::string> lines) {
    files_.by_hand.push_back({std::move(what), std::move(lines)});
  }

  [[nodiscard]] CiFiles take() { return std::move(files_); }

 private:
  Place place_;
  CiFiles files_;
};

void add_gitlab(Writer& to) {
  to.write(kGitlabJob, ci::gitlab);
  to.write(".gitlab-ci.yml", ci::gitlab_include);
  if (!to.mentions(".gitlab-ci.yml", kGitlabJob)) {
    to.leave_by_hand("add to .gitlab-ci.yml",
                     {"include:", fmt::format("  - local: {}", kGitlabJob)});
  }
  to.leave_by_hand(
      "say where the source of sqlmig is, in CI/CD variables of the project",
      {"SQLMIG_REPOSITORY   the URL that git clones", "SQLMIG_REF          a tag or a commit"});
}

}  // namespace

CiFiles add_ci(CiSystem system, const std::filesystem::path& folder,
               const std::string& migrations) {
  Writer to(place_of(folder, migrations));
  switch (system) {
    case CiSystem::github:
      to.write(".github/workflows/sqlmig.yml", ci::github);
      to.leave_by_hand("say where the source of sqlmig is, in variables of the repository",
                       {"SQLMIG_REPOSITORY   owner/name", "SQLMIG_REF          a tag or a commit"});
      break;
    case CiSystem::gitlab:
      add_gitlab(to);
      break;
    case CiSystem::pre_commit:
      to.write(".githooks/pre-commit", ci::pre_commit, project::FileMode::executable);
      to.leave_by_hand("run once in every clone", {"git config core.hooksPath .githooks"});
      break;
  }
  return to.take();
}

}  // namespace sqlmig::commands

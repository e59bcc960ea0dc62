#include "cli/environment.hpp"

#include "project/child_environment.hpp"
#include "project/git_command.hpp"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <pwd.h>
#include <random>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sqlmig::cli {
namespace {

// What git's configuration says here; empty if it does not, or if there is no git.
std::string git_setting(const std::string& name) {
  const auto output = project::git(std::filesystem::current_path(), {"config", "--get", name});
  return output && output->exit_code == 0 ? project::first_line(output->out) : "";
}

std::string user_name() {
  if (const passwd* entry = ::getpwuid(::geteuid());
      entry != nullptr && entry->pw_name != nullptr) {
    return entry->pw_name;
  }
  return fmt::format("uid {}", ::geteuid());
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
  };
}

Operator current_operator(std::string reason) {
  return {user_name(), host_name(), std::move(reason),
          fmt::format("{:08x}", std::random_device()())};
}

Moment now() {
  using namespace std::chrono;
  const auto seconds = floor<std::chrono::seconds>(system_clock::now());
  const auto day = floor<days>(seconds);
  const year_month_day date(day);
  const hh_mm_ss time(seconds - day);
  const int year = static_cast<int>(date.year());
  const int month = static_cast<int>(static_cast<unsigned>(date.month()));
  const int of_month = static_cast<int>(static_cast<unsigned>(date.day()));
  const int hour = static_cast<int>(time.hours().count());
  const int minute = static_cast<int>(time.minutes().count());
  const int second = static_cast<int>(time.seconds().count());
  return {
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", year, month, of_month, hour, minute,
                  second),
      fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", year, month, of_month, hour, minute, second)};
}

std::string git_author() {
  std::string name = git_setting("user.name");
  std::string address = git_setting("user.email");
  if (name.empty()) return address;
  return address.empty() ? name : fmt::format("{} <{}>", name, address);
}

std::optional<std::string> editor() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return std::nullopt;
}

void open_in_editor(const std::string& editor, const std::vector<std::filesystem::path>& files) {
  // The variable is shell text, such as `code --wait`; the names are handed over beside it.
  const std::string script = editor + " \"$@\"";
  std::vector<std::string> words{"sh", "-c", script, editor};
  for (const std::filesystem::path& file : files) words.push_back(file.string());
  std::vector<std::string> variables = project::child_environment();
  pid_t child = 0;
  int status = 0;
  // What an editor prints is no part of what sqlmig says on standard output.
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  if (!stdout_is_terminal())
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  const int failure =
      ::posix_spawnp(&child, "sh", &actions, nullptr, project::exec_array(words).data(),
                     project::exec_array(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failure != 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 0) {
    throw Error(ErrorCode::io, fmt::format("the editor '{}' did not end well", editor))
        .with_advice("the files are written: " + files.front().string());
  }
}

bool stdin_is_terminal() { return ::isatty(STDIN_FILENO) == 1; }
bool stdout_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }
bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

}  // namespace sqlmig::cli

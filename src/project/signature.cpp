#include "project/signature.hpp"

#include "project/child_environment.hpp"
#include "project/files.hpp"
#include "project/program.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace sqlmig::project {
namespace {

ProgramOutput ssh_keygen(std::vector<std::string> arguments, std::string_view input) {
  arguments.insert(arguments.begin(), "ssh-keygen");
  auto output = run_program(arguments, child_environment(), input);
  if (output) return std::move(*output);
  throw Error(ErrorCode::config, "there is no ssh-keygen to check the signature with")
      .with_advice("install OpenSSH 8.9 or later, or add its folder to PATH");
}

std::string line_of(const ProgramOutput& output) {
  const std::string& text = output.err.empty() ? output.out : output.err;
  return text.substr(0, text.find_first_of("\r\n"));
}

// The names in the first field of each line, for one of which a signature has to be good. A key may
// stand there under several, not each of them for plans, and ssh-keygen finds the first only. A
// pattern is a name that it fits itself.
std::vector<std::string> principals_in(const std::filesystem::path& signers) {
  std::vector<std::string> principals;
  std::istringstream lines(read_file(signers));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    const bool quoted = line.front() == '"';
    const std::size_t end = std::min(line.find_first_of(quoted ? "\"" : " \t", 1), line.size());
    std::istringstream names(line.substr(quoted ? 1 : 0, end - (quoted ? 1 : 0)));
    for (std::string name; std::getline(names, name, ',');) {
      if (!name.empty() && name.front() != '!') principals.push_back(name);
    }
  }
  return principals;
}

[[noreturn]] void refuse(const std::string& message, const std::string& note, std::string advice) {
  Error error(ErrorCode::plan_mismatch, message + "; nothing was changed");
  if (!note.empty()) error.notes.push_back("ssh-keygen: " + note);
  throw std::move(error).with_advice(std::move(advice));
}

}  // namespace

void require_signature(const std::filesystem::path& file, std::string_view bytes,
                       const std::filesystem::path& signers) {
  const std::string signature = file.string() + ".sig";
  std::error_code failure;
  if (!std::filesystem::is_regular_file(signers, failure)) {
    throw Error(ErrorCode::config, fmt::format("there is no file of signers {}", signers.string()))
        .with_advice("write one: a line has a name and a public key; see 'man ssh-keygen'");
  }
  if (!std::filesystem::is_regular_file(signature, failure)) {
    refuse(fmt::format("{} is not signed: there is no {}", file.string(), signature), {},
           fmt::format("who approves it signs it: ssh-keygen -Y sign -f KEY -n {} {}",
                       kPlanNamespace, file.string()));
  }
  const auto who =
      ssh_keygen({"-Y", "find-principals", "-f", signers.string(), "-s", signature}, {});
  if (who.exit_code != 0) {
    refuse(fmt::format("{} is signed by nobody in {}", file.string(), signers.string()),
           line_of(who), "have it signed by one of them");
  }
  ProgramOutput check;
  for (const std::string& principal : principals_in(signers)) {
    check = ssh_keygen({"-Y", "verify", "-f", signers.string(), "-I", principal, "-n",
                        std::string(kPlanNamespace), "-s", signature},
                       bytes);
    if (check.exit_code == 0) return;
  }
  refuse(fmt::format("the signature of {} by {} is not good", file.string(),
                     who.out.substr(0, who.out.find_first_of("\r\n"))),
         line_of(check), "have the plan reviewed and signed as it is now");
}

}  // namespace sqlmig::project

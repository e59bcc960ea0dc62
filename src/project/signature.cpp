#include "project/signature.hpp"

#include "project/child_environment.hpp"
#include "project/program.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

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
  const std::string principal = who.out.substr(0, who.out.find_first_of("\r\n,"));
  const auto check = ssh_keygen({"-Y", "verify", "-f", signers.string(), "-I", principal, "-n",
                                 std::string(kPlanNamespace), "-s", signature},
                                bytes);
  if (check.exit_code != 0) {
    refuse(fmt::format("the signature of {} by {} is not good", file.string(), principal),
           line_of(check), "have the plan reviewed and signed as it is now");
  }
}

}  // namespace sqlmig::project

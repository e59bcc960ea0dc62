// Feeds any bytes to scan_directives and checks what must hold for all of them.
#include "sqltext/directives.hpp"
#include "sqltext/statements.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace sqlmig;
using namespace sqlmig::sqltext;

namespace {

void require(bool holds, const char* what, std::string_view script) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(script.size()),
               script.data());
  std::abort();
}

bool asks_for_something(const Directives& directives) {
  return directives.transaction == TransactionMode::none ||
         directives.foreign_keys == ForeignKeys::off || directives.lock_timeout ||
         directives.statement_timeout;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string script(data, data + size);
  const DirectiveScan scan = scan_directives(script);
  for (const DirectiveProblem& problem : scan.problems) {
    require(problem.offset < script.size(), "a problem lies in the script", script);
    require(!problem.message.empty() && !problem.advice.empty(), "a problem says what to do",
            script);
  }
  for (const auto& timeout : {scan.directives.lock_timeout, scan.directives.statement_timeout}) {
    require(!timeout || (timeout->count() >= 0 && timeout->count() <= 2147483647),
            "a timeout is one that PostgreSQL takes", script);
  }
  const bool mentions = script.find("--") != std::string::npos;
  require(mentions || (!asks_for_something(scan.directives) && scan.problems.empty()),
          "directives are comments", script);

  // A directive counts above the first statement only, so it does not matter what follows. The
  // databases do not agree whether a vertical tab is a blank.
  if (script.find('\v') != std::string::npos) return 0;
  const Statements split = split_statements(script, SqlDialect::sqlite);
  if (!split.statements.empty() && split.problems.empty()) {
    const std::string header = script.substr(0, split.statements[0].begin);
    const Directives of_header = scan_directives(header).directives;
    require(of_header == scan.directives, "directives stand above the first statement", script);
  }
  return 0;
}

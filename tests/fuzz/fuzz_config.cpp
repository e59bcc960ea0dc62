// Feeds any bytes to read_config, for no environment and for those of the text, and checks what
// must hold for all of them.
#include "project/read_config.hpp"
#include <sqlmig/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace sqlmig;

namespace {

void require(bool holds, const char* what, std::string_view text) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\nin: %.*s\n", what, static_cast<int>(text.size()), text.data());
  std::abort();
}

void check_findings(const std::vector<Finding>& findings, std::string_view text) {
  for (const Finding& finding : findings) {
    require(finding.position.has_value(), "a finding has a place", text);
    require(!finding.message.empty(), "a finding says something", text);
    require(!code_of(finding.kind).empty(), "a finding has a code", text);
  }
}

void check_config(const Config& config, std::string_view text) {
  require(config.folder == "/project", "the folder is the one that was given", text);
  const std::string folder = config.migrations.string();
  require(folder == "/project" || folder.rfind("/project/", 0) == 0,
          "migrations lie below the project", text);
  require(!config.migrations_name.empty(), "migrations have a name", text);
  require(config.version_schema.size() <= 48 && !config.version_schema.empty(),
          "the version schema is a plain name", text);
  require(config.version_schema.find_first_of("\"'; .") == std::string::npos,
          "the version schema needs no quotes", text);
  require(config.revision_id.find("{slug}") != std::string::npos, "new ids have a slug", text);
  for (const NameLink& branch : config.branches) {
    require(!RevisionId::problem_with(branch.name), "branches are labels", text);
    require(branch.position.line > 0, "branches have a place", text);
  }
  require(config.url.has_value() == !config.url_source.empty() || !config.url_findings.empty(),
          "a url has a source", text);
  check_findings(config.url_findings, text);
}

std::optional<Config> config_of(const std::string& text, const ConfigFlags& flags) {
  const Environment environment = [](const std::string& name) -> std::optional<std::string> {
    if (name.rfind("SQLMIG_", 0) == 0 || name == "DATABASE_URL") return std::nullopt;
    return name.size() % 2 == 0 ? std::optional(name + "${x}") : std::nullopt;
  };
  try {
    const Config config = project::read_config(text, "/project", flags, environment);
    check_config(config, text);
    return config;
  } catch (const Error& error) {
    require(error.code() == ErrorCode::config, "what cannot be used is an error of the file", text);
    require(!error.findings.empty(), "an error says why", text);
    check_findings(error.findings, text);
    return std::nullopt;
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer looks for
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto config = config_of(text, {});
  ConfigFlags flags;
  flags.environment = "prod";
  const auto in_production = config_of(text, flags);
  if (in_production) {
    require(in_production->environment == "prod", "the environment is the one asked for", text);
    require(config.has_value(), "an environment brings no other problem", text);
    require(config->branches.size() == in_production->branches.size() &&
                config->migrations == in_production->migrations,
            "an environment has its own url only", text);
  }
  return 0;
}

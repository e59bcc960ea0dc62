#include "commands/offline.hpp"

#include <sqlmig/resolve.hpp>

#include <set>
#include <string>

namespace sqlmig::commands {
namespace {

std::optional<DatabaseKind> kind_of(const std::string& url) {
  try {
    return database_kind(url);
  } catch (const Error&) {
    return std::nullopt;  // such as a url that is one variable
  }
}

}  // namespace

std::optional<DatabaseKind> kind_of_scripts(const Config& config) {
  if (config.url) return database_kind(*config.url);
  std::set<DatabaseKind> kinds;
  for (const std::string& url : config.file_urls) {
    if (const auto kind = kind_of(url)) kinds.insert(*kind);
  }
  return kinds.size() == 1 ? std::optional(*kinds.begin()) : std::nullopt;
}

DatabaseKind offline_kind(const Config& config) {
  if (const auto kind = kind_of_scripts(config)) return *kind;
  throw Error(ErrorCode::usage, "nothing says for which kind of database this is")
      .with_advice(
          "give --url sqlite: or --url postgresql:// (it is not connected to), or choose "
          "an environment with --env");
}

AppliedRevisions state_at(const History& history, const RevisionSpec& at) {
  const RevisionTarget target = resolve_target(at, history, nullptr);
  return applied_as_if(history, history.graph.ancestors(target.revisions));
}

}  // namespace sqlmig::commands

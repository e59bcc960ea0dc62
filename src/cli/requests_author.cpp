#include "cli/requests.hpp"
#include "cli/word_values.hpp"
#include <sqlmig/error.hpp>

#include <fmt/core.h>

namespace sqlmig::cli {
namespace {

commands::RevisionRequest revision_request(const Words& words) {
  using Place = commands::RevisionRequest::Place;
  commands::RevisionRequest request;
  request.message = words.message;
  request.head = given_spec(words.head);
  request.place = chosen(words.splice, Place::head, Place::anywhere);
  request.id = given(words.id);
  request.depends_on = specs_of(words.depends_on);
  request.labels = words.labels;
  request.tags = words.tags;
  request.folder = given(words.folder);
  return request;
}

std::optional<commands::CiSystem> given_ci(const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (name == "github") return commands::CiSystem::github;
  if (name == "gitlab") return commands::CiSystem::gitlab;
  if (name == "pre-commit") return commands::CiSystem::pre_commit;
  throw Error(ErrorCode::usage,
              fmt::format("--ci takes github, gitlab or pre-commit, not '{}'", name))
      .with_advice("docs/ci.md shows what each of them writes; leave --ci out for none of them");
}

commands::InitRequest init_request(const Words& words) {
  return {given(words.folder.empty() ? words.project : words.folder), given_ci(words.ci)};
}

}  // namespace

std::optional<Command> authoring_request(const Words& words, const std::string& name) {
  if (name == "init") return init_request(words);
  if (name == "revision") return revision_request(words);
  if (name == "merge") return commands::MergeRequest{{}, specs_of(words.revisions), words.message};
  if (name == "rebase") {
    return commands::RebaseRequest{{},
                                   parse_revision_spec(words.revision),
                                   parse_revision_spec(words.onto),
                                   given(words.against)};
  }
  if (name == "repin") return commands::RepinRequest{{}, specs_of(words.revisions)};
  if (name == "tag")
    return commands::TagRequest{{}, parse_revision_spec(words.revision), words.name};
  if (name == "export") return commands::ExportRequest{{}, specs_of(words.revisions)};
  return std::nullopt;
}

}  // namespace sqlmig::cli

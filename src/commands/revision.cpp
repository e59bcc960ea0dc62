#include "commands/revision.hpp"

#include "core/utf8.hpp"
#include "project/new_revision.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace sqlmig::commands {
namespace {

std::vector<Graph::Index> parents_for(const RevisionRequest& request, const History& history) {
  const Graph& graph = history.graph;
  if (!request.head) {
    try {
      return resolve_target(parse_revision_spec("head"), history, nullptr).revisions;
    } catch (Error& error) {
      error.advice = "say which one with --head, by its id or as LABEL@head";
      throw;
    }
  }
  const auto* point = std::get_if<RevisionPoint>(&request.head->form);
  const bool new_line = point != nullptr && point->branch.empty() && point->steps == 0 &&
                        point->anchor == RevisionPoint::Anchor::base;
  if (new_line) return {};
  const Graph::Index parent = resolve_one(*request.head, history, nullptr);
  if (!graph.is_head(parent) && request.place == RevisionRequest::Place::head) {
    throw Error(ErrorCode::usage,
                fmt::format("{} is not a head: {} is built on it", graph.id(parent).text(),
                            graph.id(graph.children(parent).front()).text()))
        .with_advice("'sqlmig heads' lists the heads; --splice begins a branch here");
  }
  return {parent};
}

// Messages go into comments and lists, one line each.
void require_one_line(std::string_view message) {
  const bool control = std::any_of(message.begin(), message.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (control || first_invalid_utf8(message)) {
    throw Error(ErrorCode::usage, "the message must be one line of UTF-8 text")
        .with_advice("say more in a comment in up.sql");
  }
}

void require_new_id(const RevisionId& id, const Graph& graph) {
  for (Graph::Index i = 0; i < graph.size(); ++i) {
    const std::string& other = graph.id(i).text();
    const bool same = std::equal(other.begin(), other.end(), id.text().begin(), id.text().end(),
                                 [](char a, char b) {
                                   return std::tolower(static_cast<unsigned char>(a)) ==
                                          std::tolower(static_cast<unsigned char>(b));
                                 });
    if (same) {
      throw Error(ErrorCode::usage, fmt::format("there is a revision {} already", other))
          .with_advice("choose another message or --id");
    }
  }
}

std::vector<RevisionId> dependencies_of(const RevisionRequest& request, const History& history) {
  std::vector<RevisionId> ids;
  for (const RevisionSpec& spec : request.depends_on) {
    const RevisionId& id = history.graph.id(resolve_one(spec, history, nullptr));
    if (std::find(ids.begin(), ids.end(), id) != ids.end())
      throw Error(ErrorCode::usage, fmt::format("--depends-on names {} twice", id.text()))
          .with_advice("name it once");
    ids.push_back(id);
  }
  return ids;
}

// The folder that groups it: the one that is asked for, or that of the revision it is built on.
std::string folder_for(const RevisionRequest& request, const Config& config, const History& history,
                       const std::vector<Graph::Index>& parents) {
  if (!request.folder) {
    return parents.empty() ? "" : project::group_folder(config, history.at(parents.front()));
  }
  const std::filesystem::path path = std::filesystem::path(*request.folder).lexically_normal();
  if (path.empty() || path.is_absolute() || *path.begin() == "..") {
    throw Error(ErrorCode::usage, "--folder must be a folder below the migrations folder")
        .with_advice("write a relative path without '..'");
  }
  std::filesystem::path at = config.migrations;
  for (const std::filesystem::path& part : path) {
    if (part != "." && part.string().starts_with('.')) {
      throw Error(ErrorCode::usage,
                  fmt::format("--folder cannot hold '{}': what begins with a dot is not read",
                              part.string()))
          .with_advice("choose a name without a dot in front");
    }
    at /= part;
    if (!std::filesystem::exists(at / "manifest.toml")) continue;
    throw Error(ErrorCode::usage,
                fmt::format("{} is a revision, so it cannot group others", part.string()))
        .with_advice("choose a folder that holds no manifest.toml");
  }
  std::string folder = path.generic_string();
  if (folder.ends_with('/')) folder.pop_back();
  return folder == "." ? "" : folder;
}

void require_new_names(const RevisionRequest& request, const RevisionId& id,
                       const History& history) {
  if (const auto problem = problem_with_new_name(history, id.text())) {
    throw Error(ErrorCode::usage, fmt::format("'{}' cannot be an id: {}", id.text(), *problem))
        .with_advice("choose another message or --id");
  }
  std::vector<std::string> names = request.labels;
  names.insert(names.end(), request.tags.begin(), request.tags.end());
  for (const std::string& name : names) {
    if (const auto problem = problem_with_new_name(history, name)) {
      throw Error(ErrorCode::usage,
                  fmt::format("'{}' cannot be a label or tag: {}", name, *problem))
          .with_advice("choose another name for it");
    }
    if (name == id.text() || std::count(names.begin(), names.end(), name) > 1)
      throw Error(ErrorCode::usage, fmt::format("'{}' is given twice", name))
          .with_advice("id, labels and tags need a name each");
  }
}

}  // namespace

NewRevisionResult new_revision(const RevisionRequest& request) {
  require_one_line(request.message);
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  const std::vector<Graph::Index> parents = parents_for(request, history);
  project::NewRevision draft{
      request.id ? RevisionId(*request.id)
                 : project::make_revision_id(workspace.config.revision_id, request.message,
                                             request.timestamp, history.graph),
      request.message,
      request.created,
      request.author,
      {},
      fmt::format("-- Does: {}\n", request.message),
      fmt::format("-- Undoes: {}\n", request.message)};
  draft.labels = request.labels;
  draft.tags = request.tags;
  draft.folder = folder_for(request, workspace.config, history, parents);
  draft.depends_on = dependencies_of(request, history);
  NewRevisionResult result{draft.id, {}, {}, {}, workspace.config.folder};
  for (const Graph::Index parent : parents) {
    draft.parents.push_back({history.graph.id(parent), history.at(parent).digest});
    result.parents.push_back(history.graph.id(parent));
  }
  require_new_id(draft.id, history.graph);
  require_new_names(request, draft.id, history);
  result.files = project::write_revision(workspace.config, draft);
  result.heads.push_back(draft.id);
  for (const Graph::Index head : history.graph.heads()) {
    if (std::find(parents.begin(), parents.end(), head) == parents.end()) {
      result.heads.push_back(history.graph.id(head));
    }
  }
  return result;
}

}  // namespace sqlmig::commands

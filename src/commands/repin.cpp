#include "commands/repin.hpp"

#include "project/files.hpp"
#include "project/manifest_edit.hpp"
#include "project/manifest_toml.hpp"

#include <map>
#include <utility>

namespace sqlmig::commands {
namespace {

// The manifest with the new pin, read back to be sure that it says so.
std::string repinned(const std::string& text, const std::string& shown, const Revision& parent) {
  const auto edited = project::with_pin(text, parent.id, parent.digest);
  if (edited) {
    const auto read = project::read_manifest(canonical_text(*edited), shown);
    if (read.manifest && read.findings.empty()) {
      for (const ParentLink& link : read.manifest->parents) {
        if (link.id == parent.id && link.pin == parent.digest) return *edited;
      }
    }
  }
  throw Error(ErrorCode::io, "the pin in " + shown + " cannot be replaced")
      .with_advice("write it by hand: " + parent.digest.text());
}

}  // namespace

RepinResult repin(const RepinRequest& request) {
  const Workspace workspace = open_workspace(request.project);
  const History& history = require_history(workspace);
  std::vector<Graph::Index> edited;
  for (const std::string& text : request.revisions) {
    edited.push_back(resolve_one(parse_revision_spec(text), history.graph, nullptr));
  }
  RepinResult result;
  // All of them are made before the first is written: half of an accepted edit helps nobody.
  std::map<std::filesystem::path, std::string> texts;
  for (const Graph::Index index : edited) {
    const Revision& parent = history.at(index);
    for (const Graph::Index child_index : history.graph.children(index)) {
      const Revision& child = history.at(child_index);
      for (const ParentLink& link : child.manifest.parents) {
        if (link.id != parent.id || !link.pin || *link.pin == parent.digest) continue;
        const std::filesystem::path path = workspace.config.folder / child.manifest.path;
        auto [text, is_new] = texts.try_emplace(path);
        if (is_new) text->second = project::read_file(path);
        text->second = repinned(text->second, child.manifest.path, parent);
        result.changed.push_back(
            {parent.id, child.id, child.manifest.path, *link.pin, parent.digest});
      }
    }
  }
  for (const auto& [path, text] : texts) project::replace_file(path, text);
  return result;
}

}  // namespace sqlmig::commands

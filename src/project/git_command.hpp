// One question to git, asked by running it.
#pragma once

#include "project/program.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::project {

/// Runs git in `folder`. Which repository is meant, says the folder, whatever a hook's environment
/// says. Nothing if there is no git.
/// Errors: ErrorCode::io.
[[nodiscard]] std::optional<ProgramOutput> git(const std::filesystem::path& folder,
                                               const std::vector<std::string>& arguments,
                                               std::string_view input = {});

/// What git says is wrong, in one line.
[[nodiscard]] std::string complaint(const ProgramOutput& output);

[[nodiscard]] std::string first_line(std::string_view text);

/// Errors: ErrorCode::config if there is no git, or `folder` is in no repository.
void require_repository(const std::filesystem::path& folder);

/// The object name of the commit that `ref` names: with that, no later question can mistake `ref`
/// for something else.
/// Errors: ErrorCode::config if it names none in the repository of `folder`.
[[nodiscard]] std::string commit_of(const std::filesystem::path& folder, const std::string& ref);

}  // namespace sqlmig::project

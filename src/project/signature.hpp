// Signatures of files, made and checked by ssh-keygen.
#pragma once

#include <filesystem>
#include <string_view>

namespace sqlmig::project {

/// The namespace of the signatures of plans, as ssh-keygen calls it: a signature that was made for
/// something else does not count.
inline constexpr std::string_view kPlanNamespace = "sqlmig-plan";

/// Whether FILE.sig holds a signature of `bytes`, which were read from `file`, by somebody in
/// `signers`. Source: ssh-keygen(1), "ALLOWED SIGNERS".
/// Errors: ErrorCode::plan_mismatch if it is not so, with what ssh-keygen says; ErrorCode::config
/// if there is no ssh-keygen, or no file of signers.
void require_signature(const std::filesystem::path& file, std::string_view bytes,
                       const std::filesystem::path& signers);

}  // namespace sqlmig::project

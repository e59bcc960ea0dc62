#include <sqlmig/checksum.hpp>
#include <sqlmig/error.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace sqlmig {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::string_view kHex = "0123456789abcdef";

struct MdDeleter {
  void operator()(EVP_MD* md) const noexcept { EVP_MD_free(md); }
};
struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

// Fetching the algorithm costs about a millisecond the first time, so it is done once and only in a
// process that hashes; reusing the context halves the cost of a small file.
struct Hasher {
  std::unique_ptr<EVP_MD, MdDeleter> md{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, ContextDeleter> context{EVP_MD_CTX_new()};
};

Hasher& hasher() {
  thread_local Hasher instance;
  return instance;
}

}  // namespace

std::optional<Checksum> Checksum::parse(std::string_view text) {
  if (text.size() != kPrefix.size() + 64 || !text.starts_with(kPrefix)) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t high = kHex.find(text[2 * i]);
    const std::size_t low = kHex.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(high << 4U | low);
  }
  return Checksum(bytes);
}

std::string Checksum::text() const {
  std::string text(kPrefix);
  text.reserve(kPrefix.size() + 64);
  for (const std::uint8_t byte : bytes_) {
    text += kHex[byte >> 4U];
    text += kHex[byte & 15U];
  }
  return text;
}

std::string Checksum::brief() const { return text().substr(0, kPrefix.size() + 12); }

Checksum sha256(std::string_view bytes) {
  Hasher& h = hasher();
  Checksum::Bytes result{};
  if (!h.md || !h.context || EVP_DigestInit_ex(h.context.get(), h.md.get(), nullptr) != 1 ||
      EVP_DigestUpdate(h.context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(h.context.get(), result.data(), nullptr) != 1) {
    throw Error(ErrorCode::internal, "OpenSSL cannot compute SHA-256 on this system");
  }
  return Checksum(result);
}

std::string canonical_text(std::string file_bytes) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (file_bytes.starts_with(kBom)) file_bytes.erase(0, kBom.size());
  if (file_bytes.find('\r') != std::string::npos) {
    std::size_t to = 0;
    for (std::size_t from = 0; from < file_bytes.size(); ++from) {
      const bool drop =
          file_bytes[from] == '\r' && from + 1 < file_bytes.size() && file_bytes[from + 1] == '\n';
      if (!drop) file_bytes[to++] = file_bytes[from];
    }
    file_bytes.resize(to);
  }
  if (!file_bytes.empty() && file_bytes.back() != '\n') file_bytes += '\n';
  return file_bytes;
}

}  // namespace sqlmig

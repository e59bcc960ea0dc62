// SHA-256 checksums and the canonical text that they are taken over.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sqlmig {

/// A SHA-256 value. Its text form is `sha256:` and 64 lower-case hex digits; the prefix names the
/// algorithm, so that another one can stand beside it later.
class Checksum {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  explicit Checksum(const Bytes& bytes) : bytes_(bytes) {}

  /// Reads the text form. Upper-case digits or another prefix: nothing.
  [[nodiscard]] static std::optional<Checksum> parse(std::string_view text);

  [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string text() const;
  /// `sha256:` and the first 12 digits, for tables that people read.
  [[nodiscard]] std::string brief() const;

  friend auto operator<=>(const Checksum&, const Checksum&) = default;

 private:
  Bytes bytes_;
};

/// The SHA-256 of exactly these bytes (FIPS 180-4).
[[nodiscard]] Checksum sha256(std::string_view bytes);

/// The text that is hashed and executed: one leading UTF-8 BOM removed, CRLF made LF, a final
/// newline added where the last line has none; nothing else. Empty text stays empty.
/// Source: docs/formats.md "Canonical text".
[[nodiscard]] std::string canonical_text(std::string file_bytes);

}  // namespace sqlmig

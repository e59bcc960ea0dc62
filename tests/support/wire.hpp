// Messages of PostgreSQL's protocol, as far as a proxy must tell them apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sqlmig::test {

/// A message with its head. `type` is 0 for what a client says first, which has none.
struct WireMessage {
  char type = 0;
  std::string bytes;

  /// A query or a batch of queries with a COMMIT in it.
  [[nodiscard]] bool asks_to_commit() const {
    return type == 'Q' && bytes.find("COMMIT;") != std::string::npos;
  }
  /// The server's word that a transaction is committed.
  [[nodiscard]] bool says_committed() const {
    using namespace std::string_view_literals;
    return type == 'C' && std::string_view(bytes).substr(5) == "COMMIT\0"sv;
  }
  /// The client's farewell, which nobody answers.
  [[nodiscard]] bool ends_the_session() const { return type == 'X'; }
};

/// Cuts a stream of bytes into messages. The client must not ask for encryption.
class WireReader {
 public:
  enum class Speaker { client, server };
  explicit WireReader(Speaker speaker) : is_first_of_client_(speaker == Speaker::client) {}

  /// The messages that are complete with these bytes.
  [[nodiscard]] std::vector<WireMessage> read(std::string_view bytes) {
    rest_ += bytes;
    std::vector<WireMessage> messages;
    for (;;) {
      const std::size_t head = is_first_of_client_ ? 0 : 1;
      if (rest_.size() < head + 4) return messages;
      std::size_t length = 0;
      for (std::size_t i = 0; i < 4; ++i)
        length = length << 8U | static_cast<unsigned char>(rest_[head + i]);
      if (rest_.size() < head + length) return messages;
      messages.push_back({is_first_of_client_ ? '\0' : rest_[0], rest_.substr(0, head + length)});
      rest_.erase(0, head + length);
      is_first_of_client_ = false;
    }
  }

 private:
  bool is_first_of_client_;
  std::string rest_;
};

}  // namespace sqlmig::test

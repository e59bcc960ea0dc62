#include "project/password_file.hpp"

#include "support/caught.hpp"
#include "support/temporary.hpp"
#include <sqlmig/error.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace sqlmig::project {
namespace {

using std::filesystem::perms;
using test::caught;
using test::TemporaryFolder;

constexpr perms kPrivate = perms::owner_read | perms::owner_write;

// A file `pw` that its owner alone may read.
class PasswordFile : public testing::Test {
 protected:
  void write(std::string_view bytes, perms mode = kPrivate) const {
    folder_.write("pw", bytes);
    std::filesystem::permissions(folder_ / "pw", mode);
  }
  [[nodiscard]] std::string read() const { return read_password_file(folder_ / "pw"); }

  TemporaryFolder folder_;
};

TEST_F(PasswordFile, IsTakenAsItIs) {
  write(" p#%40@/:?&' \xC3\xA9\"");
  EXPECT_EQ(read(), " p#%40@/:?&' \xC3\xA9\"");
}

TEST_F(PasswordFile, LosesOneLineEnd) {
  write("a\n");
  EXPECT_EQ(read(), "a");
  write("a\r\n");
  EXPECT_EQ(read(), "a");
  write("a\n\n");
  EXPECT_EQ(read(), "a\n");
}

TEST_F(PasswordFile, IsRefusedIfOthersMayWriteToIt) {
  for (const perms mode : {perms::group_write, perms::others_write}) {
    write("a secret", kPrivate | mode);
    const Error error = caught([this] { (void)read(); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_NE(error.advice.find("chmod go-w "), std::string::npos);
    EXPECT_EQ(std::string(error.what()).find("a secret"), std::string::npos);
  }
}

TEST_F(PasswordFile, MayBeReadByOthersAsInAContainer) {
  write("a secret", perms::owner_read | perms::group_read | perms::others_read);
  EXPECT_EQ(read(), "a secret");
}

TEST_F(PasswordFile, IsRefusedIfItHoldsNone) {
  for (const std::string_view bytes :
       {std::string_view(""), std::string_view("\n"), std::string_view("a\0b", 3)}) {
    write(bytes);
    const Error error = caught([this] { (void)read(); });
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_NE(error.advice, "");
  }
}

TEST_F(PasswordFile, IsRefusedIfItIsNotThere) {
  EXPECT_EQ(caught([this] { (void)read(); }).code(), ErrorCode::io);
}

}  // namespace
}  // namespace sqlmig::project

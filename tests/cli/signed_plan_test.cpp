// Plans that somebody has signed.
#include "cli/project.hpp"

namespace sqlmig::test {
namespace {

class SignedPlan : public ProjectTest {
 protected:
  SignedPlan() {
    write_table(folder_, "0001_users");
    make_key("dana");
    make_key("eve");
    folder_.write("signers", "dana@example.org " + public_key("dana"));
    EXPECT_TRUE(exits(sqlmig({"plan", "-o", "plan.toml"}), 0));
  }
  void make_key(const std::string& name) const {
    run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name});
  }
  [[nodiscard]] std::string public_key(const std::string& name) const {
    return files().at(name + ".pub");
  }
  void sign(const std::string& key, const std::string& as = "sqlmig-plan") const {
    std::filesystem::remove(folder_ / "plan.toml.sig");
    run({"ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", as, "plan.toml"});
  }
  [[nodiscard]] bool is_applied() const { return std::filesystem::exists(folder_ / "app.db"); }

 private:
  void run(const Strings& command) const {
    const ProcessResult result = run_process(command, {folder_.path(), {}, {}});
    EXPECT_TRUE(exits(result, 0));
  }
};

const Arguments kRun{"upgrade", "--plan", "plan.toml", "--require-signature", "signers"};

TEST_F(SignedPlan, IsRun) {
  sign("dana");
  EXPECT_TRUE(exits(sqlmig(kRun), 0));
  EXPECT_TRUE(is_applied());
}

TEST_F(SignedPlan, IsWanted) {
  EXPECT_TRUE(refuses(kRun, 7,
                      {"plan.toml is not signed: there is no plan.toml.sig",
                       "ssh-keygen -Y sign -f KEY -n sqlmig-plan plan.toml"}));
}

TEST_F(SignedPlan, HasToBeSignedByOneOfThem) {
  sign("eve");
  EXPECT_TRUE(refuses(kRun, 7, {"plan.toml is signed by nobody in signers"}));
}

TEST_F(SignedPlan, MayBeSignedByOneOfSeveralNamesOfAKey) {
  folder_.write("signers", "dana@git namespaces=\"git\" " + public_key("dana") +
                               "dana@plans namespaces=\"sqlmig-plan\" " + public_key("dana"));
  sign("dana");
  EXPECT_TRUE(exits(sqlmig(kRun), 0));
}

TEST_F(SignedPlan, HasToBeSignedAsAPlan) {
  sign("dana", "git");
  EXPECT_TRUE(refuses(kRun, 7, {"the signature of plan.toml by dana@example.org is not good"}));
}

TEST_F(SignedPlan, IsNotRunOnceItWasChanged) {
  sign("dana");
  folder_.write("plan.toml", files().at("plan.toml") + "# looks good\n");
  EXPECT_TRUE(refuses(kRun, 7, {"the signature of plan.toml by dana@example.org is not good"}));
}

TEST_F(SignedPlan, IsWantedByAnEnvironment) {
  folder_.write("sqlmig.toml", "url = \"sqlite:app.db\"\nrequire_signature = \"signers\"\n");
  const Arguments run{"upgrade", "--plan", "plan.toml"};
  EXPECT_TRUE(refuses({"upgrade"}, 1, {"the plan has to be signed"}));
  EXPECT_TRUE(refuses(run, 7, {"plan.toml is not signed"}));
  sign("dana");
  EXPECT_TRUE(exits(sqlmig(run), 0));
}

TEST_F(SignedPlan, NeedsAFileOfSigners) {
  sign("dana");
  EXPECT_TRUE(refuses({"upgrade", "--plan", "plan.toml", "--require-signature", "nobody"}, 2,
                      {"there is no file of signers nobody"}));
  EXPECT_TRUE(refuses({"upgrade", "--require-signature", "signers"}, 1,
                      {"the plan has to be signed, and no plan file was given"}));
}

TEST_F(SignedPlan, NeedsSshKeygen) {
  sign("dana");
  Strings command{"env", "PATH=/nowhere", SQLMIG_TEST_BINARY};
  command.insert(command.end(), kRun.begin(), kRun.end());
  const ProcessResult result = run_process(command, {folder_.path(), {}, {}});
  EXPECT_TRUE(exits(result, 2));
  EXPECT_TRUE(contains(result.err, "there is no ssh-keygen"));
  EXPECT_FALSE(is_applied());
}

}  // namespace
}  // namespace sqlmig::test

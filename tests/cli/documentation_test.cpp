// Pages of docs/ that show commands and their answers: each is run from top to bottom.
#include "support/databases.hpp"
#include "support/process.hpp"
#include "support/temporary.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace sqlmig::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Lines = std::vector<std::string>;

// Pages to run. In a block of the language `console`, a line that starts with `$ ` is a command and
// `> ` goes on with it. What follows is its output, both streams as they come. `…` stands for any
// text, and as a line of its own for any lines, at least one. `[exit N]` at the end is the exit
// code, if it is not 0. All commands of a page share a folder, which is empty at first.
constexpr std::array<const char*, 3> kPages{"branches.md", "plans.md", "verify.md"};

// The database of the pages. Elsewhere its URL in the commands is another one, and its name in the
// output is anything.
constexpr std::string_view kUrl = "sqlite:app.db";
constexpr std::string_view kName = "sqlite:…/app.db";
constexpr std::string_view kAny = "…";

struct Command {
  std::size_t line = 0;  // of the page
  std::string text;
  Lines output;
  int exit_code = 0;
};

// Shape: `problems` are blocks that cannot be run, each with its line.
struct Page {
  std::vector<Command> commands;
  std::size_t blocks = 0;
  Lines problems;
};

Lines lines_of(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += "    " + line + "\n";
  return text;
}

// The number of a line `[exit N]`, else 0.
int exit_code_in(const std::string& line) {
  int code = 0;
  char end = 0;
  return std::sscanf(line.c_str(), "[exit %d%c", &code, &end) == 2 && end == ']' ? code : 0;
}

class PageReader {
 public:
  Page read(const std::string& text) {
    for (const std::string& line : lines_of(text)) {
      ++line_;
      if (line.starts_with("```")) {
        fence(line);
      } else if (fence_ == Fence::console) {
        add(line);
      } else if (fence_ == Fence::other && line.starts_with("$ ")) {
        problem("a command in a block that is not a console block");
      }
    }
    if (fence_ != Fence::none) problem("a block is not closed");
    if (page_.blocks == 0) problem("there is no console block");
    return std::move(page_);
  }

 private:
  enum class Fence { none, console, other };

  void fence(const std::string& line) {
    if (fence_ == Fence::none) {
      fence_ = line == "```console" ? Fence::console : Fence::other;
      if (fence_ == Fence::console) ++page_.blocks;
      commands_before_ = page_.commands.size();
      return;
    }
    if (fence_ == Fence::console && page_.commands.size() == commands_before_)
      problem("a console block without a command");
    fence_ = Fence::none;
  }

  void add(const std::string& line) {
    if (line.starts_with("$ ")) {
      page_.commands.push_back({line_, line.substr(2), {}, 0});
      return;
    }
    if (page_.commands.size() == commands_before_) {
      problem("output without a command");
      return;
    }
    Command& command = page_.commands.back();
    if (command.exit_code != 0) {
      problem("output after the exit code");
    } else if (line.starts_with("> ") && command.output.empty()) {
      command.text += "\n" + line.substr(2);
    } else if (const int code = exit_code_in(line); code != 0) {
      command.exit_code = code;
    } else {
      command.output.push_back(line);
    }
  }

  void problem(const std::string& what) {
    page_.problems.push_back(fmt::format("line {}: {}", line_, what));
  }

  Page page_;
  Fence fence_ = Fence::none;
  std::size_t line_ = 0;
  std::size_t commands_before_ = 0;  // when the block began
};

bool line_fits(std::string_view expected, std::string_view actual) {
  const std::size_t gap = expected.find(kAny);
  if (gap == std::string_view::npos) return expected == actual;
  if (actual.substr(0, gap) != expected.substr(0, gap)) return false;
  const std::string_view rest = expected.substr(gap + kAny.size());
  for (std::size_t end = gap + 1; end <= actual.size(); ++end) {
    if (line_fits(rest, actual.substr(end))) return true;
  }
  return false;
}

bool fits(const Lines& expected, const Lines& actual, std::size_t e = 0, std::size_t a = 0) {
  if (e == expected.size()) return a == actual.size();
  if (expected[e] != kAny) {
    return a < actual.size() && line_fits(expected[e], actual[a]) &&
           fits(expected, actual, e + 1, a + 1);
  }
  for (std::size_t next = a + 1; next <= actual.size(); ++next) {
    if (fits(expected, actual, e + 1, next)) return true;
  }
  return false;
}

std::string with(std::string text, std::string_view old, std::string_view replacement) {
  for (std::size_t at = text.find(old); at != std::string::npos;
       at = text.find(old, at + replacement.size())) {
    text.replace(at, old.size(), replacement);
  }
  return text;
}

// The same page for a database at `url`.
Page moved_to(Page page, const std::string& url) {
  for (Command& command : page.commands) {
    command.text = with(std::move(command.text), kUrl, url);
    for (std::string& line : command.output) line = with(std::move(line), kName, kAny);
  }
  return page;
}

ProcessResult run(const Command& command, const std::filesystem::path& folder) {
  const std::string binaries = std::filesystem::path(SQLMIG_TEST_BINARY).parent_path().string();
  // Git's own way of setting values from outside: the author of revisions.
  return run_process({"sh", "-c", "exec 2>&1\nPATH=\"$0:$PATH\"\n" + command.text, binaries},
                     {folder,
                      {{"GIT_CONFIG_COUNT", "2"},
                       {"GIT_CONFIG_KEY_0", "user.name"},
                       {"GIT_CONFIG_VALUE_0", "Dana Fuller"},
                       {"GIT_CONFIG_KEY_1", "user.email"},
                       {"GIT_CONFIG_VALUE_1", "dana@example.org"}},
                      {}});
}

// Shape: `mismatches` says of each command that answered otherwise what was to come and what came.
struct Outcome {
  std::size_t run = 0;
  Lines mismatches;
};

Outcome run(const Page& page) {
  const TemporaryFolder folder;
  Outcome outcome;
  for (const Command& command : page.commands) {
    const ProcessResult result = run(command, folder.path());
    ++outcome.run;
    const Lines actual = lines_of(result.out);
    if (result.exit_code == command.exit_code && fits(command.output, actual)) continue;
    outcome.mismatches.push_back(
        fmt::format("line {}: $ {}\n  expected, with exit code {}:\n{}  actual, with exit code "
                    "{}:\n{}",
                    command.line, command.text, command.exit_code, joined(command.output),
                    result.exit_code, joined(actual)));
  }
  return outcome;
}

std::string text_of_page(const std::string& name) {
  std::ifstream stream(std::string(SQLMIG_TEST_SOURCE_DIR) + "/docs/" + name);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

using PageOnDatabase = std::tuple<const char*, DatabaseKind>;

class Documentation : public testing::TestWithParam<PageOnDatabase> {};

std::string test_name(const testing::TestParamInfo<PageOnDatabase>& info) {
  const std::string page = std::filesystem::path(std::get<0>(info.param)).stem().string();
  return page + (std::get<1>(info.param) == DatabaseKind::sqlite ? "_sqlite" : "_postgres");
}

INSTANTIATE_TEST_SUITE_P(Pages, Documentation,
                         testing::Combine(testing::ValuesIn(kPages),
                                          testing::Values(DatabaseKind::sqlite,
                                                          DatabaseKind::postgres)),
                         test_name);

TEST_P(Documentation, ShowsWhatHappens) {
  const auto& [name, kind] = GetParam();
  Page page = PageReader().read(text_of_page(name));
  for (const std::string& problem : page.problems) ADD_FAILURE() << name << " " << problem;
  std::unique_ptr<TestDatabase> database;
  if (kind == DatabaseKind::postgres) {
    database = make_database(kind);
    page = moved_to(std::move(page), database->url());
  }
  const Outcome outcome = run(page);
  EXPECT_EQ(outcome.run, page.commands.size());
  for (const std::string& mismatch : outcome.mismatches) ADD_FAILURE() << name << " " << mismatch;
}

// Pages with files of SQLite only.
class SqlitePage : public testing::TestWithParam<const char*> {};

std::string page_name(const testing::TestParamInfo<const char*>& info) {
  return std::filesystem::path(info.param).stem().string();
}

INSTANTIATE_TEST_SUITE_P(Pages, SqlitePage, testing::Values("sqlite.md", "targets.md"), page_name);

TEST_P(SqlitePage, ShowsWhatHappens) {
  const Page page = PageReader().read(text_of_page(GetParam()));
  for (const std::string& problem : page.problems) ADD_FAILURE() << problem;
  const Outcome outcome = run(page);
  EXPECT_EQ(outcome.run, page.commands.size());
  for (const std::string& mismatch : outcome.mismatches) ADD_FAILURE() << mismatch;
}

// The check itself.

Lines mismatches_of(const std::string& block) {
  const Page page = PageReader().read("Text\n\n```console\n" + block + "```\n");
  EXPECT_THAT(page.problems, IsEmpty());
  return run(page).mismatches;
}

TEST(DocumentationCheck, AcceptsWhatIsTrue) {
  EXPECT_THAT(mismatches_of("$ sqlmig init\ncreated …\n…\n$ cat <<'E'\n> a $b\n> c\n> E\na $b\nc\n"
                            "$ echo x > f\n$ cat f; exit 3\nx\n[exit 3]\n"
                            "$ sqlmig nonsense\nerror: there is no command …\n…\n[exit 2]\n"),
              IsEmpty());
}

TEST(DocumentationCheck, ReportsTheLineTheCommandAndBothAnswers) {
  const Lines found = mismatches_of("$ echo one\none\n$ echo two\nzwei\n");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found.front(), HasSubstr("line 6: $ echo two\n"));
  EXPECT_THAT(found.front(), HasSubstr("expected, with exit code 0:\n    zwei\n"));
  EXPECT_THAT(found.front(), HasSubstr("actual, with exit code 0:\n    two\n"));
}

TEST(DocumentationCheck, FailsAtAnyOtherAnswer) {
  for (const char* block :
       {"$ echo a\n", "$ echo a\na\nb\n", "$ echo a; echo b\na\n", "$ true\n…\n", "$ echo a\n…a\n",
        "$ echo abc\na…b\n", "$ printf 'a\\nb\\n'\n…\na\n", "$ exit 1\n", "$ true\n[exit 1]\n",
        "$ exit 2\n[exit 1]\n"}) {
    EXPECT_THAT(mismatches_of(block), SizeIs(1)) << block;
  }
}

TEST(DocumentationCheck, FailsAtABlockThatItCannotRun) {
  for (const char* text :
       {"", "no block\n", "```\nplain\n```\n", "```console\n```\n", "```console\noutput\n```\n",
        "```console\n$ true\n", "```console\n$ true\n```\n```sh\n$ true\n```\n",
        "```console\n$ true\n[exit 1]\nmore\n```\n"}) {
    EXPECT_THAT(PageReader().read(text).problems, SizeIs(testing::Ge(1))) << text;
  }
}

}  // namespace
}  // namespace sqlmig::test

#include "support/cluster.hpp"

#include "support/process.hpp"
#include <sqlmig/error.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

namespace sqlmig::test {
namespace {

using Words = std::vector<std::string>;

}  // namespace

Cluster::Cluster(Server server) : server_(std::move(server)) {
  give_to_server_user(server_, folder_.path());
}

Cluster::~Cluster() {
  // Killed outright, it would leave a segment of shared memory.
  if (process_) stop_immediately();
}

void Cluster::make_data(Words command) const {
  const std::string program = command.front();
  command.front() = server_.programs + "/" + program;
  const ProcessResult made =
      run_process(as_server_user(server_, command), {folder_.path(), {}, {}});
  if (made.exit_code != 0) throw std::runtime_error(program + " failed: " + made.err);
}

void Cluster::start(const Words& settings) {
  const std::string folder = folder_.path().string();
  Words command{"sh",
                "-c",
                "exec \"$@\" >>server.log 2>&1",
                "sh",
                server_.programs + "/postgres",
                "-D",
                folder + "/data",
                "-F",
                "-k",
                folder,
                "-p",
                server_.port,
                "-clisten_addresses="};
  command.insert(command.end(), settings.begin(), settings.end());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  do {
    // One that was killed leaves processes behind, and there is no second server before they ended.
    if (!process_ || process_->has_ended())
      process_ = Child::running(as_server_user(server_, command), folder_.path());
    if (answers()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  } while (std::chrono::steady_clock::now() < deadline);
  throw std::runtime_error("the server of the test does not start: " + folder_.read("server.log"));
}

void Cluster::stop_immediately() {
  process_->quit();
  process_->wait();
  process_.reset();
}

void Cluster::kill() {
  process_->kill();
  process_->wait();
  process_.reset();
}

std::unique_ptr<TestDatabase> Cluster::database(const std::string& name) const {
  return database_at("host=" + folder_.path().string() + " port=" + server_.port +
                     " user=postgres dbname=" + name);
}

bool Cluster::answers() const {
  try {
    static_cast<void>(database("postgres")->open(Access::read_only));
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::unique_ptr<Cluster> make_cluster() {
  auto cluster = std::make_unique<Cluster>(server_of(*make_database(DatabaseKind::postgres)));
  cluster->make_data({"initdb", "--pgdata", "data", "--username", "postgres", "--auth", "trust",
                      "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"});
  cluster->start();
  return cluster;
}

}  // namespace sqlmig::test

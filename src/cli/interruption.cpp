#include "cli/interruption.hpp"

#include "cli/exit_status.hpp"

#include <atomic>
#include <unistd.h>

namespace sqlmig::cli {
namespace {

// A signal handler can reach nothing but variables like these; several threads look at them.
static_assert(std::atomic<int>::is_always_lock_free);
std::atomic<int> g_signal = 0;

// Whether somebody looks at it by now. Until then there is nothing to end in order.
std::atomic<int> g_looked_at = 0;

void note(int signal) {
  if (g_looked_at == 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  if (g_signal != 0) ::_exit(exit_status_of_signal(signal));
  g_signal = signal;
}

}  // namespace

Interruption::Interruption() {
  g_signal = 0;
  g_looked_at = 0;
  struct sigaction action {};
  action.sa_handler = &note;
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // no SA_RESTART: whoever waits is woken
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

Interruption::~Interruption() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &before_[i], nullptr);
}

int Interruption::signal() { return g_signal; }

bool Interruption::came() {
  g_looked_at = 1;
  return g_signal != 0;
}

}  // namespace sqlmig::cli

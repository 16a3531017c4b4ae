#include "app/cli/interrupts.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace daybook::cli {
namespace {

// A signal handler can reach nothing but globals.
int pipeEnds[2] = {-1, -1};
volatile std::sig_atomic_t asked = 0;

void onSignal(int signal)
{
    if (asked)
        _exit(128 + signal);
    asked = 1;
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
}

} // namespace

Interrupts::Interrupts()
{
    if (pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("No pipe can be made");
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        m_stop.request_stop();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

Interrupts::~Interrupts()
{
    // The outcome is known and told: what comes now must not change the exit status.
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_IGN);
    m_notifier.reset();
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
    asked = 0;
}

} // namespace daybook::cli

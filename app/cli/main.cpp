#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <csignal>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace daybook::cli;

namespace {

bool wantsColour(const QProcessEnvironment &environment)
{
    return environment.value(QStringLiteral("NO_COLOR")).isEmpty() &&
           environment.value(QStringLiteral("TERM")) != QStringLiteral("dumb");
}

int terminalColumns()
{
    winsize size = {};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace

int main(int argc, char *argv[])
{
    // A reader of our output that goes away must not take a run with it.
    std::signal(SIGPIPE, SIG_IGN);
    QCoreApplication application(argc, argv);
    application.setApplicationName(QStringLiteral("daybookctl"));
    application.setApplicationVersion(QStringLiteral(DAYBOOK_VERSION));

    QFile out;
    QFile err;
    out.open(STDOUT_FILENO, QIODevice::WriteOnly);
    err.open(STDERR_FILENO, QIODevice::WriteOnly);
    const Interrupts interrupts;
    Surroundings surroundings{.streams = {},
                              .environment = QProcessEnvironment::systemEnvironment(),
                              .workingDirectory = QDir::currentPath(),
                              .stop = interrupts.token()};
    surroundings.streams = {.out = &out,
                            .err = &err,
                            .outIsTerminal = isatty(STDOUT_FILENO) == 1,
                            .errIsTerminal = isatty(STDERR_FILENO) == 1,
                            .colour = wantsColour(surroundings.environment),
                            .columns = terminalColumns()};
    Program program(allCommands());
    const int status = QCoro::waitFor(program.run(application.arguments().mid(1), surroundings));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return status;
}

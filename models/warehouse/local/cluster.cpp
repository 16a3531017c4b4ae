#include "models/warehouse/local/cluster.h"

#include "models/warehouse/local/filelock.h"
#include "models/warehouse/local/removal.h"
#include "models/warehouse/local/serverlog.h"
#include "models/warehouse/local/serversettings.h"
#include "models/warehouse/local/servertool.h"

#include <QCoro/QCoroFuture>
#include <QDeadlineTimer>
#include <QDir>
#include <QtConcurrentRun>

#include <csignal>

namespace daybook::warehouse {
namespace {

constexpr int PollMilliseconds = 50;
constexpr int InitdbMilliseconds = 300'000;
constexpr int OrphanMilliseconds = 10'000;

/// Sends the signal, and waits until no process is left on the data directory; false when time runs out.
QCoro::Task<bool> endProcesses(Layout layout, QList<pid_t> receivers, int signal, int milliseconds)
{
    for (const pid_t pid : receivers)
        ::kill(pid, signal);
    const QDeadlineTimer deadline(milliseconds);
    while (!processesOn(layout.data(), layout.clusterName).isEmpty()) {
        if (deadline.hasExpired())
            co_return false;
        co_await pauseFor(PollMilliseconds);
    }
    co_return true;
}

QFuture<void> removeInBackground(const Layout &layout)
{
    return QtConcurrent::run([layout] { removeLeftovers(layout); });
}

ToolCall initdbCall(const Layout &layout, const ServerBinaries &server, const QString &folder)
{
    ToolCall call;
    call.program = server.program(QStringLiteral("initdb"));
    call.arguments = {
        QStringLiteral("--pgdata"),        folder,
        QStringLiteral("--username"),      QStringLiteral("daybook"),
        QStringLiteral("--auth"),          QStringLiteral("trust"), // nobody else gets at the socket
        QStringLiteral("--encoding"),      QStringLiteral("UTF8"),
        QStringLiteral("--locale"),        QStringLiteral("C.UTF-8"),
        QStringLiteral("--data-checksums")};
    call.user = layout.user;
    call.diesWithUs = true;
    call.timeoutMilliseconds = InitdbMilliseconds;
    return call;
}

ToolCall startCall(const Layout &layout, const ServerBinaries &server, int port, int seconds)
{
    ToolCall call;
    call.program = server.program(QStringLiteral("pg_ctl"));
    call.arguments = {QStringLiteral("start"),     QStringLiteral("--silent"), QStringLiteral("--wait"),
                      QStringLiteral("--timeout"), QString::number(seconds),   QStringLiteral("--options"),
                      serverOptions(layout, port)};
    // By environment, not by argument: pg_ctl hands its arguments to a shell without quoting them well.
    call.environment.insert(QStringLiteral("PGDATA"), layout.data());
    call.outputFile = layout.log();
    call.user = layout.user;
    call.timeoutMilliseconds = (seconds + 10) * 1000;
    return call;
}

} // namespace

std::optional<PostmasterFile> livePostmaster(const Layout &layout)
{
    const std::optional<PostmasterFile> file = readPostmasterFile(layout.data());
    const ProcessOwner owner =
        file ? ownerOf(file->pid, layout.data(), layout.clusterName) : ProcessOwner::Gone;
    return owner == ProcessOwner::Ours || owner == ProcessOwner::Unknown ? file : std::nullopt;
}

QCoro::Task<Result<void>> createCluster(Layout layout, ServerBinaries server, std::stop_token stop)
{
    co_await removeInBackground(layout);
    const QString fresh = temporaryName(layout, QStringLiteral("new"));
    const Result<void> made = prepareServerFolder(fresh, layout.user);
    if (!made)
        co_return made;
    const ToolCall call = initdbCall(layout, server, fresh);
    const Result<ToolOutcome> outcome = co_await runTool(call, stop);
    // Whole or not at all: until it has its name there is no cluster.
    if (outcome && outcome->exitCode == 0 && QDir().rename(fresh, layout.data()))
        co_return Result<void>();
    co_await removeInBackground(layout);
    if (!outcome)
        co_return failure(outcome.error());
    const bool full = outcome->output.contains(QStringLiteral("No space left on device"));
    const QString reason =
        full ? QStringLiteral("the disk is full. Make room, and try again.")
             : QStringLiteral("PostgreSQL's initdb failed, as below. Put it right, and try again.");
    co_return failure(
        ErrorKind::Io,
        QStringLiteral("The local warehouse cannot be created in %1: %2").arg(layout.directory, reason),
        outcome->output);
}

QCoro::Task<Result<void>> clearTheWay(Layout layout)
{
    // Sessions that outlived their postmaster hold its shared memory, and serve nobody.
    const QList<pid_t> orphans = processesOn(layout.data(), layout.clusterName);
    if (!orphans.isEmpty()) {
        bool ended = co_await endProcesses(layout, orphans, SIGQUIT, OrphanMilliseconds);
        if (!ended)
            ended = co_await endProcesses(layout, orphans, SIGKILL, OrphanMilliseconds);
        if (!ended)
            co_return failure(
                ErrorKind::Conflict,
                QStringLiteral("Processes of a server that crashed still use %1, and do not end. "
                               "End process %2 and try again.")
                    .arg(layout.data())
                    .arg(orphans.first()));
    }
    // A pid file may survive a crash and name a number that something else has by now. PostgreSQL then thinks
    // itself running; a number that nobody has it sorts out itself. After the sessions, never before: the
    // file is also how PostgreSQL finds out about them.
    const std::optional<PostmasterFile> file = readPostmasterFile(layout.data());
    if (file && ownerOf(file->pid, layout.data(), layout.clusterName) == ProcessOwner::Foreign)
        QFile::remove(layout.data() + QStringLiteral("/postmaster.pid"));
    co_return prepareServerFolder(layout.socketDirectory, layout.user);
}

QCoro::Task<Result<void>> launchServer(Layout layout, ServerBinaries server, int startSeconds,
                                       std::stop_token stop)
{
    const Result<int> port = clearSockets(layout);
    if (!port)
        co_return failure(port.error());
    const Result<qint64> logged = prepareLog(layout);
    if (!logged)
        co_return failure(logged.error());
    const ToolCall call = startCall(layout, server, *port, startSeconds);
    const Result<ToolOutcome> outcome = co_await runTool(call, stop);
    if (!outcome)
        co_return failure(outcome.error());
    // pg_ctl gives up on a server that is slow, too: that one is waited for.
    if (outcome->exitCode != 0 && !livePostmaster(layout))
        co_return failure(startFailure(layout, *logged));
    co_return Result<void>();
}

QCoro::Task<Result<void>> stopServer(Layout layout, int stopSeconds)
{
    const QList<pid_t> processes = processesOn(layout.data(), layout.clusterName);
    if (processes.isEmpty())
        co_return Result<void>();
    const std::optional<PostmasterFile> postmaster = livePostmaster(layout);
    // SIGINT is PostgreSQL's fast shutdown: sessions end, everything committed is written out.
    const QList<pid_t> receivers = postmaster ? QList<pid_t>{postmaster->pid} : processes;
    const int signal = postmaster ? SIGINT : SIGQUIT;
    const bool ended = co_await endProcesses(layout, receivers, signal, stopSeconds * 1000);
    if (ended)
        co_return Result<void>();
    co_return failure(
        ErrorKind::Conflict,
        QStringLiteral("The local warehouse has been asked to stop and has not within %1 seconds; "
                       "it may have much to write. Wait, and try again.")
            .arg(stopSeconds),
        logTail(layout, 0));
}

QCoro::Task<Result<void>> removeCluster(Layout layout)
{
    const QString doomed = temporaryName(layout, QStringLiteral("gone"));
    const bool exists = QFileInfo::exists(layout.data());
    const bool renamed = exists && QDir().rename(layout.data(), doomed);
    co_await removeInBackground(layout);
    if (exists && (!renamed || QFileInfo::exists(doomed)))
        co_return failure(ErrorKind::Io,
                          QStringLiteral("%1 cannot be removed. Check who owns it and its folder.")
                              .arg(renamed ? doomed : layout.data()));
    co_return Result<void>();
}

} // namespace daybook::warehouse

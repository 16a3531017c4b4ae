#include "models/warehouse/localwarehouse.h"

#include "models/warehouse/local/cluster.h"
#include "models/warehouse/local/filelock.h"
#include "models/warehouse/local/removal.h"
#include "models/warehouse/local/serverlog.h"
#include "models/warehouse/servererror.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QDeadlineTimer>
#include <QDir>

#include <sys/stat.h>
#include <unistd.h>

namespace daybook::warehouse {
namespace {

constexpr int DefaultPort = 5432;
constexpr int PollMilliseconds = 50;
constexpr auto DuplicateDatabase = "42P04";

ConnectionSpec specFor(const QString &socketDirectory, int port)
{
    ConnectionSpec spec;
    spec.set(QStringLiteral("host"), socketDirectory);
    spec.set(QStringLiteral("port"), QString::number(port));
    spec.set(QStringLiteral("user"), QStringLiteral("daybook"));
    spec.set(QStringLiteral("dbname"), QStringLiteral("daybook"));
    return spec;
}

Error noWarehouse(const QString &directory, const QString &consequence)
{
    return {.kind = ErrorKind::Data,
            .message = QStringLiteral("%1 is no warehouse of Daybook's. %2 Check DAYBOOK_WAREHOUSE_DIR.")
                           .arg(directory, consequence)};
}

} // namespace

LocalWarehouseOptions LocalWarehouseOptions::fromEnvironment(const QProcessEnvironment &environment)
{
    LocalWarehouseOptions options;
    options.runtimeDirectory = environment.value(QStringLiteral("XDG_RUNTIME_DIR"));
    options.binaryFolders = defaultBinaryFolders(environment.value(QStringLiteral("PATH")));
    QString data = environment.value(QStringLiteral("XDG_DATA_HOME"));
    if (data.isEmpty() && geteuid() == 0)
        data = QStringLiteral("/var/lib");
    else if (data.isEmpty())
        data = environment.value(QStringLiteral("HOME"), QDir::homePath()) + QStringLiteral("/.local/share");
    const QString chosen = environment.value(QStringLiteral("DAYBOOK_WAREHOUSE_DIR"));
    const QString directory = chosen.isEmpty() ? data + QStringLiteral("/daybook/warehouse") : chosen;
    options.directory = QDir::current().absoluteFilePath(directory);
    return options;
}

QString toString(LocalWarehouseStatus::State state)
{
    switch (state) {
    case LocalWarehouseStatus::State::Absent:
        return QStringLiteral("absent");
    case LocalWarehouseStatus::State::Stopped:
        return QStringLiteral("stopped");
    case LocalWarehouseStatus::State::Starting:
        return QStringLiteral("starting");
    case LocalWarehouseStatus::State::Running:
        break;
    }
    return QStringLiteral("running");
}

/// What a server that takes connections says of itself.
struct LocalWarehouse::Answer
{
    QString dataDirectory;
    QString serverVersion;
    bool hasDatabase = false;
};

Result<Layout> LocalWarehouse::layout() const
{
    const Result<ServerUser> user = findServerUser();
    if (!user)
        return failure(user.error());
    Layout layout = layoutFor(m_options.directory, m_options.runtimeDirectory, *user);
    struct stat info = {};
    const bool exists = ::stat(QFile::encodeName(layout.data()).constData(), &info) == 0;
    // Data that is there already stays with the user it was made for.
    if (exists && user->isSomebodyElse() && info.st_uid != 0 && info.st_uid != user->uid) {
        const ServerUser owner{info.st_uid, info.st_gid, nameOfUser(info.st_uid)};
        layout = layoutFor(m_options.directory, m_options.runtimeDirectory, owner);
    }
    return layout;
}

Result<ConnectionSpec> LocalWarehouse::spec() const
{
    const Result<Layout> layout = this->layout();
    if (!layout)
        return failure(layout.error());
    const std::optional<PostmasterFile> postmaster = livePostmaster(*layout);
    return postmaster ? specFor(postmaster->socketDirectory, postmaster->port)
                      : specFor(layout->socketDirectory, DefaultPort);
}

QCoro::Task<Result<LocalWarehouse::Answer>> LocalWarehouse::probe(ConnectionSpec spec)
{
    spec.set(QStringLiteral("dbname"), QStringLiteral("postgres"));
    spec.set(QStringLiteral("connect_timeout"), QStringLiteral("3")); // it is on this machine
    const Result<Connection::Pointer> connection = co_await Connection::open(spec);
    if (!connection)
        co_return failure(connection.error());
    const QString sql = shippedSql(u"system/local/probe");
    const Result<ResultSet> rows = co_await (*connection)->execute(sql);
    if (!rows)
        co_return failure(rows.error());
    Answer answer;
    answer.dataDirectory = rows->text(0, 0);
    answer.serverVersion = rows->text(0, 1);
    answer.hasDatabase = rows->boolean(0, 2).value_or(false);
    co_return answer;
}

QCoro::Task<Result<LocalWarehouseStatus>> LocalWarehouse::look(Layout layout)
{
    LocalWarehouseStatus status;
    status.directory = layout.directory;
    status.logFile = layout.log();
    status.user = layout.user.name;
    status.spec = specFor(layout.socketDirectory, DefaultPort);
    const Result<std::optional<int>> version = clusterVersion(layout);
    if (!version)
        co_return failure(version.error());
    if (!*version)
        co_return status;
    status.state = LocalWarehouseStatus::State::Stopped;
    status.dataVersion = **version;
    const std::optional<PostmasterFile> postmaster = livePostmaster(layout);
    if (!postmaster)
        co_return status;
    const ConnectionSpec spec = specFor(postmaster->socketDirectory, postmaster->port);
    const Result<Answer> answer = co_await probe(spec);
    // A server whose directory we may not see is ours if it says so, and a stranger if it is silent.
    const bool ours = answer
                          ? answer->dataDirectory == layout.data()
                          : ownerOf(postmaster->pid, layout.data(), layout.clusterName) == ProcessOwner::Ours;
    if (!ours)
        co_return status;
    status.spec = spec;
    status.pid = postmaster->pid;
    status.startedAt = postmaster->startedAt;
    status.serverVersion = answer ? answer->serverVersion.section(QLatin1Char(' '), 0, 0) : QString();
    // Without its database the warehouse is still being set up.
    status.state = answer && answer->hasDatabase ? LocalWarehouseStatus::State::Running
                                                 : LocalWarehouseStatus::State::Starting;
    co_return status;
}

QCoro::Task<Result<LocalWarehouseStatus>> LocalWarehouse::status()
{
    const Result<Layout> layout = this->layout();
    if (!layout)
        co_return failure(layout.error());
    co_return co_await look(*layout);
}

QCoro::Task<Result<LocalWarehouseStatus>> LocalWarehouse::start(ProgressSink progress, std::stop_token stop)
{
    const Result<Layout> layout = this->layout();
    if (!layout)
        co_return failure(layout.error());
    const Result<LocalWarehouseStatus> now = co_await look(*layout);
    if (!now || now->state == LocalWarehouseStatus::State::Running)
        co_return now;
    const Result<void> prepared = prepareDirectory(*layout);
    if (!prepared)
        co_return failure(prepared.error());
    const QString lockFile = layout->lock();
    const Result<FileLock::Pointer> lock =
        co_await FileLock::take(lockFile, m_options.lockSeconds * 1000, stop);
    if (!lock)
        co_return failure(lock.error());
    co_return co_await startLocked(*layout, progress, stop);
}

QCoro::Task<Result<LocalWarehouseStatus>> LocalWarehouse::startLocked(Layout layout, ProgressSink progress,
                                                                      std::stop_token stop)
{
    using State = LocalWarehouseStatus::State;
    const Result<LocalWarehouseStatus> now = co_await look(layout);
    if (!now || now->state == State::Running)
        co_return now;
    if (now->state != State::Starting) {
        const Result<void> up = co_await bringUp(layout, *now, progress, stop);
        if (!up)
            co_return failure(up.error());
    }
    co_return co_await awaitReady(layout, stop);
}

QCoro::Task<Result<void>> LocalWarehouse::bringUp(Layout layout, LocalWarehouseStatus now,
                                                  ProgressSink progress, std::stop_token stop)
{
    const auto tell = [&progress](const QString &what) {
        if (progress)
            progress({0, 0, what});
    };
    const bool absent = now.state == LocalWarehouseStatus::State::Absent;
    const std::optional<int> wanted = absent ? std::nullopt : std::optional(now.dataVersion);
    const QString data = layout.data();
    const Result<ServerBinaries> server = co_await findServer(m_options.binaryFolders, wanted, data);
    if (!server)
        co_return failure(server.error());
    if (absent) {
        tell(QStringLiteral("Creating the local warehouse in %1").arg(layout.directory));
        const Result<void> created = co_await createCluster(layout, *server, stop);
        if (!created)
            co_return created;
    }
    tell(QStringLiteral("Starting the local warehouse"));
    const Result<void> cleared = co_await clearTheWay(layout);
    if (!cleared)
        co_return cleared;
    co_return co_await launchServer(layout, *server, m_options.startSeconds, stop);
}

QCoro::Task<Result<LocalWarehouseStatus>> LocalWarehouse::awaitReady(Layout layout, std::stop_token stop)
{
    using State = LocalWarehouseStatus::State;
    const QDeadlineTimer deadline(m_options.startSeconds * 1000);
    while (true) {
        const Result<void> complete = co_await ensureDatabase(layout);
        if (!complete)
            co_return failure(complete.error());
        const Result<LocalWarehouseStatus> now = co_await look(layout);
        if (!now || now->state == State::Running)
            co_return now;
        if (now->state != State::Starting)
            co_return failure(startFailure(layout, 0));
        if (stop.stop_requested())
            co_return failure(cancelled());
        if (deadline.hasExpired())
            co_return failure(
                ErrorKind::Connection,
                QStringLiteral("The local warehouse has been starting for %1 seconds and takes no "
                               "connections yet; after a crash it first repairs itself. Wait, "
                               "and try again; nothing is lost.")
                    .arg(m_options.startSeconds),
                logTail(layout, 0));
        co_await pauseFor(PollMilliseconds);
    }
}

QCoro::Task<Result<void>> LocalWarehouse::ensureDatabase(Layout layout)
{
    const std::optional<PostmasterFile> postmaster = livePostmaster(layout);
    if (!postmaster)
        co_return Result<void>();
    ConnectionSpec spec = specFor(postmaster->socketDirectory, postmaster->port);
    const Result<Answer> answer = co_await probe(spec);
    if (!answer || answer->hasDatabase || answer->dataDirectory != layout.data())
        co_return Result<void>(); // not up yet, or nothing to do
    spec.set(QStringLiteral("dbname"), QStringLiteral("postgres"));
    const Result<Connection::Pointer> connection = co_await Connection::open(spec);
    if (!connection)
        co_return failure(connection.error());
    const QString sql = shippedSql(u"system/local/create_database");
    const Result<ResultSet> created = co_await (*connection)->execute(sql);
    if (!created && created.error().sqlState != QLatin1String(DuplicateDatabase))
        co_return failure(created.error());
    co_return Result<void>();
}

QCoro::Task<Result<void>> LocalWarehouse::stop(std::stop_token stop)
{
    const Result<Layout> layout = this->layout();
    if (!layout)
        co_return failure(layout.error());
    if (!QFileInfo::exists(layout->data()))
        co_return Result<void>();
    if (!hasMarker(*layout))
        co_return failure(noWarehouse(layout->directory, QStringLiteral("Nothing was stopped.")));
    const QString lockFile = layout->lock();
    const Result<FileLock::Pointer> lock =
        co_await FileLock::take(lockFile, m_options.lockSeconds * 1000, stop);
    if (!lock)
        co_return failure(lock.error());
    co_return co_await stopServer(*layout, m_options.stopSeconds);
}

QCoro::Task<Result<void>> LocalWarehouse::destroy(std::stop_token stop)
{
    const Result<Layout> layout = this->layout();
    if (!layout)
        co_return failure(layout.error());
    if (!QFileInfo::exists(layout->directory))
        co_return Result<void>();
    if (!hasMarker(*layout))
        co_return failure(noWarehouse(layout->directory, QStringLiteral("Nothing was removed.")));
    const QString lockFile = layout->lock();
    const Result<FileLock::Pointer> lock =
        co_await FileLock::take(lockFile, m_options.lockSeconds * 1000, stop);
    if (!lock)
        co_return failure(lock.error());
    const Result<void> destroyed = co_await destroyLocked(*layout);
    if (!destroyed)
        co_return destroyed;
    (*lock)->removeFile();
    QDir().rmdir(layout->directory); // stays if there is anything in it that is not ours
    co_return Result<void>();
}

QCoro::Task<Result<void>> LocalWarehouse::destroyLocked(Layout layout)
{
    // What is not a cluster was not made by us, and is not ours to remove.
    const Result<std::optional<int>> version = clusterVersion(layout);
    if (!version)
        co_return failure(version.error());
    const QString objection = *version ? objectionToRemoving(layout, layout.data()) : QString();
    if (!objection.isEmpty())
        co_return failure(ErrorKind::Data, objection + QStringLiteral(" Nothing was removed."));
    const Result<void> stopped = co_await stopServer(layout, m_options.stopSeconds);
    if (!stopped)
        co_return stopped;
    const Result<void> removed = co_await removeCluster(layout);
    if (!removed)
        co_return removed;
    clearSockets(layout);
    QDir().rmdir(layout.socketDirectory);
    for (const QString &file : {layout.log(), layout.previousLog(), layout.marker()})
        QFile::remove(file);
    co_return Result<void>();
}

} // namespace daybook::warehouse

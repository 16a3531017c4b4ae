#include "models/warehouse/local/serverbinaries.h"

#include "models/warehouse/local/servertool.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QRegularExpression>

namespace daybook::warehouse {
namespace {

constexpr int Oldest = 13;
constexpr int Newest = 17;

bool isWhole(const QString &folder)
{
    const QDir dir(folder);
    for (const char *name : {"postgres", "initdb", "pg_ctl"}) {
        if (!QFileInfo(dir.filePath(QString::fromLatin1(name))).isExecutable())
            return false;
    }
    return true;
}

/// What "postgres --version" says; nothing for a program that is not one we know.
QCoro::Task<std::optional<ServerBinaries>> inspect(QString folder)
{
    const QStringList arguments{QStringLiteral("--version")};
    const ToolCall call{.program = folder + QStringLiteral("/postgres"), .arguments = arguments};
    const Result<ToolOutcome> said = co_await runTool(call);
    if (!said)
        co_return std::nullopt;
    static const QRegularExpression pattern(QStringLiteral("\\(PostgreSQL\\) ((\\d+)[^\\s]*)"));
    const QRegularExpressionMatch match = pattern.match(said->output);
    const int major = match.captured(2).toInt();
    if (major < Oldest || major > Newest)
        co_return std::nullopt;
    co_return ServerBinaries{folder, major, match.captured(1)};
}

Error noneInstalled(const QStringList &folders)
{
    return {.kind = ErrorKind::Io,
            .message = QStringLiteral("No PostgreSQL server is installed here, and the local warehouse needs "
                                      "one. Install it: apt install postgresql-15"),
            .detail = QStringLiteral("Looked in ") + folders.join(QStringLiteral(", "))};
}

Error otherVersion(int wanted, const QStringList &found, const QString &dataDirectory)
{
    return {.kind = ErrorKind::Io,
            .message = QStringLiteral("The local warehouse in %1 was made by PostgreSQL %2, and this machine "
                                      "has PostgreSQL %3. Nothing was changed. Install the server that "
                                      "fits (apt install postgresql-%2), or move that folder away to begin "
                                      "with an empty warehouse.")
                           .arg(dataDirectory)
                           .arg(wanted)
                           .arg(found.join(QStringLiteral(", ")))};
}

} // namespace

QStringList defaultBinaryFolders(const QString &path)
{
    QStringList folders;
    for (int version = Newest; version >= Oldest; --version)
        folders += QStringLiteral("/usr/lib/postgresql/%1/bin").arg(version);
    folders += path.split(QLatin1Char(':'), Qt::SkipEmptyParts);
    folders.removeDuplicates();
    return folders;
}

QCoro::Task<Result<ServerBinaries>> findServer(QStringList folders, std::optional<int> major,
                                               QString dataDirectory)
{
    std::optional<ServerBinaries> best;
    QStringList found;
    for (const QString &folder : folders) {
        if (!isWhole(folder))
            continue;
        const std::optional<ServerBinaries> server = co_await inspect(folder);
        if (!server)
            continue;
        found += server->version;
        const bool fits = !major || *major == server->major;
        if (fits && (!best || server->major > best->major))
            best = server;
    }
    if (best)
        co_return *best;
    found.removeDuplicates();
    co_return failure(found.isEmpty() ? noneInstalled(folders) : otherVersion(*major, found, dataDirectory));
}

} // namespace daybook::warehouse

#include "models/warehouse/local/serverprocesses.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace daybook::warehouse {
namespace {

QByteArray readSmall(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(64 * 1024) : QByteArray();
}

} // namespace

ProcessOwner ownerOf(pid_t pid, const QString &dataDirectory, const QString &clusterName)
{
    const QString process = QStringLiteral("/proc/%1/").arg(pid);
    const QByteArray name = readSmall(process + QStringLiteral("comm")).trimmed();
    if (name.isEmpty())
        return ProcessOwner::Gone;
    if (name != "postgres" && name != "postmaster")
        return ProcessOwner::Foreign;
    // In a container nobody may collect the dead; PostgreSQL takes such a one for a running server.
    const QByteArray status = readSmall(process + QStringLiteral("stat"));
    if (status.mid(status.lastIndexOf(')') + 2, 1) == "Z")
        return ProcessOwner::Foreign;
    const QString folder = QFile::symLinkTarget(process + QStringLiteral("cwd"));
    if (!folder.isEmpty())
        return folder == QFileInfo(dataDirectory).canonicalFilePath() ? ProcessOwner::Ours
                                                                      : ProcessOwner::Foreign;
    const QByteArray title = readSmall(process + QStringLiteral("cmdline"));
    return title.contains(clusterName.toUtf8()) ? ProcessOwner::Ours : ProcessOwner::Unknown;
}

QList<pid_t> processesOn(const QString &dataDirectory, const QString &clusterName)
{
    QList<pid_t> found;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        const pid_t pid = entry.toInt();
        if (pid > 0 && ownerOf(pid, dataDirectory, clusterName) == ProcessOwner::Ours)
            found += pid;
    }
    return found;
}

std::optional<PostmasterFile> readPostmasterFile(const QString &dataDirectory)
{
    const QList<QByteArray> lines = readSmall(dataDirectory + QStringLiteral("/postmaster.pid")).split('\n');
    if (lines.size() < 5)
        return std::nullopt;
    PostmasterFile file;
    file.pid = lines[0].trimmed().toInt();
    file.startedAt = QDateTime::fromSecsSinceEpoch(lines[2].trimmed().toLongLong(), Qt::UTC);
    file.port = lines[3].trimmed().toInt();
    file.socketDirectory = QFile::decodeName(lines[4].trimmed());
    return file.pid > 0 ? std::optional(file) : std::nullopt;
}

} // namespace daybook::warehouse

#include "models/warehouse/local/layout.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace daybook::warehouse {
namespace {

constexpr int FirstPort = 5432;
constexpr int Ports = 10;
constexpr auto MarkerText = "Daybook keeps its local warehouse in this folder: daybookctl warehouse status\n";

Error ioError(const QString &message, int code)
{
    return {.kind = ErrorKind::Io,
            .message = message +
                       QStringLiteral(" Set DAYBOOK_WAREHOUSE_DIR to a folder of your own on a local disk."),
            .detail = QString::fromLocal8Bit(std::strerror(code))};
}

/// The path with what exists of it resolved, so that one folder has one name.
QString canonical(const QString &path)
{
    const QFileInfo info(QDir::cleanPath(path));
    if (info.exists())
        return info.canonicalFilePath();
    return info.isRoot() ? info.filePath() : canonical(info.path()) + QLatin1Char('/') + info.fileName();
}

/// libpq takes a comma in a host for the end of it.
bool fitsSocket(const QString &folder)
{
    if (folder.contains(QLatin1Char(',')))
        return false;
    const QByteArray longest = QFile::encodeName(folder + QStringLiteral("/.s.PGSQL.65535"));
    return static_cast<std::size_t>(longest.size()) < sizeof(sockaddr_un{}.sun_path);
}

/// The first folder on the way to `path` that `user` cannot pass through; empty when there is none.
QString closedFolder(const QString &path, const ServerUser &user)
{
    QString reached;
    for (const QString &part : path.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        reached += QLatin1Char('/') + part;
        struct stat info = {};
        if (::stat(QFile::encodeName(reached).constData(), &info) != 0)
            return {};
        const mode_t passing = info.st_uid == user.uid   ? S_IXUSR
                               : info.st_gid == user.gid ? S_IXGRP
                                                         : S_IXOTH;
        if ((info.st_mode & passing) == 0)
            return reached;
    }
    return {};
}

/// Whatever the umask: root's may be closed to the server's user.
bool makeParents(const QString &path, const ServerUser &user)
{
    const QString parent = QFileInfo(path).path();
    const QByteArray name = QFile::encodeName(parent);
    if (QFileInfo::exists(parent))
        return true;
    if (!makeParents(parent, user))
        return false;
    if (::mkdir(name.constData(), 0700) != 0)
        return errno == EEXIST;
    return !user.isSomebodyElse() || ::chmod(name.constData(), 0711) == 0;
}

bool somebodyListensOn(const QString &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::copy(name.begin(), name.end(), address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int failed =
        ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? 0 : errno;
    ::close(descriptor);
    return failed != ECONNREFUSED && failed != ENOENT;
}

/// A folder with things in it that are not ours must be somebody's mistake: their home, their project.
Result<void> claim(const Layout &layout)
{
    // In this order: another program may be claiming the folder at this moment.
    const bool used = !QDir(layout.directory)
                           .isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    const QFileInfo marker(layout.marker());
    const bool begun = marker.exists() && marker.size() == 0;
    if (hasMarker(layout))
        return {};
    if (used && !begun)
        return failure(
            ioError(QStringLiteral("The folder %1 holds other things, and is no warehouse of Daybook's.")
                        .arg(layout.directory),
                    ENOTEMPTY));
    QFile file(layout.marker());
    // Not truncated: it is empty, or another program has just written the same.
    if (!file.open(QIODevice::ReadWrite) || file.write(MarkerText) < 0 || !file.flush())
        return failure(
            ioError(QStringLiteral("The folder %1 cannot be written to.").arg(layout.directory), errno));
    return {};
}

} // namespace

QString Layout::socket(int port) const
{
    return QStringLiteral("%1/.s.PGSQL.%2").arg(socketDirectory).arg(port);
}

Layout layoutFor(const QString &directory, const QString &runtimeDirectory, const ServerUser &user)
{
    Q_ASSERT(QDir::isAbsolutePath(directory));
    Layout layout{.directory = canonical(directory), .socketDirectory = {}, .clusterName = {}, .user = user};
    const QByteArray path = QFile::encodeName(layout.directory);
    const QString mark =
        QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(12));
    layout.clusterName = QStringLiteral("daybook-") + mark;
    const QString inside = layout.directory + QStringLiteral("/run");
    const QString atRuntime = runtimeDirectory + QLatin1Char('/') + layout.clusterName;
    if (fitsSocket(inside))
        layout.socketDirectory = inside;
    else if (QDir::isAbsolutePath(runtimeDirectory) && !user.isSomebodyElse() && fitsSocket(atRuntime))
        layout.socketDirectory = atRuntime;
    else
        layout.socketDirectory = QStringLiteral("/tmp/daybook-%1-%2").arg(user.uid).arg(mark);
    return layout;
}

bool hasMarker(const Layout &layout)
{
    const QFileInfo info(layout.marker());
    QFile file(layout.marker());
    return info.isFile() && !info.isSymLink() && file.open(QIODevice::ReadOnly) &&
           file.read(1024) == MarkerText;
}

Result<void> prepareDirectory(const Layout &layout)
{
    const QByteArray path = QFile::encodeName(layout.directory);
    const QString shown = layout.directory;
    if (!makeParents(shown, layout.user) || (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST))
        return failure(
            ioError(QStringLiteral("The local warehouse's folder %1 cannot be made.").arg(shown), errno));
    struct stat info = {};
    if (::stat(path.constData(), &info) != 0 || !S_ISDIR(info.st_mode))
        return failure(ioError(QStringLiteral("%1 is not a folder.").arg(shown), ENOTDIR));
    if (info.st_uid != geteuid())
        return failure(
            ioError(QStringLiteral("The local warehouse's folder %1 belongs to %2, and you are %3.")
                        .arg(shown, nameOfUser(info.st_uid), nameOfUser(geteuid())),
                    EPERM));
    if (const Result<void> claimed = claim(layout); !claimed)
        return claimed;
    // The server's user, if it is not us, has to pass through to its own parts; nobody may look around.
    const mode_t mode = layout.user.isSomebodyElse() ? 0711 : 0700;
    if ((info.st_mode & 07777) != mode && ::chmod(path.constData(), mode) != 0)
        return failure(
            ioError(QStringLiteral("The folder %1 cannot be closed to others.").arg(shown), errno));
    if (const QString closed = closedFolder(layout.directory, layout.user); !closed.isEmpty())
        return failure(
            ioError(QStringLiteral("PostgreSQL does not run as root, and the user %1, as whom it runs "
                                   "instead, may not enter %2.")
                        .arg(layout.user.name, closed),
                    EACCES));
    return {};
}

Result<void> prepareServerFolder(const QString &path, const ServerUser &user)
{
    const QByteArray name = QFile::encodeName(path);
    const bool made = ::mkdir(name.constData(), 0700) == 0;
    if (!made && errno != EEXIST)
        return failure(ioError(QStringLiteral("The folder %1 cannot be made.").arg(path), errno));
    if (made && user.isSomebodyElse() && ::lchown(name.constData(), user.uid, user.gid) != 0)
        return failure(
            ioError(QStringLiteral("The folder %1 cannot be given to %2.").arg(path, user.name), errno));
    struct stat info = {};
    const bool known = ::lstat(name.constData(), &info) == 0 && S_ISDIR(info.st_mode);
    if (!known || info.st_uid != user.uid)
        return failure(
            ioError(QStringLiteral("%1 is not a folder of %2's. Remove it.").arg(path, user.name), EPERM));
    if ((info.st_mode & 077) != 0 && ::chmod(name.constData(), 0700) != 0)
        return failure(ioError(QStringLiteral("The folder %1 cannot be closed to others.").arg(path), errno));
    return {};
}

Result<int> clearSockets(const Layout &layout)
{
    for (int port = FirstPort; port < FirstPort + Ports; ++port) {
        const QString socket = layout.socket(port);
        if (somebodyListensOn(socket))
            continue;
        QFile::remove(socket);
        QFile::remove(socket + QStringLiteral(".lock"));
        return port;
    }
    return failure(
        ErrorKind::Conflict,
        QStringLiteral("Other servers use every socket in %1. Stop them.").arg(layout.socketDirectory));
}

Result<std::optional<int>> clusterVersion(const Layout &layout)
{
    const QFileInfo data(layout.data());
    if (!data.exists() && !data.isSymLink())
        return std::optional<int>();
    if (data.ownerId() != layout.user.uid)
        return failure(
            ErrorKind::Io,
            QStringLiteral("The local warehouse in %1 belongs to %2, and its server would run as %3. "
                           "Run Daybook as %2, or set DAYBOOK_WAREHOUSE_DIR to another folder.")
                .arg(layout.directory, nameOfUser(data.ownerId()), layout.user.name));
    QFile file(layout.data() + QStringLiteral("/PG_VERSION"));
    const bool readable = file.open(QIODevice::ReadOnly);
    const QString text = readable ? QString::fromLatin1(file.read(32)).trimmed() : QString();
    const int version = text.toInt();
    if (!readable || version <= 0 || !QFileInfo::exists(layout.data() + QStringLiteral("/global/pg_control")))
        return failure(
            ErrorKind::Data,
            QStringLiteral("%1 is not a PostgreSQL data directory, or has lost parts of itself. "
                           "Nothing was changed. Move it away to begin with an empty warehouse, or "
                           "restore it from a backup.")
                .arg(layout.data()),
            readable ? QStringLiteral("PG_VERSION holds \"%1\".").arg(text) : file.errorString());
    return std::optional(version);
}

QString temporaryName(const Layout &layout, const QString &what)
{
    const QString mark = QString::number(QRandomGenerator::system()->generate(), 16);
    return layout.data() + QLatin1Char('.') + what + QLatin1Char('-') + mark;
}

} // namespace daybook::warehouse

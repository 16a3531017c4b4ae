#include "models/evidence/partialfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace daybook::evidence {
namespace {

/// Large enough to keep the disk busy, small enough that the last sync has little left to do.
constexpr qint64 PushBytes = 8 * 1024 * 1024;

QString adviceFor(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return QStringLiteral("Make room, or choose a place with more of it.");
    case EFBIG:
        return QStringLiteral("The file is larger than the file system or a limit allows.");
    case EACCES:
    case EPERM:
    case EROFS:
        return QStringLiteral("Choose a folder that you may write to.");
    case ENOENT:
    case ENOTDIR:
        return QStringLiteral("Create the folder first, or choose another.");
    case ENAMETOOLONG:
        return QStringLiteral("Choose a shorter name.");
    default:
        return {};
    }
}

QString hiddenPrefix(const QFileInfo &target)
{
    return QLatin1Char('.') + target.fileName() + QLatin1Char('.');
}

/// A living export holds a lock on its file; one without was left by a process that is no more.
void clearLeftovers(const QFileInfo &target)
{
    const QDir folder = target.absoluteDir();
    const QStringList hidden =
        folder.entryList(QDir::Files | QDir::Hidden | QDir::NoSymLinks).filter(hiddenPrefix(target));
    for (const QString &name : hidden) {
        if (!name.startsWith(hiddenPrefix(target)) || !name.endsWith(QStringLiteral(".part")))
            continue;
        const QByteArray path = QFile::encodeName(folder.filePath(name));
        const int descriptor = ::open(path.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor < 0)
            continue;
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            ::unlink(path.constData());
        ::close(descriptor);
    }
}

} // namespace

Error fileError(const QString &doing, const QString &path, int code)
{
    const QString advice = adviceFor(code);
    return {.kind = ErrorKind::Io,
            .message = QStringLiteral("Cannot %1 %2: %3.%4")
                           .arg(doing, path, QString::fromLocal8Bit(std::strerror(code)),
                                advice.isEmpty() ? QString() : QLatin1Char(' ') + advice)};
}

Result<QString> exportTarget(const QString &path)
{
    const QFileInfo info(path);
    if (path.isEmpty() || path.endsWith(QLatin1Char('/')) || info.isDir())
        return failure(
            ErrorKind::Usage,
            QStringLiteral("Cannot export to \"%1\": it is a folder. Name a file in it.").arg(path));
    if (info.exists() && !info.isFile())
        return failure(
            ErrorKind::Usage,
            QStringLiteral("Cannot export to %1: it is not a regular file. Evidence is written beside "
                           "its target and put in place when whole.")
                .arg(path));
    return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
}

Result<void> openForReading(QFile &file, const QString &doing)
{
    const QFileInfo info(file.fileName());
    if (info.exists() && !info.isFile())
        return failure(ErrorKind::Io,
                       QStringLiteral("Cannot %1 %2: it is not a regular file.").arg(doing, file.fileName()));
    errno = ENOENT;
    if (!info.exists() || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(fileError(doing, file.fileName(), errno));
    return {};
}

Result<PartialFile> PartialFile::create(const QString &target)
{
    const QFileInfo info(target);
    clearLeftovers(info);
    const QString path = info.absoluteDir().filePath(
        hiddenPrefix(info) + QString::number(QRandomGenerator::system()->generate64(), 36) +
        QStringLiteral(".part"));
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return failure(fileError(QStringLiteral("write"), target, errno));
    ::flock(descriptor, LOCK_EX | LOCK_NB);
    return PartialFile(descriptor, path, target);
}

PartialFile::PartialFile(int descriptor, QString path, QString target)
    : m_descriptor(descriptor), m_path(std::move(path)), m_target(std::move(target))
{
}

PartialFile::~PartialFile()
{
    discard();
}

PartialFile::PartialFile(PartialFile &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::exchange(other.m_path, {}))
    , m_target(std::move(other.m_target))
    , m_written(other.m_written)
    , m_pushed(other.m_pushed)
{
}

PartialFile &PartialFile::operator=(PartialFile &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_path, other.m_path);
    std::swap(m_target, other.m_target);
    std::swap(m_written, other.m_written);
    std::swap(m_pushed, other.m_pushed);
    return *this;
}

void PartialFile::discard()
{
    if (!m_path.isEmpty())
        ::unlink(QFile::encodeName(m_path).constData());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_path.clear();
    m_descriptor = -1;
}

Result<void> PartialFile::append(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failure(fileError(QStringLiteral("write"), m_target, errno));
        bytes = bytes.sliced(written);
        m_written += written;
    }
    if (m_written - m_pushed >= PushBytes) {
        ::sync_file_range(m_descriptor, m_pushed, m_written - m_pushed, SYNC_FILE_RANGE_WRITE);
        m_pushed = m_written;
    }
    return {};
}

Result<void> PartialFile::sync()
{
    if (::fsync(m_descriptor) != 0)
        return failure(fileError(QStringLiteral("write"), m_target, errno));
    return {};
}

Result<void> PartialFile::renameTo(const QString &path)
{
    if (::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(path).constData()) != 0)
        return failure(fileError(QStringLiteral("put in place"), path, errno));
    m_path.clear();
    discard();
    return {};
}

} // namespace daybook::evidence

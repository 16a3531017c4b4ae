#include "models/warehouse/local/filelock.h"

#include "models/warehouse/servererror.h"

#include <QCoro/QCoroTimer>
#include <QDeadlineTimer>
#include <QFile>
#include <QTimer>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace daybook::warehouse {
namespace {

constexpr int RetryMilliseconds = 50;

} // namespace

QCoro::Task<void> pauseFor(int milliseconds)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(milliseconds);
    co_await timer;
}

QCoro::Task<Result<FileLock::Pointer>> FileLock::take(QString path, int milliseconds, std::stop_token stop)
{
    const Pointer lock(new FileLock(path));
    const QDeadlineTimer deadline(milliseconds);
    while (true) {
        const Attempt attempt = lock->tryOnce();
        if (attempt == Attempt::Taken)
            co_return lock;
        if (attempt == Attempt::Failed)
            co_return failure(
                ErrorKind::Io,
                QStringLiteral("%1 cannot be locked. Check who owns it and its folder.").arg(path),
                QString::fromLocal8Bit(std::strerror(errno)));
        if (stop.stop_requested())
            co_return failure(cancelled());
        if (deadline.hasExpired())
            co_return failure(
                ErrorKind::Conflict,
                QStringLiteral("Another program has been starting or stopping the local warehouse "
                               "for %1 seconds. Wait for it, or end it, and try again.")
                    .arg(milliseconds / 1000),
                QStringLiteral("It holds the lock on %1 (fuser -v shows its process).").arg(path));
        co_await pauseFor(RetryMilliseconds);
    }
}

FileLock::Attempt FileLock::tryOnce()
{
    const QByteArray path = QFile::encodeName(m_path);
    const int descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return Attempt::Failed;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const bool busy = errno == EWOULDBLOCK;
        ::close(descriptor);
        return busy ? Attempt::Busy : Attempt::Failed;
    }
    // Whoever held it before may have removed the file: then the lock we have is on nothing.
    struct stat held = {};
    struct stat named = {};
    if (fstat(descriptor, &held) != 0 || ::lstat(path.constData(), &named) != 0 ||
        held.st_ino != named.st_ino || held.st_dev != named.st_dev) {
        ::close(descriptor);
        return Attempt::Busy;
    }
    m_descriptor = descriptor;
    return Attempt::Taken;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void FileLock::removeFile()
{
    QFile::remove(m_path);
}

} // namespace daybook::warehouse

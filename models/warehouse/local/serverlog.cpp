#include "models/warehouse/local/serverlog.h"

#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace daybook::warehouse {
namespace {

constexpr qint64 LargeLog = 8 * 1024 * 1024;
constexpr qint64 TailBytes = 16 * 1024;
constexpr qsizetype TailLines = 15;

} // namespace

Result<qint64> prepareLog(const Layout &layout)
{
    if (QFileInfo(layout.log()).size() > LargeLog) {
        QFile::remove(layout.previousLog());
        QFile::rename(layout.log(), layout.previousLog());
    }
    const QByteArray path = QFile::encodeName(layout.log());
    const int descriptor =
        ::open(path.constData(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failure(
            ErrorKind::Io,
            QStringLiteral("The local warehouse's log %1 cannot be written. Check who owns it, and that "
                           "the disk is not full.")
                .arg(layout.log()),
            QString::fromLocal8Bit(std::strerror(errno)));
    ::close(descriptor);
    return QFileInfo(layout.log()).size();
}

QString logTail(const Layout &layout, qint64 from)
{
    QFile file(layout.log());
    if (!file.open(QIODevice::ReadOnly) || !file.seek(std::max(from, file.size() - TailBytes)))
        return {};
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    return lines.mid(std::max<qsizetype>(0, lines.size() - TailLines)).join(QLatin1Char('\n'));
}

Error startFailure(const Layout &layout, qint64 from)
{
    Error error{.kind = ErrorKind::Connection, .message = {}, .detail = logTail(layout, from)};
    if (error.detail.contains(QStringLiteral("No space left on device"))) {
        error.kind = ErrorKind::Io;
        error.message =
            QStringLiteral("The local warehouse cannot start: the disk under %1 is full. Make room, and "
                           "try again; nothing is lost.")
                .arg(layout.directory);
    } else {
        error.message =
            QStringLiteral("The local warehouse in %1 did not start. What its server said last is below; "
                           "all of it is in %2.")
                .arg(layout.directory, layout.log());
    }
    return error;
}

} // namespace daybook::warehouse

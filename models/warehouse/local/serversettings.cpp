#include "models/warehouse/local/serversettings.h"

#include <QMap>
#include <QStringList>

#include <algorithm>
#include <sys/statvfs.h>
#include <unistd.h>

namespace daybook::warehouse {
namespace {

constexpr qint64 Mebibyte = 1024 * 1024;

qint64 memoryMebibytes()
{
    return static_cast<qint64>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE) / Mebibyte;
}

/// Containers give /dev/shm 64 MB by default, which a parallel hash join outgrows.
bool sharedMemoryIsSmall()
{
    struct statvfs info = {};
    return statvfs("/dev/shm", &info) != 0 ||
           static_cast<qint64>(info.f_bavail * info.f_frsize) < 512 * Mebibyte;
}

QString megabytes(qint64 count)
{
    return QStringLiteral("%1MB").arg(count);
}

QString shellQuoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

/// The setting is a list of paths: quoted, a path may hold commas and spaces.
QString pathList(QString path)
{
    return QLatin1Char('"') + path.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QMap<QString, QString> settingsFor(const Layout &layout, int port)
{
    const qint64 memory = memoryMebibytes();
    return {
        {QStringLiteral("listen_addresses"), QString()},
        {QStringLiteral("unix_socket_directories"), pathList(layout.socketDirectory)},
        {QStringLiteral("unix_socket_permissions"), QStringLiteral("0700")},
        {QStringLiteral("port"), QString::number(port)},
        {QStringLiteral("cluster_name"), layout.clusterName},
        {QStringLiteral("timezone"), QStringLiteral("UTC")},
        {QStringLiteral("log_timezone"), QStringLiteral("UTC")},
        {QStringLiteral("lc_messages"), QStringLiteral("C")},
        // What people query is theirs: the log gets messages, never statements.
        {QStringLiteral("log_min_error_statement"), QStringLiteral("panic")},
        {QStringLiteral("log_checkpoints"), QStringLiteral("off")},
        // No standby reads this server's log, so a table that is built whole need not be written twice.
        {QStringLiteral("wal_level"), QStringLiteral("minimal")},
        {QStringLiteral("max_wal_senders"), QStringLiteral("0")},
        {QStringLiteral("max_wal_size"), QStringLiteral("4GB")},
        {QStringLiteral("checkpoint_timeout"), QStringLiteral("15min")},
        {QStringLiteral("shared_buffers"), megabytes(std::clamp<qint64>(memory / 8, 128, 512))},
        {QStringLiteral("effective_cache_size"), megabytes(std::max<qint64>(memory / 2, 256))},
        {QStringLiteral("work_mem"), QStringLiteral("64MB")},
        {QStringLiteral("maintenance_work_mem"), QStringLiteral("256MB")},
        {QStringLiteral("random_page_cost"), QStringLiteral("1.1")},
        // Long scans are worth a compiler's time (many tests of one table above all), pages are not.
        {QStringLiteral("jit_above_cost"), QStringLiteral("300000")},
    };
}

} // namespace

QString serverOptions(const Layout &layout, int port)
{
    QMap<QString, QString> settings = settingsFor(layout, port);
    if (sharedMemoryIsSmall())
        settings.insert(QStringLiteral("dynamic_shared_memory_type"), QStringLiteral("mmap"));
    QStringList words;
    for (auto it = settings.begin(); it != settings.end(); ++it)
        words += {QStringLiteral("-c"), shellQuoted(it.key() + QLatin1Char('=') + it.value())};
    return words.join(QLatin1Char(' '));
}

} // namespace daybook::warehouse

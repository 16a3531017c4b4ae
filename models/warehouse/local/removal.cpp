#include "models/warehouse/local/removal.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace daybook::warehouse {
namespace {

/// The first entry that neither initdb nor a server makes. By name, not by PG_VERSION: initdb writes that one
/// late, and an interrupted removal may have taken it first.
QString strangerIn(const QString &folder)
{
    static const QRegularExpression known(
        QStringLiteral("^(PG_VERSION|base|global|pg_[a-z_]+|pg_(hba|ident)\\.conf|"
                       "postgresql(\\.auto)?\\.conf(\\.tmp)?|postmaster\\.(pid|opts)|core(\\.\\d+)?)$"));
    const QStringList names =
        QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (!known.match(name).hasMatch())
            return name;
    }
    return {};
}

/// True when removing `folder` would take `place` with it. Both are canonical.
bool holds(const QString &folder, const QString &place)
{
    return place == folder || place.startsWith(folder + QLatin1Char('/'));
}

} // namespace

QString objectionToRemoving(const Layout &layout, const QString &folder)
{
    const QFileInfo info(folder);
    if (!QDir::isAbsolutePath(folder) || info.isSymLink() || !info.isDir())
        return QStringLiteral("%1 is not a folder.").arg(folder);
    const QString path = info.canonicalFilePath();
    const QFileInfo warehouse(layout.directory);
    if (!warehouse.isAbsolute() || QFileInfo(path).path() != warehouse.canonicalFilePath())
        return QStringLiteral("%1 is not in the local warehouse's folder %2.").arg(folder, layout.directory);
    if (!hasMarker(layout))
        return QStringLiteral("%1 is no warehouse of Daybook's.").arg(layout.directory);
    const QString home = QDir::home().canonicalPath();
    const QString here = QDir::current().canonicalPath();
    if (QDir(path).isRoot() || holds(path, home) || (!here.isEmpty() && holds(path, here)))
        return QStringLiteral("%1 holds your home or the current folder.").arg(folder);
    if (const QString stranger = strangerIn(path); !stranger.isEmpty())
        return QStringLiteral("%1 holds \"%2\", which is not PostgreSQL's.").arg(folder, stranger);
    return {};
}

void removeLeftovers(const Layout &layout)
{
    const QDir folder(layout.directory);
    const QStringList patterns{QStringLiteral("data.new-?*"), QStringLiteral("data.gone-?*")};
    const QStringList names = folder.entryList(patterns, QDir::Dirs | QDir::Hidden | QDir::NoSymLinks);
    for (const QString &name : names) {
        const QString leftover = layout.directory + QLatin1Char('/') + name;
        if (objectionToRemoving(layout, leftover).isEmpty())
            QDir(leftover).removeRecursively();
    }
}

} // namespace daybook::warehouse

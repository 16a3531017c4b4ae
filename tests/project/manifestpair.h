#pragma once

#include "models/project/manifest.h"
#include "tests/project/dbt.h"

#include <QBuffer>
#include <QJsonObject>

namespace daybook::test {

/// What Daybook writes of a project.
inline QByteArray manifestOf(const project::Project &project)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    REQUIRE(project::writeManifest(project, {}, buffer));
    return buffer.data();
}

inline QJsonObject entryOf(const QJsonObject &manifest, const char *uniqueId)
{
    const QString id = QString::fromUtf8(uniqueId);
    for (const char *part : {"nodes", "sources", "macros", "docs", "exposures", "groups"}) {
        const QJsonObject entries = manifest[QString::fromUtf8(part)].toObject();
        if (entries.contains(id))
            return entries[id].toObject();
    }
    FAIL("no " << uniqueId << " in the manifest");
    return {};
}

inline QJsonObject ourManifest(const ProjectFolder &folder)
{
    return QJsonDocument::fromJson(manifestOf(folder.load())).object();
}

/// "model.shop.a columns", ... where the two manifests differ: in `fields` of the entries of `part`, or in
/// what there is.
inline std::string differences(const QJsonObject &ours, const QJsonObject &theirs, const char *part,
                               const QStringList &fields)
{
    const QJsonObject left = ours[QString::fromUtf8(part)].toObject();
    const QJsonObject right = theirs[QString::fromUtf8(part)].toObject();
    QString told;
    QStringList ids = left.keys() + right.keys();
    ids.removeDuplicates();
    for (const QString &id : std::as_const(ids)) {
        // Macros and texts that come with either program are its own.
        if (id.startsWith(u"macro.dbt") || id.startsWith(u"doc.dbt."))
            continue;
        if (!left.contains(id) || !right.contains(id)) {
            told +=
                id + (left.contains(id) ? QStringLiteral(": only ours\n") : QStringLiteral(": only dbt's\n"));
            continue;
        }
        for (const QString &field : fields) {
            const QJsonValue our = left[id].toObject()[field];
            const QJsonValue their = right[id].toObject()[field];
            const auto text = [](const QJsonValue &value) {
                return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
            };
            if (our != their)
                told += QStringLiteral("%1 %2: ours %3, dbt's %4\n").arg(id, field, text(our), text(their));
        }
    }
    return told.toStdString();
}

/// dbt's manifest of the same folder.
inline QJsonObject dbtManifest(const ProjectFolder &folder)
{
    const QJsonObject theirs = askDbt("tests/project/dbtmanifest.py", folder.path(), {}).object();
    INFO(theirs[QStringLiteral("refused")].toString().toStdString());
    REQUIRE(theirs.contains(QStringLiteral("nodes")));
    return theirs;
}

} // namespace daybook::test

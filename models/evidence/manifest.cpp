#include "models/evidence/manifest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace daybook::evidence {
namespace {

using namespace Qt::StringLiterals;

QJsonValue decimalJson(const std::optional<Decimal> &value)
{
    return value ? QJsonValue(value->toString()) : QJsonValue(QJsonValue::Null);
}

QJsonObject totalsJson(const Totals &totals)
{
    return {{u"rows"_s, totals.rows},
            {u"amount"_s, decimalJson(totals.amount)},
            {u"count"_s, decimalJson(totals.count)}};
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonObject controlJson(const ColumnRoles &roles, const ControlTotals &totals)
{
    QJsonArray types;
    for (const auto &[type, one] : totals.byType) {
        QJsonObject object = totalsJson(one);
        object[u"type"_s] = type ? QJsonValue(QString::fromUtf8(*type)) : QJsonValue(QJsonValue::Null);
        types << object;
    }
    return {{u"type_column"_s, textOrNull(roles.type)},
            {u"amount_column"_s, textOrNull(roles.amount)},
            {u"count_column"_s, textOrNull(roles.count)},
            {u"by_type"_s, types},
            {u"overall"_s, totalsJson(totals.overall)}};
}

QJsonArray namedJson(const QList<NamedValue> &values, const QString &value)
{
    QJsonArray array;
    for (const NamedValue &one : values)
        array << QJsonObject{{u"name"_s, one.name}, {value, one.value}};
    return array;
}

QJsonValue periodJson(const std::optional<Period> &period)
{
    if (!period)
        return QJsonValue::Null;
    const QTimeZone zone(period->timeZone.toUtf8());
    return QJsonObject{{u"from"_s, period->interval.from.toTimeZone(zone).toString(Qt::ISODate)},
                       {u"to"_s, period->interval.to.toTimeZone(zone).toString(Qt::ISODate)},
                       {u"bounds"_s, u"[from, to)"_s},
                       {u"time_zone"_s, period->timeZone}};
}

QJsonValue versionJson(const std::optional<ProjectVersion> &version)
{
    if (!version)
        return QJsonValue::Null;
    return QJsonObject{{u"git_commit"_s, version->commit}, {u"git_dirty"_s, version->dirty}};
}

QJsonObject provenanceJson(const Provenance &provenance)
{
    return {{u"label"_s, provenance.label},
            {u"project"_s, textOrNull(provenance.project)},
            {u"project_version"_s, versionJson(provenance.version)},
            {u"run"_s, provenance.runId ? QJsonValue(*provenance.runId) : QJsonValue(QJsonValue::Null)},
            {u"models"_s, namedJson(provenance.models, u"version"_s)}};
}

QJsonObject serverJson(const ServerIdentity &server)
{
    return {{u"version"_s, server.version},
            {u"database"_s, server.database},
            {u"user"_s, server.user},
            {u"connection"_s, server.connection},
            {u"system_identifier"_s, textOrNull(server.systemIdentifier)},
            {u"snapshot"_s, textOrNull(server.snapshot)},
            {u"snapshot_time"_s, server.snapshotTime}};
}

} // namespace

QByteArray Manifest::toJson() const
{
    QJsonArray columnList;
    for (const ManifestColumn &column : columns)
        columnList << QJsonObject{{u"name"_s, column.name}, {u"type"_s, column.type}};
    const QJsonObject manifest{{u"format"_s, u"daybook-evidence"_s},
                               {u"format_version"_s, Format},
                               {u"file"_s, file},
                               {u"sha256"_s, QString::fromLatin1(sha256)},
                               {u"bytes"_s, bytes},
                               {u"rows"_s, rows},
                               {u"profile"_s, toString(profile)},
                               {u"columns"_s, columnList},
                               {u"control"_s, controlJson(roles, totals)},
                               {u"sql"_s, sql},
                               {u"sql_sha256"_s, QString::fromLatin1(sqlSha256)},
                               {u"parameters"_s, namedJson(parameters, u"value"_s)},
                               {u"period"_s, periodJson(period)},
                               {u"provenance"_s, provenanceJson(provenance)},
                               {u"server"_s, serverJson(server)},
                               {u"exporter"_s, QJsonObject{{u"program"_s, exporter.program},
                                                           {u"version"_s, exporter.version},
                                                           {u"user"_s, exporter.user},
                                                           {u"host"_s, exporter.host}}},
                               {u"exported_at"_s, exportedAt.toUTC().toString(Qt::ISODateWithMs)}};
    return QJsonDocument(manifest).toJson(QJsonDocument::Indented);
}

QStringList headerOf(const Manifest &manifest)
{
    QStringList names;
    for (const ManifestColumn &column : manifest.columns) {
        names << (manifest.profile == Profile::Spreadsheet
                      ? QString::fromUtf8(guardedAgainstFormulas(column.name.toUtf8()))
                      : column.name);
    }
    return names;
}

QString manifestPathFor(const QString &csvPath)
{
    const bool named = csvPath.endsWith(u".csv"_s, Qt::CaseInsensitive);
    return (named ? csvPath.chopped(4) : csvPath) + u".manifest.json"_s;
}

QString pendingManifestPathFor(const QString &csvPath)
{
    return manifestPathFor(csvPath) + u".pending"_s;
}

Result<RoleColumns> roleColumns(const ColumnRoles &roles, const QList<ManifestColumn> &columns)
{
    RoleColumns places;
    for (const auto &[name, place] :
         {std::pair(roles.type, &places.type), std::pair(roles.amount, &places.amount),
          std::pair(roles.count, &places.count)}) {
        for (int i = 0; i < columns.size(); ++i) {
            if (name.isEmpty() || columns[i].name != name)
                continue;
            if (*place >= 0)
                return failure(ErrorKind::Usage, u"Two columns are called \"%1\": give each its own name, so "
                                                 "that control totals can be told apart."_s.arg(name));
            *place = i;
        }
        if (!name.isEmpty() && *place < 0)
            return failure(ErrorKind::Usage,
                           u"The query has no column \"%1\" to take control totals from."_s.arg(name));
    }
    return places;
}

} // namespace daybook::evidence

#pragma once

#include "models/evidence/csvtally.h"
#include "models/evidence/exportrequest.h"

#include <QDateTime>

namespace daybook::evidence {

/// A column as the server described it.
struct ManifestColumn
{
    QString name;
    QString type; ///< "numeric", "timestamp with time zone"
    bool operator==(const ManifestColumn &) const = default;
};

/// Whose data it is, and as of when. Empty where the server would not say.
struct ServerIdentity
{
    QString version;
    QString database;
    QString user;
    QString connection;       ///< "user@host:port/database"
    QString systemIdentifier; ///< of the cluster
    QString snapshot;         ///< pg_current_snapshot()
    QString snapshotTime;     ///< ISO 8601, UTC, the server's clock
};

/// Who wrote the file.
struct Exporter
{
    QString program;
    QString version;
    QString user;
    QString host;
};

/// What stands beside a CSV and proves it. Written as JSON with sorted keys; amounts are strings, because a
/// JSON number is a double to most that read it.
struct Manifest
{
    static constexpr int Format = 1;

    QString file; ///< the CSV's name, without its folder
    QByteArray sha256;
    qint64 bytes = 0;
    qint64 rows = 0;
    Profile profile = Profile::Audit;
    QList<ManifestColumn> columns;
    ColumnRoles roles;
    ControlTotals totals;
    QString sql;
    QByteArray sqlSha256;
    QList<NamedValue> parameters;
    std::optional<Period> period;
    Provenance provenance;
    ServerIdentity server;
    Exporter exporter;
    QDateTime exportedAt; ///< UTC

    QByteArray toJson() const;

    /// Error: Data, naming the part that is wrong; a manifest of a newer Daybook says so. Never trusts its
    /// input: it may have been written by somebody who wants a wrong file believed.
    /// `path` is for the message.
    static Result<Manifest> fromJson(const QByteArray &json, const QString &path);

    /// The bytes of a manifest's file, if they can be one's. Errors: Io, Data.
    static Result<QByteArray> readBytes(const QString &path);
    static constexpr qint64 MaximumBytes = 16 * 1024 * 1024;
};

/// What the first row of the file says, by its profile.
QStringList headerOf(const Manifest &manifest);

/// settlement.csv is proven by settlement.manifest.json beside it.
QString manifestPathFor(const QString &csvPath);

/// Where a manifest waits while its CSV is put in place.
QString pendingManifestPathFor(const QString &csvPath);

/// The roles' places among the columns. Error: Usage, for a name that no column, or more than one, has.
Result<RoleColumns> roleColumns(const ColumnRoles &roles, const QList<ManifestColumn> &columns);

} // namespace daybook::evidence

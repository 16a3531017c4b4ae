#pragma once

#include "models/core/businesscalendar.h"
#include "models/evidence/controltotals.h"
#include "models/evidence/csvrewriter.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace daybook::evidence {

/// The columns that control totals are made of, by name; empty where there is none. `amount` and `count` must
/// be integers or numeric: money in floating point is refused.
struct ColumnRoles
{
    QString type = {};
    QString amount = {};
    QString count = {};
};

/// The stretch of time the rows are about, and the zone whose days it is made of.
struct Period
{
    Interval interval;
    QString timeZone; ///< an IANA name; timestamps in the file carry its offset
};

struct NamedValue
{
    QString name;
    QString value;
    bool operator==(const NamedValue &) const = default;
};

/// Where the SQL project stood in git when the run read it.
struct ProjectVersion
{
    QString commit;
    bool dirty = false; ///< what was read differs from the commit
    bool operator==(const ProjectVersion &) const = default;
};

/// What the figures rest on.
struct Provenance
{
    QString label = {};   ///< what people call it: "Settlement, 2026-11-21"
    QString project = {}; ///< empty: none
    std::optional<qint64> runId = {};
    std::optional<ProjectVersion> version = {};
    QList<NamedValue> models = {}; ///< name and version hash of each model read
};

/// What to export, and what to say of it.
struct ExportRequest
{
    /// One query, whole as it is: COPY takes no parameters, so values stand in it as literals.
    QString sql = {};
    /// Sort expressions over the query's columns. The order must be total, or the same data may give another
    /// file. Empty: the query sorts its rows itself.
    QStringList orderBy = {};
    ColumnRoles roles = {};
    std::optional<Period> period = {};
    QList<NamedValue> parameters = {}; ///< the literals' meanings, for the manifest
    Provenance provenance = {};
    Profile profile = Profile::Audit;
    QString path = {};
    QString program = QStringLiteral("daybook"); ///< who exports
};

/// A pair of files that proves itself.
struct ExportOutcome
{
    QString path = {};
    QString manifestPath;
    QByteArray sha256;         ///< of the file, hex
    QByteArray manifestSha256; ///< keep it elsewhere, and nobody can replace both files unseen
    qint64 bytes = 0;
    qint64 rows = 0; ///< without the header
    ControlTotals totals;
};

} // namespace daybook::evidence

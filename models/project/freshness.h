#pragma once

#include "models/project/project.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace daybook::project {

struct FreshnessThreshold
{
    qint64 count = 0;
    QString period; ///< "minute", "hour" or "day"

    qint64 seconds() const;
};

/// How old a source's newest row may be, and how to find that row.
struct Freshness
{
    std::optional<FreshnessThreshold> warnAfter;
    std::optional<FreshnessThreshold> errorAfter;
    QString filter;        ///< an SQL condition; empty: all rows
    QString loadedAtField; ///< an SQL expression; or
    QString loadedAtQuery; ///< a template of a query for the newest row's time, which then counts

    /// dbt's word for rows of this age: pass, warn or error.
    QString statusOf(double ageInSeconds) const;
};

/// Nothing for what is no source, and for sources that say no threshold.
std::optional<Freshness> freshnessOf(const Node &node);

/// The query of a source's loaded_at_query.
Result<QString> renderLoadedAtQuery(const Project &project, const Node &source,
                                    const CompileContext &context);

/// How one source was found. Times as in dbt's file: ISO 8601, in UTC, to the microsecond.
struct SourceFreshness
{
    QString uniqueId;
    QString status; ///< pass, warn, error, or "runtime error" when it could not be found out
    QString error = {};
    Freshness criteria = {};
    QString newest = {};
    QString askedAt = {};
    double age = 0; ///< seconds
    QString thread = {};
    QDateTime startedAt = {};
    QDateTime finishedAt = {};
};

/// dbt's sources.json, version 3.
struct SourceResults
{
    QString invocationId;
    QDateTime startedAt;
    double elapsed = 0; ///< seconds
    std::vector<SourceFreshness> results;

    QByteArray toJson() const;
};

} // namespace daybook::project

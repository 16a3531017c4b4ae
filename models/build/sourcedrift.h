#pragma once

#include "models/build/plan.h"
#include "models/build/sourceshape.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::build {

/// The sources that the steps of a plan look at or read, through ephemeral models too; by unique id, each
/// with those that read it.
QMap<QString, QStringList> sourcesRead(const project::Project &project, const Plan &plan);

/// Whether what `reader` is written in may read this column of its sources. Says yes where it cannot tell:
/// for a `select *`, and for macros of the project's and of packages.
bool mayRead(const project::Node &reader, const QString &column);

/// What came of looking at the sources before building.
struct SourceReview
{
    QStringList drifts; ///< sentences: why the run should not go on
    QStringList notes;  ///< sentences: what has changed and does no harm, or is configured to be only told
};

/// Holds every source that the plan reads to its declared columns, and to what the last published run of the
/// project found, and remembers what it looks like now under `runId`. `watermark` is the run's, as the server
/// wrote it. Errors: those of the server; Project, for a wrong `meta: daybook: source_drift:`.
QCoro::Task<Result<SourceReview>> reviewSources(warehouse::Connection::Pointer connection,
                                                project::Project project, std::shared_ptr<const Plan> plan,
                                                qint64 runId, QString watermark, std::stop_token stop);

} // namespace daybook::build

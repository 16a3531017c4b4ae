#pragma once

#include "models/core/result.h"
#include "models/project/project.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>

namespace daybook::build {

/// A published run whose version of the project is to be published again.
struct PublishedVersion
{
    qint64 runId = 0;
    QString projectHash;
    QDateTime startedAt;
    std::optional<project::SourceVersion> version; ///< where its files stood in git
    QString vars;                                  ///< --vars of that run, as JSON; empty: none
};

/// Keeps the files of the project's version in Daybook's own schema, unless they are there. In the
/// transaction that records the run. Errors: Conflict, for a file that has changed since the project was
/// read; Io.
QCoro::Task<Result<void>> keepVersion(warehouse::Connection::Pointer connection, project::Project project);

/// The version to go back to: that of run `runId`, or (0) the one published before the newest. Errors: Usage,
/// where there is none.
QCoro::Task<Result<PublishedVersion>> versionToRepublish(warehouse::Connection::Pointer connection,
                                                         QString project, QString targetSchema, qint64 runId);

/// Writes the version's files below `folder`, which is empty. Errors: Io, Data.
QCoro::Task<Result<void>> restoreVersion(warehouse::Connection::Pointer connection, QString projectHash,
                                         QString folder);

/// What is live of the project and unknown to this version of it: SQL names.
QCoro::Task<Result<QStringList>> relationsUnknownTo(warehouse::Connection::Pointer connection,
                                                    project::Project version);

} // namespace daybook::build

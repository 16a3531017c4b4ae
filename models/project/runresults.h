#pragma once

#include "models/core/result.h"
#include "models/templating/value.h"

#include <QDateTime>

#include <vector>

namespace daybook::project {

/// How one node of a command ended, in dbt's words.
struct RunResult
{
    QString uniqueId;
    QString status; ///< success, error, skipped; of tests pass, warn, fail, error, skipped
    QString message = {};
    QString thread = {};
    QDateTime startedAt = {};
    QDateTime finishedAt = {};
    std::optional<qint64> failures = {};
    std::optional<qint64> rows = {};
    std::optional<QString> compiledSql = {};
    QString relation = {};
};

/// dbt's run_results.json, version 6.
struct RunResults
{
    QString invocationId;
    templating::Value args = templating::Value(templating::Dict{}); ///< `which`, and the options given
    QDateTime startedAt = {};
    double elapsed = 0; ///< seconds
    std::vector<RunResult> results = {};

    QByteArray toJson() const;
    /// Reads Daybook's or dbt's; `file` is its name in messages. Of the results the status and the message
    /// count. Errors: Io when it is not there or cannot be read; Data when it is something else.
    static Result<RunResults> read(const QString &file);
};

/// A JSON file another program may have written: of a bounded size, and an object with this kind's schema
/// ("manifest"), from version `oldest` on. Errors: Io, Data, with what to do.
Result<templating::Value> readArtifact(const QString &file, const QString &kind, int oldest);

} // namespace daybook::project

#pragma once

#include "models/core/progress.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>
#include <QDate>

namespace daybook::warehouse {

/// Which sample of a payments company to make. The same options give the same rows.
struct SampleOptions
{
    qint64 seed = 1;
    int days = 90;
    qint64 rows = 200'000; ///< wallet transactions in all
    QDate today;           ///< the day, in Seoul, that the sample ends in; not valid: today
    QStringList defects;   ///< names of defects to plant, or "all"; empty: a clean sample
};

/// What is in the sample's schemas now.
struct LoadedSample
{
    qint64 seed = 0;
    int days = 0;
    qint64 rows = 0;
    bool isFresh = false; ///< a build started now would find its sources fresh
    qint64 planted = 0; ///< defects
};

/// Makes the sample in the connection's database, replacing one made before, and no other schema. Errors:
/// Conflict-like refusals come from the server as Sql (a schema of that name that is not the sample's).
QCoro::Task<Result<void>> loadSample(Connection::Pointer connection, SampleOptions options,
                                     std::stop_token stop, ProgressSink progress);

/// Nothing when no sample is loaded.
QCoro::Task<Result<std::optional<LoadedSample>>> findSample(Connection::Pointer connection);

} // namespace daybook::warehouse

#pragma once

#include "models/project/freshness.h"
#include "models/project/project.h"
#include "models/warehouse/connectionspec.h"

#include <QCoro/QCoroTask>

#include <chrono>
#include <functional>
#include <stop_token>

namespace daybook::build {

/// How long to wait for sources to be fresh enough.
struct SourceWait
{
    QDateTime deadline;
    std::chrono::milliseconds pause = std::chrono::seconds(30); ///< between two looks
};

/// Told after each look that a build has to wait after: a sentence for each source that is not fresh enough.
using StaleSink = std::function<void(const QStringList &)>;

/// Returns when none of these sources is older than its error_after. Looks once even when the deadline is
/// past; an unreachable server is waited for like a stale source. Errors: Source, at the deadline;
/// Connection, when the server was not to be reached then; Cancelled.
QCoro::Task<Result<void>> waitForSources(warehouse::ConnectionSpec spec, project::Project project,
                                         QStringList sources, SourceWait wait, StaleSink told,
                                         std::stop_token stop);

} // namespace daybook::build

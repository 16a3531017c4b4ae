#pragma once

#include "models/settlement/report.h"
#include "models/warehouse/pool.h"

#include <QCoro/QCoroTask>

#include <stop_token>

namespace daybook::settlement {

/// Reads daily reports. Holds no state but the pool it reads through; lives on the pool's thread. A load in
/// flight does not need the service any more, only the pool.
class ReportService
{
public:
    explicit ReportService(warehouse::Pool &pool) : m_pool(&pool) {}

    /// The report of from..to, the days they are compared with, and what they rest on, all of one snapshot. A
    /// publish at work meanwhile is seen whole or not at all. Invalid dates ask for the last complete
    /// business day. Errors: Project (no such relation or column; what to do), Permission, Usage, Sql,
    /// Connection, Cancelled.
    QCoro::Task<Result<Report>> load(ReportDefinition definition, QDate from, QDate to, std::stop_token stop);

private:
    warehouse::Pool *m_pool;
};

} // namespace daybook::settlement

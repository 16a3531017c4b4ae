#include "models/operations/queries/queryhistory.h"

#include "models/core/format.h"
#include "models/warehouse/statement.h"

#include <QCoreApplication>
#include <QCoro/QCoroFuture>

#include <cmath>

namespace daybook::operations {
namespace {

using warehouse::Parameter;
using warehouse::ResultSet;

/// Reads columns by name: the SQL file is the contract.
class Row
{
public:
    Row(const ResultSet &rows, int row) : m_rows(rows), m_row(row) {}

    QString text(const char *column) const { return m_rows.text(m_row, index(column)); }
    std::optional<qint64> integer(const char *column) const { return m_rows.integer(m_row, index(column)); }
    qint64 count(const char *column) const { return integer(column).value_or(0); }
    int number(const char *column) const { return static_cast<int>(count(column)); }
    bool flag(const char *column) const { return m_rows.boolean(m_row, index(column)).value_or(false); }
    QDateTime instant(const char *column) const
    {
        return m_rows.instant(m_row, index(column)).value_or(QDateTime());
    }

private:
    int index(const char *column) const { return m_rows.columnIndex(QString::fromLatin1(column)); }

    const ResultSet &m_rows;
    int m_row;
};

bool hasNoSchema(const Error &error)
{
    return error.sqlState == QStringLiteral("42P01") || error.sqlState == QStringLiteral("3F000");
}

StatementFigures statementOf(const Row &row)
{
    return {.fingerprint = row.text("fingerprint"),
            .query = row.text("query"),
            .isCut = row.flag("is_cut"),
            .seen = row.integer("seen"),
            .seenMs = row.integer("seen_ms"),
            .p50Ms = row.integer("p50_ms"),
            .p95Ms = row.integer("p95_ms"),
            .p99Ms = row.integer("p99_ms"),
            .maxMs = row.integer("max_ms"),
            .calls = row.integer("calls"),
            .totalMs = row.integer("total_ms"),
            .meanUs = row.integer("mean_us"),
            .rows = row.integer("row_count"),
            .tempBlocks = row.integer("temp_blocks")};
}

HeatCell cellOf(const Row &row)
{
    const double bucket = static_cast<double>(row.count("bucket"));
    return {.period = row.instant("period"),
            .fromMs = std::exp2(bucket / 8),
            .toMs = std::exp2((bucket + 1) / 8),
            .executions = row.count("executions")};
}

SlowExecution executionOf(const Row &row)
{
    return {.startedAt = row.instant("query_start"),
            .pid = row.number("pid"),
            .fingerprint = row.text("fingerprint"),
            .query = row.text("query"),
            .hasLiterals = row.flag("has_literals"),
            .database = row.text("database_name"),
            .role = row.text("role_name"),
            .application = row.text("application_name"),
            .durationMs = row.count("duration_ms"),
            .hasEnded = row.flag("has_ended"),
            .isExact = row.flag("is_exact")};
}

Burst burstOf(const Row &row)
{
    return {.id = row.count("burst_id"),
            .beganAt = row.instant("began_at"),
            .endedAt = row.instant("ended_at"),
            .statements = row.number("statements"),
            .slowMs = row.count("slow_ms"),
            .burstCount = row.number("burst_count")};
}

LockWait waitOf(const Row &row)
{
    return {.beganAt = row.instant("began_at"),
            .lastSeenAt = row.instant("last_seen_at"),
            .endedAt = row.instant("ended_at"),
            .pid = row.number("pid"),
            .lockType = row.text("lock_type"),
            .mode = row.text("mode"),
            .relation = row.text("relation"),
            .query = row.text("query"),
            .role = row.text("role_name"),
            .application = row.text("application_name"),
            .blockedBy = row.text("blocked_by"),
            .blockerPid = row.number("blocker_pid"),
            .blockerState = row.text("blocker_state"),
            .blockerQuery = row.text("blocker_query"),
            .blockerRole = row.text("blocker_role"),
            .blockerApplication = row.text("blocker_application"),
            .blockerTransactionStart = row.instant("blocker_xact_start"),
            .runId = row.count("run_id"),
            .step = row.text("step")};
}

template <typename Value>
Result<QList<Value>> valuesOf(const Result<ResultSet> &rows, Value (*read)(const Row &))
{
    if (!rows)
        return failure(rows.error());
    QList<Value> values;
    for (int row = 0; row < rows->rowCount(); ++row)
        values.append(read(Row(*rows, row)));
    return values;
}

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(daybook::operations)
};

} // namespace

qint64 LockWait::durationMs() const
{
    return beganAt.msecsTo(endedAt.isValid() ? endedAt : lastSeenAt);
}

bool LockWait::isBlockerIdle() const
{
    return blockerState.startsWith(QStringLiteral("idle in transaction"));
}

QString LockWait::sentence() const
{
    QString who = Text::tr("Process %1").arg(pid);
    if (runId != 0)
        who = step.isEmpty() ? Text::tr("Run %1").arg(runId)
                             : Text::tr("Step %1 of run %2").arg(step).arg(runId);
    const QString whom =
        blockerPid == 0 ? Text::tr("a prepared transaction") : Text::tr("process %1").arg(blockerPid);
    const QString how = isBlockerIdle() ? Text::tr(" (idle in transaction)") : QString();
    const QString pattern =
        endedAt.isValid() ? Text::tr("%1 waited %2 for %3%4") : Text::tr("%1 has waited %2 for %3%4");
    return pattern.arg(who, formatDuration(durationMs()), whom, how);
}

QCoro::Task<Result<ResultSet>> QueryHistory::ask(QString file, TimeWindow window, QList<Parameter> more,
                                                 std::stop_token stop)
{
    const auto lease = co_await m_pool->acquire(stop);
    if (!lease)
        co_return failure(lease.error());
    const warehouse::Connection::Pointer connection = (*lease)->connection();
    QList<Parameter> parameters;
    parameters << window.from.toUTC().toString(Qt::ISODateWithMs)
               << window.to.toUTC().toString(Qt::ISODateWithMs);
    parameters += more;
    const QString path = QStringLiteral("system/operations/queries/") + file;
    Result<ResultSet> rows = co_await warehouse::askShipped(connection, path, parameters, stop);
    if (!rows && hasNoSchema(rows.error()))
        co_return ResultSet();
    co_return rows;
}

QCoro::Task<Result<Coverage>> QueryHistory::coverage(TimeWindow window, std::stop_token stop)
{
    const QList<Parameter> none;
    const Result<ResultSet> rows = co_await ask(QStringLiteral("read_coverage"), window, none, stop);
    if (!rows)
        co_return failure(rows.error());
    if (rows->rowCount() == 0)
        co_return Coverage();
    const Row row(*rows, 0);
    co_return Coverage{row.instant("last_seen_at"), row.count("looked_ms")};
}

QCoro::Task<Result<QList<StatementFigures>>> QueryHistory::statements(TimeWindow window, int limit,
                                                                      std::stop_token stop)
{
    QList<Parameter> more;
    more << QString::number(limit);
    const Result<ResultSet> rows = co_await ask(QStringLiteral("read_statements"), window, more, stop);
    co_return valuesOf(rows, statementOf);
}

QCoro::Task<Result<QList<HeatCell>>> QueryHistory::heat(TimeWindow window, std::stop_token stop)
{
    const QList<Parameter> none;
    const Result<ResultSet> rows = co_await ask(QStringLiteral("read_heat"), window, none, stop);
    co_return valuesOf(rows, cellOf);
}

QCoro::Task<Result<QList<SlowExecution>>> QueryHistory::executions(TimeWindow window, QString fingerprint,
                                                                   int limit, std::stop_token stop)
{
    QList<Parameter> more;
    more << (fingerprint.isEmpty() ? Parameter() : Parameter(fingerprint)) << QString::number(limit);
    const Result<ResultSet> rows = co_await ask(QStringLiteral("read_executions"), window, more, stop);
    co_return valuesOf(rows, executionOf);
}

QCoro::Task<Result<QList<Burst>>> QueryHistory::bursts(TimeWindow window, std::stop_token stop)
{
    const QList<Parameter> none;
    const Result<ResultSet> rows = co_await ask(QStringLiteral("read_bursts"), window, none, stop);
    co_return valuesOf(rows, burstOf);
}

QCoro::Task<Result<QList<LockWait>>> QueryHistory::waits(TimeWindow window, int limit, std::stop_token stop)
{
    QList<Parameter> more;
    more << QString::number(limit);
    const Result<ResultSet> rows = co_await ask(QStringLiteral("read_waits"), window, more, stop);
    co_return valuesOf(rows, waitOf);
}

} // namespace daybook::operations

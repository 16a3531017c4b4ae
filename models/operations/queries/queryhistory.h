#pragma once

#include "models/core/result.h"
#include "models/warehouse/pool.h"

#include <QCoro/QCoroTask>
#include <QDateTime>

#include <optional>
#include <stop_token>

namespace daybook::operations {

/// Half-open, in the server's time.
struct TimeWindow
{
    QDateTime from;
    QDateTime to;
};

/// How much of a window somebody looked at: what lies outside of it is unknown, not quiet.
struct Coverage
{
    QDateTime lastSeenAt; ///< invalid: nobody ever looked
    qint64 lookedMs = 0;  ///< within the window
};

/// A kind of statement over a window. What was seen comes from samples (so of short statements some only),
/// what was counted from pg_stat_statements; nothing where there is neither.
struct StatementFigures
{
    QString fingerprint;
    QString query;
    bool isCut = false;
    std::optional<qint64> seen;
    std::optional<qint64> seenMs; ///< all of them together
    std::optional<qint64> p50Ms;  ///< percentiles are at most 9.1 % too high
    std::optional<qint64> p95Ms;
    std::optional<qint64> p99Ms;
    std::optional<qint64> maxMs;
    std::optional<qint64> calls;
    std::optional<qint64> totalMs;
    std::optional<qint64> meanUs;
    std::optional<qint64> rows;
    std::optional<qint64> tempBlocks;
};

/// How many executions ended in ten minutes after lasting from `fromMs` up to `toMs`.
struct HeatCell
{
    QDateTime period;
    double fromMs = 0;
    double toMs = 0;
    qint64 executions = 0;
};

struct SlowExecution
{
    QDateTime startedAt;
    int pid = 0;
    QString fingerprint;
    QString query;
    bool hasLiterals = false;
    QString database;
    QString role;
    QString application;
    qint64 durationMs = 0;
    bool hasEnded = false;
    bool isExact = false; ///< false: at least so long
};

struct Burst
{
    qint64 id = 0;
    QDateTime beganAt;
    QDateTime endedAt;
    int statements = 0;
    qint64 slowMs = 0; ///< the rule as it was then
    int burstCount = 0;
};

/// One wait for a lock.
struct LockWait
{
    QDateTime beganAt;
    QDateTime lastSeenAt;
    QDateTime endedAt; ///< invalid: it goes on, or nobody looks any more
    int pid = 0;
    QString lockType;
    QString mode;
    QString relation; ///< may be empty
    QString query;
    QString role;
    QString application;
    QString blockedBy;
    int blockerPid = 0; ///< 0: a prepared transaction
    QString blockerState;
    QString blockerQuery;
    QString blockerRole;
    QString blockerApplication;
    QDateTime blockerTransactionStart;
    qint64 runId = 0; ///< of Daybook's own; 0: it is none's
    QString step;     ///< of that run; may be empty

    qint64 durationMs() const;
    bool isBlockerIdle() const;
    /// "Step ledger of run 12 waited 3.2 s for process 4711 (idle in transaction)", in the language of
    /// QLocale's default.
    QString sentence() const;
};

/// Reads what `daybookctl collect queries` has left. Where Daybook's schema is not there, nobody ever looked:
/// that is no error. Doesn't own the pool; lives on its thread. Errors: Connection, Permission, Sql,
/// Cancelled.
class QueryHistory
{
public:
    explicit QueryHistory(warehouse::Pool &pool) : m_pool(&pool) {}

    QCoro::Task<Result<Coverage>> coverage(TimeWindow window, std::stop_token stop = {});
    /// Those that took most time first.
    QCoro::Task<Result<QList<StatementFigures>>> statements(TimeWindow window, int limit,
                                                            std::stop_token stop = {});
    QCoro::Task<Result<QList<HeatCell>>> heat(TimeWindow window, std::stop_token stop = {});
    /// Newest first; of all statements when `fingerprint` is empty.
    QCoro::Task<Result<QList<SlowExecution>>> executions(TimeWindow window, QString fingerprint, int limit,
                                                         std::stop_token stop = {});
    QCoro::Task<Result<QList<Burst>>> bursts(TimeWindow window, std::stop_token stop = {});
    QCoro::Task<Result<QList<LockWait>>> waits(TimeWindow window, int limit, std::stop_token stop = {});

private:
    /// With the window as $1 and $2.
    QCoro::Task<Result<warehouse::ResultSet>> ask(QString file, TimeWindow window,
                                                  QList<warehouse::Parameter> more, std::stop_token stop);

    warehouse::Pool *m_pool;
};

} // namespace daybook::operations

#pragma once

#include "models/operations/queries/activity.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroTask>
#include <QDeadlineTimer>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace daybook::operations {

struct QueryCollectorOptions
{
    std::chrono::milliseconds interval{1000};
    qint64 slowMs = 2000;
    int burstCount = 3;
    int keepDays = 31;
    bool keepLiterals = false;
    std::optional<std::chrono::milliseconds> until = {}; ///< ends after this
    bool once = false;
};

/// What the collector has to say while it runs; `kind` is short and stable, for machines.
struct CollectorNews
{
    QString kind; ///< "warning", "lost", "back", "burst"
    QString text;
};

struct CollectorSummary
{
    qint64 samples = 0;
    qint64 executions = 0; ///< written, those that ended and those that run and are slow
    qint64 waits = 0;
    qint64 bursts = 0;
};

/// Looks at the sessions of one server every interval, and writes into Daybook's own schema of the same
/// database what was slow and who waited for whom. What was seen is written every five seconds, each time in
/// one transaction that counts once even if its answer is lost: a kill costs the seconds since. Lives on the
/// thread that runs it, and outlives its task.
class QueryCollector
{
public:
    using Tell = std::function<void(const CollectorNews &)>;

    QueryCollector(warehouse::ConnectionSpec spec, QueryCollectorOptions options, Tell tell);

    /// Until it is stopped, which is no error; over lost connections. Errors: those of the first connection
    /// and of ensureSystemSchema, Conflict (another collector is at work), Usage (a server it can't ask),
    /// Sql.
    QCoro::Task<Result<CollectorSummary>> run(std::stop_token stop);

private:
    QCoro::Task<Result<void>> begin(std::stop_token stop);
    QCoro::Task<Result<void>> lookAtServer();
    QCoro::Task<Result<void>> claim(std::stop_token stop);
    QCoro::Task<Result<void>> beginSpan();
    QCoro::Task<Result<void>> collect(std::stop_token stop);
    QCoro::Task<Result<void>> sample();
    QCoro::Task<Result<void>> flush();
    QCoro::Task<Result<void>> write();
    QCoro::Task<Result<void>> countStatements();
    QCoro::Task<Result<void>> nameStatements();
    QCoro::Task<Result<warehouse::ResultSet>> ask(QString path, QList<warehouse::Parameter> parameters = {});
    QCoro::Task<Result<void>> comeBack(Error error, std::stop_token stop);
    void tellOnce(const QString &text);

    warehouse::ConnectionSpec m_spec;
    QueryCollectorOptions m_options;
    Tell m_tell;
    warehouse::Connection::Pointer m_connection;
    StatementTracker m_statements;
    WaitTracker m_waits;
    QList<QJsonObject> m_pendingStatements; ///< of the flush under way
    QList<QJsonObject> m_pendingWaits;
    QString m_span; ///< its beginning, as the server wrote it
    qint64 m_flushes = 0;
    bool m_isWriting = false; ///< a flush was begun, and nobody knows yet whether it came through
    QString m_seenAt;         ///< when the last sample was taken, by the server
    QString m_version;
    bool m_countsStatements = false;
    QStringList m_told;
    QDeadlineTimer m_end{QDeadlineTimer::Forever};
    CollectorSummary m_summary;
};

} // namespace daybook::operations

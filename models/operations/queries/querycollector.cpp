#include "models/operations/queries/querycollector.h"

#include "models/core/waitfor.h"
#include "models/project/fingerprint.h"
#include "models/warehouse/systemschema.h"

#include <QCoro/QCoroFuture>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

namespace daybook::operations {
namespace {

using std::chrono::milliseconds;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::ResultSet;

constexpr qint64 FlushEveryMs = 5'000;
constexpr qint64 CountEveryMs = 60'000;
constexpr qint64 ForgetEveryMs = 3'600'000;

QString text(const ResultSet &rows, int row, const char *column)
{
    return rows.text(row, rows.columnIndex(QLatin1String(column)));
}

qint64 integer(const ResultSet &rows, int row, const char *column)
{
    return rows.integer(row, rows.columnIndex(QLatin1String(column))).value_or(0);
}

bool flag(const ResultSet &rows, int row, const char *column)
{
    return rows.boolean(row, rows.columnIndex(QLatin1String(column))).value_or(false);
}

QString json(const QList<QJsonObject> &records)
{
    QJsonArray array;
    for (const QJsonObject &record : records)
        array.append(record);
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QList<SessionSample> sessionsOf(const ResultSet &rows)
{
    QList<SessionSample> sessions;
    for (int row = 0; row < rows.rowCount(); ++row) {
        SessionSample session{.pid = static_cast<int>(integer(rows, row, "pid")),
                              .backendStart = text(rows, row, "backend_start"),
                              .queryStart = text(rows, row, "query_start"),
                              .state = text(rows, row, "state"),
                              .query = text(rows, row, "query"),
                              .database = text(rows, row, "database_name"),
                              .role = text(rows, row, "role_name"),
                              .application = text(rows, row, "application_name"),
                              .transactionStart = text(rows, row, "xact_start"),
                              .seenAt = text(rows, row, "seen_at"),
                              .durationMs = integer(rows, row, "duration_ms"),
                              .blockedBy = {},
                              .isCut = flag(rows, row, "is_cut")};
        const QString blockers = text(rows, row, "blocked_by");
        for (const QString &pid : blockers.split(QLatin1Char(','), Qt::SkipEmptyParts))
            session.blockedBy.append(pid.toInt());
        sessions.append(session);
    }
    return sessions;
}

QHash<int, LockSample> locksOf(const ResultSet &rows)
{
    QHash<int, LockSample> locks;
    for (int row = 0; row < rows.rowCount(); ++row)
        locks.insert(static_cast<int>(integer(rows, row, "pid")),
                     {text(rows, row, "locktype"), text(rows, row, "mode"), text(rows, row, "relation"),
                      text(rows, row, "began_at")});
    return locks;
}

/// A coroutine's braces within co_await are more than the compiler bears.
template <typename... Values> QList<Parameter> parametersOf(const Values &...values)
{
    return {Parameter(values)...};
}

/// One that a former collector left open.
QJsonObject executionOf(const ResultSet &rows, int row)
{
    QJsonObject record{{QStringLiteral("pid"), integer(rows, row, "pid")},
                       {QStringLiteral("duration_ms"), integer(rows, row, "duration_ms")},
                       {QStringLiteral("is_cut"), false},
                       {QStringLiteral("has_ended"), false},
                       {QStringLiteral("is_exact"), false}};
    for (const char *name : {"backend_start", "query_start", "fingerprint", "database_name", "role_name",
                             "application_name", "last_seen_at"})
        record.insert(QLatin1String(name), text(rows, row, name));
    return record;
}

QJsonObject textOf(const ResultSet &rows, int row)
{
    const project::Fingerprint print = project::fingerprintOf(text(rows, row, "query"));
    return {{QStringLiteral("database_id"), text(rows, row, "database_id")},
            {QStringLiteral("query_id"), text(rows, row, "query_id")},
            {QStringLiteral("fingerprint"), print.id},
            {QStringLiteral("text"), print.text}};
}

/// Something that is due every so often, first at once.
class Due
{
public:
    explicit Due(qint64 everyMs) : m_everyMs(everyMs) {}

    bool isNow()
    {
        if (m_since.isValid() && !m_since.hasExpired(m_everyMs))
            return false;
        m_since.start();
        return true;
    }

private:
    qint64 m_everyMs;
    QElapsedTimer m_since;
};

} // namespace

QueryCollector::QueryCollector(warehouse::ConnectionSpec spec, QueryCollectorOptions options, Tell tell)
    : m_spec(std::move(spec))
    , m_options(options)
    , m_tell(std::move(tell))
    , m_statements(options.slowMs, options.keepLiterals)
{
    m_spec.set(QStringLiteral("application_name"), QStringLiteral("daybook collect queries"));
}

QCoro::Task<Result<CollectorSummary>> QueryCollector::run(std::stop_token stop)
{
    if (m_options.until)
        m_end = QDeadlineTimer(*m_options.until);
    Result<void> going = co_await begin(stop);
    while (going) {
        going = co_await collect(stop);
        if (going || going.error().kind != ErrorKind::Connection || !m_connection || m_connection->isOpen())
            break;
        const Error reason = going.error();
        going = co_await comeBack(reason, stop);
        if (stop.stop_requested())
            break;
    }
    if (!going && going.error().kind != ErrorKind::Cancelled && !stop.stop_requested())
        co_return failure(going.error());
    co_return m_summary;
}

QCoro::Task<Result<void>> QueryCollector::comeBack(Error error, std::stop_token stop)
{
    m_tell(
        {QStringLiteral("lost"),
         QStringLiteral("The server does not answer; nothing is collected until it does: ") + error.message});
    milliseconds pause(500);
    while (!stop.stop_requested()) {
        co_await waitFor(pause, stop);
        pause = std::min(pause * 2, milliseconds(10'000));
        const Result<void> begun = co_await begin(stop);
        if (begun) {
            m_tell({QStringLiteral("back"), QStringLiteral("The server answers again.")});
            co_return begun;
        }
        if (begun.error().kind != ErrorKind::Connection && begun.error().kind != ErrorKind::Conflict)
            co_return begun;
    }
    co_return {};
}

QCoro::Task<Result<void>> QueryCollector::begin(std::stop_token stop)
{
    const Result<Connection::Pointer> opened = co_await Connection::open(m_spec, stop);
    if (!opened)
        co_return failure(opened.error());
    m_connection = *opened;
    if (!m_connection->dialect().has(warehouse::Dialect::Feature::AdvisoryLocks))
        co_return failure(ErrorKind::Usage,
                          QStringLiteral("Statements are collected from PostgreSQL; %1 keeps a history "
                                         "of its own, which Daybook does not read yet.")
                              .arg(m_connection->dialect().name()));
    const Result<int> version = co_await warehouse::ensureSystemSchema(m_connection, stop);
    if (!version)
        co_return failure(version.error());
    const Result<void> claimed = co_await claim(stop);
    if (!claimed)
        co_return failure(claimed.error());
    const Result<void> looked = co_await lookAtServer();
    if (!looked)
        co_return failure(looked.error());
    co_return co_await beginSpan();
}

QCoro::Task<Result<void>> QueryCollector::claim(std::stop_token stop)
{
    // The session of a collector that was killed holds the claim until the server notices.
    const QDeadlineTimer deadline(5'000);
    while (true) {
        const Result<ResultSet> claimed = co_await ask(QStringLiteral("system/operations/queries/claim"));
        if (!claimed)
            co_return failure(claimed.error());
        if (flag(*claimed, 0, "is_ours"))
            co_return {};
        if (deadline.hasExpired() || stop.stop_requested())
            co_return failure(
                ErrorKind::Conflict,
                QStringLiteral("Another `daybookctl collect queries` is at work on this database. One is "
                               "enough: end it first."));
        co_await waitFor(milliseconds(200), stop);
    }
}

QCoro::Task<Result<void>> QueryCollector::lookAtServer()
{
    const Result<ResultSet> server = co_await ask(QStringLiteral("operations/postgresql/queries/server"));
    if (!server)
        co_return failure(server.error());
    m_version = integer(*server, 0, "version") < 140000 ? QStringLiteral("_13") : QString();
    if (!flag(*server, 0, "sees_others"))
        tellOnce(QStringLiteral("Role %1 sees its own statements only: those of others are not collected. "
                                "Let the owner of the "
                                "server say: grant pg_read_all_stats to %1")
                     .arg(text(*server, 0, "role_name")));
    const QString schema = text(*server, 0, "statements_schema");
    m_countsStatements = !schema.isEmpty();
    if (!m_countsStatements)
        tellOnce(QStringLiteral(
            "pg_stat_statements is not installed in this database: calls, rows and temporary "
            "blocks are not counted; what runs when the collector looks is collected all the same."));
    // Names of relations are then told with their schema.
    const QString path = QStringLiteral("set search_path = pg_catalog") +
                         (m_countsStatements ? QStringLiteral(", ") + schema : QString());
    const Result<ResultSet> set = co_await m_connection->execute(path);
    co_return set ? Result<void>() : failure(set.error());
}

QCoro::Task<Result<void>> QueryCollector::beginSpan()
{
    if (!m_span.isEmpty()) { // what was seen before the session was lost
        Result<void> written;
        if (m_isWriting)
            written = co_await write();
        else
            written = co_await flush();
        if (!written)
            co_return failure(written.error());
    }
    const Result<ResultSet> open = co_await ask(QStringLiteral("system/operations/queries/open_executions"));
    if (!open)
        co_return failure(open.error());
    m_statements = StatementTracker(m_options.slowMs, m_options.keepLiterals);
    m_waits = {};
    for (int row = 0; row < open->rowCount(); ++row)
        m_statements.resume(executionOf(*open, row));
    const Result<ResultSet> span = co_await ask(QStringLiteral("system/operations/queries/begin_span"));
    if (!span)
        co_return failure(span.error());
    m_span = text(*span, 0, "began_at");
    m_seenAt = m_span;
    m_flushes = 0;
    co_return {};
}

QCoro::Task<Result<void>> QueryCollector::collect(std::stop_token stop)
{
    Due counting(CountEveryMs);
    Due forgetting(ForgetEveryMs);
    QElapsedTimer sinceFlush;
    sinceFlush.start();
    while (true) {
        QElapsedTimer took;
        took.start();
        Result<void> done = co_await sample();
        const bool isLast = m_options.once || m_end.hasExpired() || stop.stop_requested();
        if (done && m_countsStatements && counting.isNow())
            done = co_await countStatements();
        if (done && (isLast || sinceFlush.hasExpired(FlushEveryMs))) {
            done = co_await flush();
            sinceFlush.restart();
        }
        if (done && forgetting.isNow()) {
            const Result<ResultSet> forgotten =
                co_await ask(QStringLiteral("system/operations/queries/forget"),
                             parametersOf(QString::number(m_options.keepDays)));
            done = forgotten ? Result<void>() : failure(forgotten.error());
        }
        if (!done || isLast)
            co_return done;
        const milliseconds left = m_options.interval - milliseconds(took.elapsed());
        co_await waitFor(std::max(left, milliseconds(1)), stop);
    }
}

QCoro::Task<Result<void>> QueryCollector::sample()
{
    const Result<ResultSet> rows = co_await ask(QStringLiteral("operations/postgresql/queries/sessions"));
    if (!rows)
        co_return failure(rows.error());
    const QList<SessionSample> sessions = sessionsOf(*rows);
    const bool waiting = std::any_of(sessions.begin(), sessions.end(), [](const SessionSample &session) {
        return !session.blockedBy.isEmpty();
    });
    QHash<int, LockSample> locks;
    if (waiting) {
        const Result<ResultSet> waits =
            co_await ask(QStringLiteral("operations/postgresql/queries/waits") + m_version);
        if (!waits)
            co_return failure(waits.error());
        locks = locksOf(*waits);
    }
    if (!sessions.isEmpty())
        m_seenAt = sessions.front().seenAt;
    m_statements.look(sessions);
    m_waits.look(sessions, locks);
    ++m_summary.samples;
    co_return {};
}

QCoro::Task<Result<void>> QueryCollector::flush()
{
    m_pendingStatements = m_statements.take();
    m_pendingWaits = m_waits.take();
    m_isWriting = true;
    ++m_flushes;
    co_return co_await write();
}

QCoro::Task<Result<void>> QueryCollector::write()
{
    Result<ResultSet> done = co_await m_connection->execute(QStringLiteral("begin"));
    if (done)
        done = co_await ask(QStringLiteral("system/operations/queries/begin_flush"),
                            parametersOf(m_span, QString::number(m_flushes), m_seenAt));
    if (done && done->affectedRows() == 0) // it was written, and its answer was lost
        m_pendingStatements = m_pendingWaits = {};
    const QString slow = QString::number(m_options.slowMs);
    qint64 bursts = 0;
    if (done && !m_pendingStatements.isEmpty()) {
        const QString records = json(m_pendingStatements);
        done = co_await ask(QStringLiteral("system/operations/queries/flush_executions"),
                            parametersOf(records, slow));
        if (done)
            done = co_await ask(QStringLiteral("system/operations/queries/mark_bursts"),
                                parametersOf(slow, QString::number(m_options.burstCount)));
        bursts = done ? done->rowCount() : 0;
    }
    if (done && !m_pendingWaits.isEmpty()) {
        const QString records = json(m_pendingWaits);
        done = co_await ask(QStringLiteral("system/operations/queries/flush_waits"), parametersOf(records));
    }
    if (done)
        done = co_await m_connection->execute(QStringLiteral("commit"));
    if (!done)
        co_return failure(done.error());
    m_isWriting = false;
    m_summary.executions += m_pendingStatements.size();
    m_summary.waits += m_pendingWaits.size();
    m_summary.bursts += bursts;
    m_pendingStatements = m_pendingWaits = {};
    if (bursts > 0)
        m_tell({QStringLiteral("burst"),
                QStringLiteral("A burst: %1 or more statements became slow (%2 ms) within a second.")
                    .arg(m_options.burstCount)
                    .arg(m_options.slowMs)});
    co_return {};
}

QCoro::Task<Result<void>> QueryCollector::countStatements()
{
    const Result<ResultSet> counted =
        co_await ask(QStringLiteral("operations/postgresql/queries/statements") + m_version);
    if (counted)
        co_return co_await nameStatements();
    if (counted.error().kind == ErrorKind::Connection)
        co_return failure(counted.error());
    m_countsStatements = false;
    tellOnce(QStringLiteral("pg_stat_statements cannot be read, and is left out; the rest goes on: ") +
             counted.error().message);
    co_return {};
}

QCoro::Task<Result<void>> QueryCollector::nameStatements()
{
    const Result<ResultSet> rows = co_await ask(QStringLiteral("operations/postgresql/queries/new_texts"));
    if (!rows)
        co_return failure(rows.error());
    QList<QJsonObject> texts;
    for (int row = 0; row < rows->rowCount(); ++row)
        texts.append(textOf(*rows, row));
    if (texts.isEmpty())
        co_return {};
    const QString records = json(texts);
    const Result<ResultSet> named =
        co_await ask(QStringLiteral("system/operations/queries/flush_texts"), parametersOf(records));
    co_return named ? Result<void>() : failure(named.error());
}

QCoro::Task<Result<ResultSet>> QueryCollector::ask(QString path, QList<Parameter> parameters)
{
    // Not stopped half-way: each takes milliseconds, and what was seen is still to be written.
    co_return co_await m_connection->execute(warehouse::shippedStatement(m_connection->dialect(), path).sql,
                                             parameters);
}

void QueryCollector::tellOnce(const QString &text)
{
    if (m_told.contains(text))
        return;
    m_told << text;
    m_tell({QStringLiteral("warning"), text});
}

} // namespace daybook::operations

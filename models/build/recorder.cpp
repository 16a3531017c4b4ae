#include "models/build/recorder.h"

#include "models/core/json.h"
#include "models/core/whendone.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>

namespace daybook::build {
namespace {

constexpr int GatherMilliseconds = 50;

QJsonValue orNull(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

Recorder::Recorder(warehouse::Connection::Pointer connection, qint64 runId, const QDateTime &serverTime)
    : m_connection(std::move(connection))
    , m_runId(QString::number(runId))
    , m_offset(QDateTime::currentDateTimeUtc().msecsTo(serverTime))
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(GatherMilliseconds);
    connect(&m_gathering, &QTimer::timeout, this, &Recorder::writeNodes);
}

QString Recorder::serverTime(const QDateTime &local) const
{
    return local.isValid() ? local.toUTC().addMSecs(m_offset).toString(Qt::ISODateWithMs) : QString();
}

void Recorder::noteNode(const NodeOutcome &node, const QString &compiledSql)
{
    QJsonObject change{
        {QStringLiteral("unique_id"), node.uniqueId},
        {QStringLiteral("state"), toString(node.state)},
        {QStringLiteral("worker"), node.worker < 0 ? QJsonValue() : QJsonValue(node.worker)},
        {QStringLiteral("started_at"), orNull(serverTime(node.startedAt))},
        {QStringLiteral("finished_at"), orNull(serverTime(node.finishedAt))},
        {QStringLiteral("row_count"), orNull(node.rows)},
        {QStringLiteral("failures"), orNull(node.failures)},
        {QStringLiteral("compiled_sql"), orNull(compiledSql)},
    };
    if (!node.note.isEmpty())
        change.insert(QStringLiteral("message"), node.note);
    if (node.error) {
        change.insert(QStringLiteral("message"), node.error->toString());
        change.insert(QStringLiteral("detail"), orNull(node.error->detail));
        change.insert(QStringLiteral("sql_state"), orNull(node.error->sqlState));
    }
    m_changed.insert(node.uniqueId, change);
    writeSoon();
}

/// Whoever watches looks a few times a second, and each statement takes the server's time from the run.
void Recorder::writeSoon()
{
    if (m_underWay == 0 && !m_gathering.isActive())
        m_gathering.start();
}

void Recorder::noteSample(const QString &uniqueId, const QString &rowsAsJson)
{
    send(QStringLiteral("system/build/insert_samples"), {m_runId, uniqueId, rowsAsJson});
}

void Recorder::noteSource(const QString &uniqueId, const QString &name, const std::optional<QString> &newest)
{
    send(QStringLiteral("system/build/insert_source"), {m_runId, uniqueId, name, newest});
}

void Recorder::writeNodes()
{
    if (m_changed.isEmpty())
        return;
    QJsonArray changes;
    for (const QJsonObject &change : std::as_const(m_changed))
        changes.append(change);
    m_changed.clear();
    const QString json = compactJson(changes);
    send(QStringLiteral("system/build/update_nodes"), {m_runId, json});
}

void Recorder::send(const QString &file, const QList<warehouse::Parameter> &parameters)
{
    ++m_underWay;
    m_last = warehouse::askShipped(m_connection, file, parameters);
    whenDone(m_last, this, [this](const Result<warehouse::ResultSet> &written) {
        --m_underWay;
        if (!written && !m_error)
            m_error = written.error();
        if (!m_changed.isEmpty())
            writeSoon();
    });
}

QCoro::Task<Result<void>> Recorder::flush()
{
    writeNodes();
    if (m_last.isValid()) {
        const QFuture<Result<warehouse::ResultSet>> last = m_last;
        const Result<warehouse::ResultSet> written = co_await last;
        if (!written && !m_error)
            m_error = written.error();
    }
    if (m_error)
        co_return failure(*m_error);
    co_return Result<void>();
}

} // namespace daybook::build

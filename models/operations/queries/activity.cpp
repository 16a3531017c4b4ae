#include "models/operations/queries/activity.h"

#include "models/project/fingerprint.h"

#include <QSet>

namespace daybook::operations {
namespace {

QString keyOf(int pid, const QString &backendStart, const QString &since)
{
    return QStringLiteral("%1|%2|%3").arg(QString::number(pid), backendStart, since);
}

QString keyOf(const SessionSample &session)
{
    return keyOf(session.pid, session.backendStart, session.queryStart);
}

QString field(const QJsonObject &record, const char *name)
{
    return record[QLatin1String(name)].toString();
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

void describeBlocker(QJsonObject &record, int pid, const SessionSample *blocker)
{
    record.insert(QStringLiteral("blocker_pid"), pid);
    if (blocker == nullptr)
        return;
    record.insert(QStringLiteral("blocker_state"), orNull(blocker->state));
    record.insert(QStringLiteral("blocker_query"),
                  blocker->query.isEmpty() ? QJsonValue()
                                           : QJsonValue(project::fingerprintOf(blocker->query).text));
    record.insert(QStringLiteral("blocker_role"), blocker->role);
    record.insert(QStringLiteral("blocker_application"), blocker->application);
    record.insert(QStringLiteral("blocker_xact_start"), orNull(blocker->transactionStart));
}

QJsonObject waitOf(const SessionSample &session, const LockSample &lock)
{
    return {{QStringLiteral("began_at"), lock.beganAt.isEmpty() ? session.seenAt : lock.beganAt},
            {QStringLiteral("pid"), session.pid},
            {QStringLiteral("backend_start"), session.backendStart},
            {QStringLiteral("lock_type"), lock.lockType},
            {QStringLiteral("mode"), lock.mode},
            {QStringLiteral("relation"), orNull(lock.relation)},
            {QStringLiteral("query"), project::fingerprintOf(session.query).text},
            {QStringLiteral("database_name"), session.database},
            {QStringLiteral("role_name"), session.role},
            {QStringLiteral("application_name"), session.application}};
}

QString pids(const QList<int> &numbers)
{
    QStringList words;
    for (const int number : numbers)
        words << QString::number(number);
    return words.join(QStringLiteral(", "));
}

} // namespace

bool SessionSample::isRunning() const
{
    return state == QStringLiteral("active") || state == QStringLiteral("fastpath function call");
}

QJsonObject StatementTracker::begun(const SessionSample &session) const
{
    const project::Fingerprint print = project::fingerprintOf(session.query);
    QJsonObject record{{QStringLiteral("pid"), session.pid},
                       {QStringLiteral("backend_start"), session.backendStart},
                       {QStringLiteral("query_start"), session.queryStart},
                       {QStringLiteral("fingerprint"), print.id},
                       {QStringLiteral("text"), print.text},
                       {QStringLiteral("is_cut"), session.isCut && !print.isParsed},
                       {QStringLiteral("database_name"), session.database},
                       {QStringLiteral("role_name"), session.role},
                       {QStringLiteral("application_name"), session.application},
                       {QStringLiteral("has_ended"), false},
                       {QStringLiteral("is_exact"), false}};
    if (m_keepLiterals)
        record.insert(QStringLiteral("query"), session.query);
    return record;
}

void StatementTracker::resume(const QJsonObject &execution)
{
    m_running.insert(keyOf(execution[QStringLiteral("pid")].toInt(), field(execution, "backend_start"),
                           field(execution, "query_start")),
                     {execution, false});
}

void StatementTracker::finish(Execution &execution, const SessionSample *session)
{
    if (session != nullptr) {
        execution.record.insert(QStringLiteral("duration_ms"), session->durationMs);
        execution.record.insert(QStringLiteral("last_seen_at"), session->seenAt);
    }
    execution.record.insert(QStringLiteral("has_ended"), true);
    execution.record.insert(QStringLiteral("is_exact"), session != nullptr);
    m_ended.append(execution.record);
}

void StatementTracker::look(const QList<SessionSample> &sessions)
{
    QHash<QString, const SessionSample *> present;
    for (const SessionSample &session : sessions) {
        if (session.queryStart.isEmpty())
            continue;
        const QString key = keyOf(session);
        present.insert(key, &session);
        if (!session.isRunning())
            continue;
        auto found = m_running.find(key);
        if (found == m_running.end())
            found = m_running.insert(key, {begun(session), false});
        found->record.insert(QStringLiteral("duration_ms"), session.durationMs);
        found->record.insert(QStringLiteral("last_seen_at"), session.seenAt);
        found->hasChanged = true;
    }
    for (auto execution = m_running.begin(); execution != m_running.end();) {
        const SessionSample *session = present.value(execution.key());
        if (session != nullptr && session->isRunning()) {
            ++execution;
            continue;
        }
        finish(*execution, session); // a session that went on, or away, hides when it ended
        execution = m_running.erase(execution);
    }
}

QList<QJsonObject> StatementTracker::take()
{
    QList<QJsonObject> taken = std::exchange(m_ended, {});
    for (Execution &execution : m_running) {
        if (execution.hasChanged && execution.record[QStringLiteral("duration_ms")].toInteger() >= m_slowMs)
            taken.append(execution.record);
        execution.hasChanged = false;
    }
    return taken;
}

int rootBlocker(const SessionSample &waiting, const QHash<int, const SessionSample *> &sessions)
{
    const int first = waiting.blockedBy.isEmpty() ? 0 : waiting.blockedBy.front();
    QSet<int> passed{waiting.pid};
    int root = first;
    while (const SessionSample *blocker = sessions.value(root)) {
        if (passed.contains(root))
            return first;
        passed.insert(root);
        if (blocker->blockedBy.isEmpty())
            return root;
        root = blocker->blockedBy.front();
    }
    return root;
}

void WaitTracker::look(const QList<SessionSample> &sessions, const QHash<int, LockSample> &locks)
{
    QHash<int, const SessionSample *> byPid;
    for (const SessionSample &session : sessions)
        byPid.insert(session.pid, &session);
    QSet<QString> present;
    for (const SessionSample &session : sessions) {
        const auto lock = locks.constFind(session.pid);
        if (session.blockedBy.isEmpty() || lock == locks.constEnd())
            continue;
        const QString key = keyOf(session.pid, session.backendStart,
                                  lock->beganAt.isEmpty() ? session.queryStart : lock->beganAt);
        present.insert(key);
        auto wait = m_waiting.find(key);
        if (wait == m_waiting.end())
            wait = m_waiting.insert(key, waitOf(session, *lock));
        wait->insert(QStringLiteral("last_seen_at"), session.seenAt);
        wait->insert(QStringLiteral("blocked_by"), pids(session.blockedBy));
        const int root = rootBlocker(session, byPid);
        describeBlocker(*wait, root, byPid.value(root));
    }
    for (auto wait = m_waiting.begin(); wait != m_waiting.end();) {
        if (present.contains(wait.key())) {
            ++wait;
            continue;
        }
        // Somebody else's sample of this moment has the server's time; without anybody, the last look at it.
        wait->insert(QStringLiteral("ended_at"),
                     sessions.isEmpty() ? field(*wait, "last_seen_at") : sessions.front().seenAt);
        m_ended.append(*wait);
        wait = m_waiting.erase(wait);
    }
}

QList<QJsonObject> WaitTracker::take()
{
    return std::exchange(m_ended, {}) + m_waiting.values();
}

} // namespace daybook::operations

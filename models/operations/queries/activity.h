#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace daybook::operations {

/// One session of the server at one moment. Times are the server's, in its own words: they are compared, and
/// sent back, never calculated with.
struct SessionSample
{
    int pid = 0;
    QString backendStart;
    QString queryStart; ///< empty: it never ran anything
    QString state;      ///< empty: the role may not look
    QString query;
    QString database;
    QString role;
    QString application;
    QString transactionStart; ///< empty: none
    QString seenAt;
    qint64 durationMs = 0; ///< of the statement, so far or to its end
    QList<int> blockedBy;  ///< 0: a prepared transaction
    bool isCut = false;    ///< the query is its beginning only

    bool isRunning() const;
};

/// What a session waits for, as pg_locks knows it.
struct LockSample
{
    QString lockType;
    QString mode;
    QString relation; ///< empty: not a relation's, or another database's
    QString beganAt;  ///< empty: the server doesn't know
};

/// Follows statements from sample to sample. A value of one thread; asks nobody.
class StatementTracker
{
public:
    /// With `keepLiterals` statements keep their text as it was sent, beside the one without literals.
    explicit StatementTracker(qint64 slowMs, bool keepLiterals = false)
        : m_slowMs(slowMs), m_keepLiterals(keepLiterals)
    {
    }

    /// One that a former collector left open.
    void resume(const QJsonObject &execution);
    void look(const QList<SessionSample> &sessions);
    /// What is to be written since the last taking: executions that ended, and those that run and are slow
    /// already; as flush_executions.sql reads them.
    QList<QJsonObject> take();

private:
    struct Execution
    {
        QJsonObject record;
        bool hasChanged = false;
    };

    QJsonObject begun(const SessionSample &session) const;
    void finish(Execution &execution, const SessionSample *session);

    qint64 m_slowMs;
    bool m_keepLiterals;
    QHash<QString, Execution> m_running;
    QList<QJsonObject> m_ended;
};

/// Follows waits for locks from sample to sample. A value of one thread; asks nobody.
class WaitTracker
{
public:
    /// `locks` by process id, of those who wait.
    void look(const QList<SessionSample> &sessions, const QHash<int, LockSample> &locks);
    /// What is to be written since the last taking, as flush_waits.sql reads it.
    QList<QJsonObject> take();
    bool isAnybodyWaiting() const { return !m_waiting.isEmpty(); }

private:
    QHash<QString, QJsonObject> m_waiting;
    QList<QJsonObject> m_ended;
};

/// Whom `waiting` waits for in the end: at the root of the tree, or, in a circle, the first of those before
/// it. 0: a prepared transaction.
int rootBlocker(const SessionSample &waiting, const QHash<int, const SessionSample *> &sessions);

} // namespace daybook::operations

#pragma once

#include "models/build/outcome.h"
#include "models/warehouse/connection.h"

#include <QCoro/QCoroTask>
#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace daybook::build {

/// Writes what happens in a run into Daybook's schema while it happens, behind the run's back: changes that
/// come while a write is on its way travel together in the next. Owned by the run; lives on its thread.
class Recorder : public QObject
{
    Q_OBJECT
public:
    /// `serverTime` is what the server's clock showed just now: times are kept in it.
    Recorder(warehouse::Connection::Pointer connection, qint64 runId, const QDateTime &serverTime);

    void noteNode(const NodeOutcome &node, const QString &compiledSql);
    void noteSample(const QString &uniqueId, const QString &rowsAsJson);
    void noteSource(const QString &uniqueId, const QString &name, const std::optional<QString> &newest);

    /// Waits until everything noted so far is written. Error: the first that any write met.
    QCoro::Task<Result<void>> flush();

private:
    void writeSoon();
    void writeNodes();
    void send(const QString &file, const QList<warehouse::Parameter> &parameters);
    QString serverTime(const QDateTime &local) const;

    warehouse::Connection::Pointer m_connection;
    QString m_runId;
    qint64 m_offset; ///< milliseconds from our clock to the server's
    QHash<QString, QJsonObject> m_changed;
    QTimer m_gathering;
    int m_underWay = 0;
    QFuture<Result<warehouse::ResultSet>> m_last;
    std::optional<Error> m_error;
};

} // namespace daybook::build
